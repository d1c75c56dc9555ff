package org.wasmudf.kafka.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TextTwin;

/// Texts, in a nightly build a million of them, through the transform of a runner, and through the
/// same in Java.
final class UnicodeTest {
  private static final int RECORDS = Boolean.getBoolean("wasmudf.nightly") ? 1_000_000 : 100_000;
  private static final int POLL = 2_000;
  private static final int LONGEST = 24;
  private static final long SEED = 20_261_131;

  /// Letters of one to four bytes, one that combines with the last, NUL, and what addresses have.
  private static final String[] CHARACTERS = {
    "a",
    "Z",
    "0",
    "@",
    "@",
    ".",
    " ",
    "\u0000",
    "\n",
    "é",
    "ß",
    "\u0301",
    "Ж",
    "あ",
    "\u200D",
    "\uFFFD",
    "\uFEFF",
    "\uD83D\uDE80",
    "\uD834\uDD1E",
    "\uDBFF\uDFFF"
  };

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(LONGEST); i > 0; i--) {
      text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
    }
    return text.toString();
  }

  /// Collects values, and expects no failure.
  private record Collected(List<byte[]> values) implements PollTransform.Outcome {
    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      values.add(record.value());
    }

    @Override
    public void fail(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
      throw new AssertionError("seed %d, offset %d".formatted(SEED, record.offset()), failure);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // Kafka's keys may be null.
  void everyTextBecomesWhatItBecomesInJava() throws Exception {
    Path module = Files.write(folder.resolve("text.wasm"), SampleModule.C_TEXT.bytes());
    RunnerConfig config =
        RunnerConfig.of(
            Map.of(
                "bootstrap.servers", "localhost:1",
                "group.id", "g",
                "input.topics", "in",
                "output.topic", "out",
                "value.format", "string",
                "wasm.module.file", module.toString(),
                "wasm.functions", "mask_email(VARCHAR) RETURNS VARCHAR",
                "wasm.shape", "map",
                "wasm.call", "value = mask_email(value)"));
    try (CallTransform transform = new CallTransform(config)) {
      for (int offset = 0; offset < RECORDS; offset += POLL) {
        List<String> texts = new ArrayList<>(POLL);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(POLL);
        for (int i = 0; i < POLL; i++) {
          texts.add(text());
          records.add(
              new ConsumerRecord<>("in", 0, offset + i, null, texts.getLast().getBytes(UTF_8)));
        }
        Collected made = new Collected(new ArrayList<>(POLL));
        transform.apply(records, made);
        assertThat(made.values).hasSize(POLL);
        for (int i = 0; i < POLL; i++) {
          String expected = TextTwin.maskEmail(texts.get(i));
          if (!new String(made.values.get(i), UTF_8).equals(expected)) {
            assertThat(new String(made.values.get(i), UTF_8))
                .as("seed %d, record %d", SEED, offset + i)
                .isEqualTo(expected);
          }
        }
      }
    }
  }
}
