package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Cast;
import org.apache.kafka.connect.transforms.InsertField;
import org.apache.kafka.connect.transforms.MaskField;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.TopicNameMatches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.SampleModule;

/// Kafka's own transforms beside functions that do the same, on random records.
class TwinsTest {
  private static final long SEED = 20_261_128;
  private static final int RECORDS = 500;

  private static final Schema SCHEMA =
      SchemaBuilder.struct()
          .name("Reading")
          .field("id", Schema.INT32_SCHEMA)
          .field("note", Schema.OPTIONAL_INT32_SCHEMA)
          .field("name", Schema.STRING_SCHEMA)
          .build();

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  private SinkRecord next() {
    Struct value =
        new Struct(SCHEMA)
            .put("id", random.nextInt())
            .put("note", random.nextBoolean() ? random.nextInt() : null)
            .put("name", "näme\uD83D\uDE80".repeat(random.nextInt(4)) + random.nextInt());
    return random.nextBoolean()
        ? Transforms.record(SCHEMA, value)
        : Transforms.record(
            null, Map.of("id", random.nextInt(), "note", random.nextInt(), "name", "x"));
  }

  private void assertSame(Transformation<SinkRecord> theirs, Transformation<SinkRecord> ours) {
    try (theirs;
        ours) {
      for (int i = 0; i < RECORDS; i++) {
        SinkRecord in = next();
        assertThat(ours.apply(in)).as("seed %d, record %d", SEED, i).isEqualTo(theirs.apply(in));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void cast() {
    Cast.Value<SinkRecord> theirs = new Cast.Value<>();
    theirs.configure(Map.of("spec", "id:int64,note:float64"));
    assertSame(
        theirs,
        Transforms.value(
            Transforms.guest("plain"),
            "long(BIGINT) RETURNS BIGINT EXTERNAL NAME 'id_i64'; double(DOUBLE) RETURNS DOUBLE"
                + " EXTERNAL NAME 'id_f64'",
            "fields",
            "id = long(id), note = double(note)"));
  }

  @Test
  void maskField() {
    MaskField.Value<SinkRecord> theirs = new MaskField.Value<>();
    theirs.configure(Map.of("fields", "name", "replacement", "***"));
    assertSame(
        theirs,
        Transforms.value(
            Transforms.sample(SampleModule.C_TEXT, folder),
            "mask_email(address VARCHAR) RETURNS VARCHAR",
            "fields",
            "name = mask_email(name)"));
  }

  @Test
  void insertFieldOfTheTopic() {
    InsertField.Value<SinkRecord> theirs = new InsertField.Value<>();
    theirs.configure(Map.of("topic.field", "topic!"));
    assertSame(
        theirs,
        Transforms.configured(
            new WasmTransform<>(),
            Transforms.config(
                Transforms.guest("strings"),
                "same(VARCHAR) RETURNS VARCHAR EXTERNAL NAME 'echo'",
                "fields",
                "value.topic = same(topic)")));
  }

  /// A length as BOOLEAN is whether there is any text.
  @Test
  void predicateOfTheTopic() {
    TopicNameMatches<SinkRecord> theirs = new TopicNameMatches<>();
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("strings"),
            "has_text(VARCHAR) RETURNS BOOLEAN EXTERNAL NAME 'length'",
            "",
            "has_text(topic)");
    config.remove("wasm.shape");
    theirs.configure(Map.of("pattern", ".+"));
    try (theirs;
        WasmPredicate<SinkRecord> ours = new WasmPredicate<>()) {
      ours.configure(config);
      for (int i = 0; i < RECORDS; i++) {
        String topic = "t".repeat(random.nextInt(2));
        SinkRecord in = new SinkRecord(topic, 0, null, null, null, "v", 0);
        assertThat(ours.test(in)).as("'%s'", topic).isEqualTo(theirs.test(in));
      }
    }
  }
}
