package org.wasmudf.kafka.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.BatchSample;

/// Functions of whole records in Connect: one in, at most one out.
class RecordsTransformTest {
  @TempDir private Path folder;

  private Map<String, String> config(String function, String topics) {
    Map<String, String> config = new HashMap<>();
    config.put(
        "wasm.module.file",
        Transforms.write(BatchSample.RUST_RECORDS.bytes(), folder.resolve("records.wasm")));
    config.put("wasm.shape", "records");
    config.put("wasm.call", function);
    config.put("wasm.topics", topics);
    return config;
  }

  private WasmTransform<SinkRecord> open(String function, String topics) {
    return Transforms.configured(new WasmTransform<SinkRecord>(), config(function, topics));
  }

  @Test
  void stringsAndBytesGoOnWithTopicKeyAndHeadersOfTheFunctionsChoice() {
    try (WasmTransform<SinkRecord> transform = open("orders", "orders,rejected")) {
      SinkRecord in = Transforms.record(Schema.STRING_SCHEMA, "zoë\uD83D\uDE80,7");
      SinkRecord out = transform.apply(in);
      assertThat(out.topic()).isEqualTo("orders");
      assertThat(out.value()).isEqualTo("7");
      assertThat(out.timestamp()).isEqualTo(Transforms.TIMESTAMP);

      SinkRecord bytes = transform.apply(Transforms.record(null, "ada,7".getBytes(UTF_8)));
      assertThat(bytes.value()).isEqualTo("7".getBytes(UTF_8));

      SinkRecord rejected = transform.apply(Transforms.record(Schema.STRING_SCHEMA, "no comma"));
      assertThat(rejected.topic()).isEqualTo("rejected");
      assertThat(rejected.value()).isEqualTo("no comma");
      assertThat(rejected.headers().lastWithName("reason")).isNotNull();

      // A tombstone goes nowhere by this function.
      assertThat(transform.apply(Transforms.record(null, null))).isNull();
    }
  }

  @Test
  void whatConnectHasNoPlaceForFailsTheRecordAndTheNextOneWorks() {
    try (WasmTransform<SinkRecord> transform = open("orders", "orders,large")) {
      assertThatThrownBy(
              () -> transform.apply(Transforms.record(Schema.STRING_SCHEMA, "ada,12345")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("makes 2 records of one");
      assertThatThrownBy(() -> transform.apply(Transforms.record(Schema.STRING_SCHEMA, "none")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("INVALID_RESULT")
          .hasMessageContaining("the topic rejected");
      assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("a", 1))))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("take bytes and strings");
      assertThat(transform.apply(Transforms.record(Schema.STRING_SCHEMA, "ada,7")).value())
          .isEqualTo("7");
    }
  }

  @Test
  void onlyWholeRecordsAreTransformed() {
    assertThatThrownBy(
            () ->
                Transforms.configured(
                    new WasmTransform.Value<SinkRecord>(), config("identity", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wasm.shape");
  }
}
