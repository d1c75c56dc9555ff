package org.wasmudf.kafka.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.wasmudf.kafka.transform.Settings;

/// Processors of Kafka Streams that call functions in WebAssembly.
///
/// Configurations have the keys of Connect's transforms, `wasm.module.file` and so on; others than
/// those that begin with `wasm.` are passed over. They are checked, and the module is loaded, when
/// a supplier is made. Each processor has a guest of its own from `init` to `close`.
///
/// Values are without schemas, and known by their Java classes: a Map with fields, as
/// [WasmSerdes#json()] reads it, or a String, byte array, Boolean or number.
public final class WasmProcessors {
  private static final String DEFAULT_TENANT = "streams";

  private WasmProcessors() {}

  /// A processor that filters values, maps them or assigns to their fields, for
  /// `KStream.processValues`. Paths are fields of the value; `value` is the whole of one that has
  /// none. A record whose value is null goes on as it is.
  ///
  /// @param <V> values that come
  /// @param <R> values that go; what the configuration makes of them isn't checked against it
  /// @throws ConfigException naming the key and what to do
  public static <K, V, R> FixedKeyProcessorSupplier<K, V, R> fixedKey(Map<String, ?> config) {
    Settings settings = settings(Settings.TRANSFORM, config);
    TransformProcessor.open(settings).close();
    return () -> new TransformProcessor<>(settings);
  }

  /// A processor that takes each value into the state of its key, by an aggregate function, and
  /// forwards what the key's values come to: a stream of updates, for `KStream.process`. Paths are
  /// fields of the value. Records without key or value, and those with a NULL argument if the
  /// function isn't called then, change nothing and are dropped.
  ///
  /// States are bytes in a store with a changelog, and nowhere else.
  ///
  /// @param config without `wasm.shape`
  /// @param store where the states are, by a name that the topology has once
  /// @param keySerde of its keys
  /// @param <V> values that come
  /// @param <R> results; they aren't checked against it
  /// @throws ConfigException naming the key and what to do
  public static <K, V, R> ProcessorSupplier<K, V, K, R> aggregator(
      Map<String, ?> config, KeyValueBytesStoreSupplier store, Serde<K> keySerde) {
    Settings settings = settings(Settings.AGGREGATE, config);
    AggregateProcessor.open(settings).close();
    StoreBuilder<?> states = Stores.keyValueStoreBuilder(store, keySerde, Serdes.ByteArray());
    return new ProcessorSupplier<>() {
      @Override
      public Processor<K, V, K, R> get() {
        return new AggregateProcessor<>(settings, store.name());
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(states);
      }
    };
  }

  /// A processor that calls a function of records with each record, and forwards what it makes of
  /// it, none, one or many, for `KStream.process`. Keys and values are bytes, and may be null.
  ///
  /// Where the function chooses topics, those of `wasm.topics`, the stream goes on to [#topics].
  /// Partitions that it chooses are not those that records go to: Streams' partitioners don't know
  /// of them.
  ///
  /// @param config with the function's name alone as `wasm.call`
  /// @throws ConfigException naming the key and what to do
  public static ProcessorSupplier<byte[], byte[], byte[], byte[]> records(Map<String, ?> config) {
    Settings settings = settings(Settings.RECORDS, config);
    new RecordsProcessor(settings).open().close();
    return () -> new RecordsProcessor(settings);
  }

  /// The topics that the function of [#records] chose, for `KStream.to`; once for each stream, as
  /// the choice is in a header that is removed here.
  ///
  /// @param otherwise the topic of records for which it chose none
  public static TopicNameExtractor<byte[], byte[]> topics(String otherwise) {
    return (key, value, record) ->
        Objects.requireNonNullElse(RecordsProcessor.takeTopic(record), otherwise);
  }

  private static Settings settings(ConfigDef definition, Map<String, ?> config) {
    Map<String, Object> given = new HashMap<>(config);
    given.putIfAbsent(Settings.TENANT, DEFAULT_TENANT);
    return new Settings(definition, given);
  }
}
