package org.wasmudf.bench.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Filter;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.TopicNameMatches;
import org.wasmudf.kafka.connect.WasmTransform;
import org.wasmudf.samples.AssemblyScriptTwin;
import org.wasmudf.samples.RuntimeSample;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TextTwin;

/// A transform of single records of [Orders], as Connect's worker calls it.
public enum Smt {
  WASM_FILTER("filter on one field", Smt.WASM),
  JAVA_FILTER("filter on one field", "Java"),
  /// Looks at the topic's name only, for want of a predicate of Kafka's own on a field.
  KAFKA_FILTER("filter on one field", "Kafka's Filter"),
  WASM_MASK("one field masked", Smt.WASM),
  JAVA_MASK("one field masked", "Java"),
  /// Replaces the field by a constant.
  KAFKA_MASK("one field masked", "Kafka's MaskField"),
  /// The email of an order alone, as a text without schema.
  WASM_MAP("a text mapped", Smt.WASM),
  JAVA_MAP("a text mapped", "Java");

  static final String WASM = "WasmTransform";

  private final String title;
  private final String system;

  Smt(String title, String system) {
    this.title = title;
    this.system = system;
  }

  /// What is done.
  String title() {
    return title;
  }

  /// Who does it.
  String system() {
    return system;
  }

  /// The records that it is for.
  List<SinkRecord> records(int count) {
    return switch (this) {
      case WASM_MAP, JAVA_MAP -> Orders.emails(count);
      case WASM_FILTER, JAVA_FILTER, KAFKA_FILTER, WASM_MASK, JAVA_MASK, KAFKA_MASK ->
          Orders.random(count);
    };
  }

  /// Whoever opens it closes it.
  ///
  /// @return null for a record that is dropped
  Transformation<SinkRecord> open() {
    return switch (this) {
      case WASM_FILTER ->
          wasm(
              RuntimeSample.ASSEMBLYSCRIPT.bytes(),
              "leap_year(INTEGER) RETURNS BOOLEAN",
              "filter",
              "leap_year(year)");
      case WASM_MASK ->
          wasm(
              SampleModule.C_TEXT.bytes(),
              "mask_email(VARCHAR) RETURNS VARCHAR",
              "fields",
              "email = mask_email(email)");
      case WASM_MAP ->
          wasm(
              SampleModule.C_TEXT.bytes(),
              "mask_email(VARCHAR) RETURNS VARCHAR",
              "map",
              "mask_email(value)");
      case JAVA_MAP -> new MaskedTexts();
      case JAVA_FILTER -> new LeapYears();
      case JAVA_MASK -> new MaskedEmails();
      case KAFKA_FILTER -> new TopicFilter();
      case KAFKA_MASK -> {
        MaskField.Value<SinkRecord> mask = new MaskField.Value<>();
        mask.configure(Map.of("fields", Orders.EMAIL, "replacement", "***"));
        yield mask;
      }
    };
  }

  private static Transformation<SinkRecord> wasm(
      byte[] module, String functions, String shape, String call) {
    try {
      Path file = Files.createTempFile("wasm-udf-bench", ".wasm");
      try {
        Files.write(file, module);
        WasmTransform.Value<SinkRecord> transform = new WasmTransform.Value<>();
        transform.configure(
            Map.of(
                "wasm.module.file", file.toString(),
                "wasm.functions", functions,
                "wasm.shape", shape,
                "wasm.call", call));
        return transform;
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A transform with nothing to configure.
  private abstract static class Plain implements Transformation<SinkRecord> {
    @Override
    public ConfigDef config() {
      return new ConfigDef();
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
  }

  private static final class LeapYears extends Plain {
    @Override
    @SuppressWarnings("NullAway") // Connect drops a record for which null is returned.
    public SinkRecord apply(SinkRecord record) {
      return AssemblyScriptTwin.leapYear(((Struct) record.value()).getInt32(Orders.YEAR))
          ? record
          : null;
    }
  }

  private static final class MaskedTexts extends Plain {
    @Override
    @SuppressWarnings("NullAway") // Records may have no schema.
    public SinkRecord apply(SinkRecord record) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          record.keySchema(),
          record.key(),
          null,
          TextTwin.maskEmail((String) record.value()),
          record.timestamp());
    }
  }

  private static final class MaskedEmails extends Plain {
    private final Schema schema;

    MaskedEmails() {
      // As that of the records that come, but for the field that may be NULL now.
      SchemaBuilder builder = SchemaBuilder.struct();
      Orders.random(1).getFirst().valueSchema().fields().stream()
          .forEach(each -> builder.field(each.name(), each.schema()));
      this.schema = builder.build();
    }

    @Override
    public SinkRecord apply(SinkRecord record) {
      Struct order = (Struct) record.value();
      Struct masked = new Struct(schema);
      order
          .schema()
          .fields()
          .forEach(
              each ->
                  masked.put(
                      each.name(),
                      each.name().equals(Orders.EMAIL)
                          ? TextTwin.maskEmail(order.getString(Orders.EMAIL))
                          : order.get(each)));
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          record.keySchema(),
          record.key(),
          schema,
          masked,
          record.timestamp());
    }
  }

  /// Kafka's Filter behind a predicate, as a worker puts them together.
  private static final class TopicFilter extends Plain {
    private final TopicNameMatches<SinkRecord> predicate = new TopicNameMatches<>();
    private final Filter<SinkRecord> filter = new Filter<>();

    TopicFilter() {
      predicate.configure(Map.of("pattern", "returns-.*"));
    }

    @Override
    public SinkRecord apply(SinkRecord record) {
      return predicate.test(record) ? filter.apply(record) : record;
    }
  }
}
