package org.wasmudf.kafka.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;
import org.wasmudf.kafka.transform.RecordsForm;
import org.wasmudf.kafka.transform.RecordsTransform;
import org.wasmudf.kafka.transform.Settings;

/// Calls a function of records with each record by itself. It has a guest of its own from [#init]
/// to [#close].
final class RecordsProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
  /// The header that says behind the processor where a record goes, if the function chose a topic.
  /// Nobody else can set it: it is taken away from what comes.
  private static final String TOPIC = "wasmudf.topic";

  private final Settings settings;
  private @Nullable RecordsTransform<Record<byte[], byte[]>, Record<byte[], byte[]>> transform;
  private @Nullable Failures failures;
  private @Nullable RecordMetadata metadata;

  RecordsProcessor(Settings settings) {
    this.settings = settings;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  RecordsTransform<Record<byte[], byte[]>, Record<byte[], byte[]>> open() {
    return RecordsTransform.open(settings, new Form(), settings.topics());
  }

  /// Takes the topic that was chosen for a record from its headers.
  ///
  /// @return null if none was
  static @Nullable String takeTopic(RecordContext record) {
    Header header = record.headers().lastHeader(TOPIC);
    record.headers().remove(TOPIC);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  private final class Form implements RecordsForm<Record<byte[], byte[]>, Record<byte[], byte[]>> {
    @Override
    public String topic(Record<byte[], byte[]> record) {
      return metadata == null ? "" : Objects.requireNonNullElse(metadata.topic(), "");
    }

    @Override
    public void add(Record<byte[], byte[]> record, RecordsInput input) {
      input.add(
          topic(record),
          metadata == null ? 0 : metadata.partition(),
          metadata == null ? NO_OFFSET : metadata.offset(),
          record.timestamp(),
          TimestampType.CREATE_TIME.id,
          record.key(),
          record.value());
      for (Header each : record.headers()) {
        input.header(each.key(), each.value());
      }
    }

    @Override
    @SuppressWarnings("NullAway") // Streams' keys and values may be null, and so may headers'.
    public Record<byte[], byte[]> make(
        Record<byte[], byte[]> source, @Nullable String topic, RecordsOutput output, int number) {
      Headers headers = new RecordHeaders();
      for (int i = 0; i < output.headers(number); i++) {
        headers.add(output.headerKey(number, i), output.headerValue(number, i));
      }
      headers.remove(TOPIC);
      if (topic != null) {
        headers.add(TOPIC, topic.getBytes(UTF_8));
      }
      long timestamp = output.timestamp(number);
      return new Record<>(
          output.key(number),
          output.value(number),
          // Streams has no records without one.
          timestamp == RecordsInput.NO_TIMESTAMP ? source.timestamp() : timestamp,
          headers);
    }
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    close();
    super.init(context);
    failures = new Failures(settings.onError(), context);
    transform = open();
    transform.report(new StreamsSink(context));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordsTransform<Record<byte[], byte[]>, Record<byte[], byte[]>> open = transform;
    if (open == null || failures == null) {
      throw new IllegalStateException("the processor isn't initialised");
    }
    metadata = context().recordMetadata().orElse(null);
    Record<byte[], byte[]> in = record.withHeaders(record.headers());
    in.headers().remove(TOPIC);
    List<Record<byte[], byte[]>> out = failures.call(() -> open.apply(in), List.of(in));
    if (out != null) {
      out.forEach(context()::forward);
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
