package org.wasmudf.kafka.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.wasmudf.samples.SampleModule;

/// Transforms of guests that the tests know, and records for them.
public final class Transforms {
  static final String TOPIC = "orders";
  static final int PARTITION = 3;
  static final long TIMESTAMP = 1_700_000_000_123L;

  private static final Path GUESTS = Path.of("../arrow-bridge/src/test/guests");

  private Transforms() {}

  /// A guest of the bridge's tests, as a file.
  public static String guest(String name) {
    return GUESTS.resolve(name + ".wasm").toString();
  }

  /// A sample module, written to a folder.
  public static String sample(SampleModule module, Path folder) {
    return write(module.bytes(), folder.resolve(module.topic() + ".wasm"));
  }

  public static String write(byte[] bytes, Path file) {
    try {
      return Files.write(file, bytes).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, String> config(
      String module, String functions, String shape, String call) {
    Map<String, String> config = new HashMap<>();
    config.put("wasm.module.file", module);
    config.put("wasm.functions", functions);
    config.put("wasm.shape", shape);
    config.put("wasm.call", call);
    return config;
  }

  /// Over values.
  static WasmTransform.Value<SinkRecord> value(
      String module, String functions, String shape, String call) {
    return configured(new WasmTransform.Value<>(), config(module, functions, shape, call));
  }

  static <T extends WasmTransform<SinkRecord>> T configured(T transform, Map<String, ?> config) {
    transform.configure(config);
    return transform;
  }

  static SinkRecord record(@Nullable Schema schema, @Nullable Object value) {
    return record(null, "k", schema, value);
  }

  static SinkRecord record(
      @Nullable Schema keySchema,
      @Nullable Object key,
      @Nullable Schema schema,
      @Nullable Object value) {
    return new SinkRecord(
        TOPIC, PARTITION, keySchema, key, schema, value, 7, TIMESTAMP, TimestampType.CREATE_TIME);
  }

  /// A structure with one field.
  static SinkRecord single(String field, Schema schema, @Nullable Object value) {
    Schema struct = SchemaBuilder.struct().field(field, schema).build();
    return record(struct, new Struct(struct).put(field, value));
  }
}
