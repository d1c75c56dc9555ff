package org.wasmudf.kafka.streams;

import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.Part;
import org.wasmudf.kafka.transform.RecordTransform;
import org.wasmudf.kafka.transform.Settings;

/// Runs a transform over values. It has a guest of its own from [#init] to [#close].
final class TransformProcessor<K, V, R> extends ContextualFixedKeyProcessor<K, V, R> {
  private final Settings settings;
  private @Nullable RecordTransform<FixedKeyRecord<K, Object>> transform;
  private @Nullable Failures failures;

  TransformProcessor(Settings settings) {
    this.settings = settings;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  static <K> RecordTransform<FixedKeyRecord<K, Object>> open(Settings settings) {
    return RecordTransform.open(settings, new Access<>(), Part.VALUE);
  }

  private static final class Access<K> implements ValueAccess<FixedKeyRecord<K, Object>> {
    @Override
    public @Nullable Object value(FixedKeyRecord<K, Object> record) {
      return record.value();
    }

    @Override
    @SuppressWarnings("NullAway") // Streams' values may be null, and it doesn't say so.
    public FixedKeyRecord<K, Object> withValue(
        FixedKeyRecord<K, Object> record, @Nullable Object value) {
      return record.withValue(value);
    }
  }

  @Override
  public void init(FixedKeyProcessorContext<K, R> context) {
    close();
    super.init(context);
    failures = new Failures(settings.onError(), context);
    transform = open(settings);
    transform.report(new StreamsSink(context));
  }

  @Override
  @SuppressWarnings("unchecked") // Values are what the configuration makes of them.
  public void process(FixedKeyRecord<K, V> record) {
    RecordTransform<FixedKeyRecord<K, Object>> open = transform;
    if (open == null || failures == null) {
      throw new IllegalStateException("the processor isn't initialised");
    }
    FixedKeyRecord<K, Object> in = (FixedKeyRecord<K, Object>) record;
    FixedKeyRecord<K, Object> out = failures.call(() -> open.apply(in), in);
    if (out != null) {
      context().forward((FixedKeyRecord<K, R>) out);
    }
  }

  /// Ends the guest.
  @Override
  public void close() {
    if (transform != null) {
      transform.close();
      transform = null;
    }
  }
}
