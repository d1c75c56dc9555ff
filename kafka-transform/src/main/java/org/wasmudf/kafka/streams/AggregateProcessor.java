package org.wasmudf.kafka.streams;

import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.StateUdf;
import org.wasmudf.kafka.transform.Part;
import org.wasmudf.kafka.transform.RecordAggregate;
import org.wasmudf.kafka.transform.Settings;

/// Takes values into the states of their keys, which are in a store and nowhere else. It has a
/// guest of its own from [#init] to [#close].
final class AggregateProcessor<K, V, R> extends ContextualProcessor<K, V, K, R> {
  private final Settings settings;
  private final String storeName;
  private @Nullable RecordAggregate<Object> aggregate;
  private @Nullable Failures failures;
  private @Nullable KeyValueStore<K, byte[]> states;

  AggregateProcessor(Settings settings, String storeName) {
    this.settings = settings;
    this.storeName = storeName;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  static RecordAggregate<Object> open(Settings settings) {
    return RecordAggregate.open(settings, new Access(), Part.VALUE);
  }

  /// A record is its value.
  private static final class Access implements ValueAccess<Object> {
    @Override
    public Object value(Object value) {
      return value;
    }

    @Override
    public Object withValue(Object old, @Nullable Object value) {
      return Objects.requireNonNull(value);
    }
  }

  @Override
  public void init(ProcessorContext<K, R> context) {
    close();
    super.init(context);
    states = context.getStateStore(storeName);
    failures = new Failures(settings.onError(), context);
    aggregate = open(settings);
    aggregate.report(new StreamsSink(context));
  }

  @Override
  @SuppressWarnings("unchecked") // Results are what the configuration makes of them.
  public void process(Record<K, V> record) {
    RecordAggregate<Object> open = aggregate;
    if (open == null || failures == null || states == null) {
      throw new IllegalStateException("the processor isn't initialised");
    }
    K key = record.key();
    Object value = record.value();
    if (key == null || value == null) {
      return;
    }
    byte[] state = states.get(key);
    StateUdf.Updated updated = failures.call(() -> open.update(value, state), null);
    if (updated != null) {
      states.put(key, updated.state());
      context().forward((Record<K, R>) record.withValue(updated.result()));
    }
  }

  /// Ends the guest.
  @Override
  public void close() {
    if (aggregate != null) {
      aggregate.close();
      aggregate = null;
    }
  }
}
