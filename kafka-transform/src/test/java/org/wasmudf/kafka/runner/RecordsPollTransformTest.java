package org.wasmudf.kafka.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.samples.BatchSample;
import org.wasmudf.samples.RecordsTwin;
import org.wasmudf.samples.RecordsTwin.Made;
import org.wasmudf.samples.RecordsTwin.Source;

/// Functions of records over polls, without a broker.
final class RecordsPollTransformTest {
  private static final long SEED = 20_261_201;
  private static final int PARTITIONS = 4;
  private static final String IN = "in";
  private static final String OUT = "out";
  private static final String GUEST = "../arrow-bridge/src/test/guests/records.wasm";

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  private static Map<String, String> config(String module, String function) {
    Map<String, String> config = new HashMap<>();
    config.put("bootstrap.servers", "localhost:1");
    config.put("group.id", "g");
    config.put("input.topics", IN);
    config.put("output.topic", OUT);
    config.put("wasm.module.file", module);
    config.put("wasm.shape", "records");
    config.put("wasm.call", function);
    return config;
  }

  private Map<String, String> config(BatchSample sample, String function) throws Exception {
    Path module = Files.write(folder.resolve("records.wasm"), sample.bytes());
    return config(module.toString(), function);
  }

  private static PollTransform open(Map<String, String> config) {
    return PollTransform.of(RunnerConfig.of(config), topic -> PARTITIONS);
  }

  /// What became of records, in the order in which it was told.
  private static final class Told implements PollTransform.Outcome {
    private final List<ProducerRecord<byte[], byte[]>> made = new ArrayList<>();
    private final Map<Long, RuntimeException> failures = new HashMap<>();

    @Override
    public void send(ProducerRecord<byte[], byte[]> record) {
      made.add(record);
    }

    @Override
    public void fail(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
      failures.put(record.offset(), failure);
    }

    List<@Nullable String> values() {
      List<@Nullable String> values = new ArrayList<>();
      made.forEach(each -> values.add(LogRecords.text(each.value())));
      return values;
    }
  }

  private static Told apply(PollTransform transform, List<Source> sources) {
    Told told = new Told();
    transform.apply(sources.stream().map(LogRecords::consumed).toList(), told);
    return told;
  }

  private static Source source(long offset, String value) {
    return new Source(IN, 0, offset, 1, 0, "k", value, List.of());
  }

  private static List<Source> valued(String... values) {
    List<Source> sources = new ArrayList<>();
    for (String each : values) {
      sources.add(source(sources.size(), each));
    }
    return sources;
  }

  /// Where the source's topic is meant it is the runner's to say.
  private static Made routed(Made made) {
    return new Made(
        0,
        made.topic().equals(IN) ? OUT : made.topic(),
        made.partition(),
        made.timestamp(),
        made.key(),
        made.value(),
        made.headers());
  }

  @ParameterizedTest
  @EnumSource(names = "C_TEXT", mode = Mode.EXCLUDE)
  void randomRecordsBecomeWhatTheTwinMakes(BatchSample sample) throws Exception {
    Map<String, String> orders = config(sample, "orders");
    orders.put("wasm.topics", "orders, large, rejected");
    try (PollTransform identity = open(config(sample, "identity"));
        PollTransform router = open(orders)) {
      for (int records : new int[] {1, 2, 500, 10_000}) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < records; i++) {
          sources.add(LogRecords.random(IN, random.nextInt(PARTITIONS), i, random));
        }
        assertThat(apply(identity, sources).made.stream().map(each -> LogRecords.made(0, each)))
            .as("seed %d", SEED)
            .containsExactlyElementsOf(
                RecordsTwin.identity(sources).stream()
                    .map(RecordsPollTransformTest::routed)
                    .toList());
        assertThat(apply(router, sources).made.stream().map(each -> LogRecords.made(0, each)))
            .as("seed %d", SEED)
            .containsExactlyElementsOf(
                RecordsTwin.orders(sources).stream()
                    .map(RecordsPollTransformTest::routed)
                    .toList());
      }
    }
  }

  /// The guest says of the first that it comes from the last.
  @Test
  void whatIsMadeIsInTheOrderOfTheSources() {
    try (PollTransform transform = open(config(GUEST, "back"))) {
      assertThat(apply(transform, valued("a", "b", "c")).values()).containsExactly("c", "b", "a");
    }
  }

  @Test
  void aRecordThatTrapsFailsAloneWhereverItIs() {
    try (PollTransform transform = open(config(GUEST, "picky"))) {
      for (int bad : new int[] {0, 3, 8191, 8192, 8999}) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < 9000; i++) {
          sources.add(source(i, i == bad ? "T" : "v" + i));
        }
        Told told = apply(transform, sources);
        assertThat(told.failures).containsOnlyKeys((long) bad);
        assertThat(told.failures.get((long) bad))
            .isInstanceOfSatisfying(
                UdfException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(UdfErrorCode.TRAP_UNREACHABLE);
                  assertThat(e.function()).contains("picky");
                });
        assertThat(told.made).hasSize(8999);
        assertThat(told.values()).doesNotHaveDuplicates().doesNotContain("T");
        assertThat(apply(transform, valued("fine")).values()).containsExactly("fine");
      }
      Told all = apply(transform, valued("T", "T"));
      assertThat(all.failures).hasSize(2);
      assertThat(all.made).isEmpty();
      assertThat(apply(transform, valued("fine")).values()).containsExactly("fine");
    }
  }

  @Test
  void aTopicThatIsNotAllowedFailsItsSourceAsAWhole() throws Exception {
    Map<String, String> config = config(BatchSample.C_RECORDS, "orders");
    config.put("wasm.topics", "orders,rejected");
    config.put("wasm.tenant", "acme");
    try (PollTransform transform = open(config)) {
      // Of the second an order is made, and then what is large.
      Told told = apply(transform, valued("ada,1", "bob,99999", "none", "cid,2"));
      assertThat(told.failures).containsOnlyKeys(1L);
      assertThat(told.failures.get(1L))
          .isInstanceOfSatisfying(
              UdfException.class,
              e -> {
                assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
                assertThat(e.function()).contains("orders");
                assertThat(e.tenant()).contains("acme");
                assertThat(e.moduleSha256()).isPresent();
              })
          .hasMessageContaining(
              "it sends a record to the topic large, but may only to orders, out, rejected: add it"
                  + " to wasm.topics");
      assertThat(told.values()).containsExactly("1", "none", "2");
      assertThat(apply(transform, valued("ada,1")).values()).containsExactly("1");
    }
  }

  @Test
  void aPartitionThatIsNotThereFailsItsSource() throws Exception {
    try (PollTransform transform = open(config(BatchSample.C_RECORDS, "identity"))) {
      Source beyond = new Source(IN, PARTITIONS, 7, 1, 0, null, "far", List.of());
      Told told = apply(transform, List.of(source(6, "near"), beyond));
      assertThat(told.values()).containsExactly("near");
      assertThat(told.failures.get(7L))
          .hasMessageContaining("it sends a record to partition 4 of the topic out, which has 4");
      assertThat(apply(transform, valued("fine")).values()).containsExactly("fine");
    }
  }

  @Test
  void aLargeRecordAndNone() throws Exception {
    try (PollTransform transform = open(config(BatchSample.RUST_RECORDS, "identity"))) {
      String mebibyte = "\u00ff".repeat(1 << 20);
      assertThat(apply(transform, valued(mebibyte, "", mebibyte)).values())
          .containsExactly(mebibyte, "", mebibyte);
      assertThat(apply(transform, List.of()).made).isEmpty();
    }
  }

  @Test
  void oneRecordBecomesAtMostSoMany() throws Exception {
    Map<String, String> config = config(BatchSample.C_RECORDS, "orders");
    config.put("wasm.topics", "orders,large");
    config.put("wasm.limit.output.rows", "1");
    try (PollTransform transform = open(config)) {
      Told told = apply(transform, valued("ada,1", "bob,99999", "cid,2"));
      assertThat(told.failures.get(1L)).hasMessageContaining("output.rows");
      assertThat(told.values()).containsExactly("1", "2");
    }
  }

  @Test
  void aGuestThatNeverEndsIsStopped() {
    Map<String, String> config = config(GUEST, "spin");
    config.put("wasm.limit.fuel.row", "100000");
    try (PollTransform transform = open(config)) {
      Told told = apply(transform, valued("a", "b"));
      assertThat(told.failures).hasSize(2);
      assertThat(told.failures.get(0L)).hasMessageContaining("fuel.row");
    }
  }

  @Test
  void dryRunShowsWhereRecordsWouldGo() throws Exception {
    Map<String, String> config = config(BatchSample.C_RECORDS, "orders");
    config.put("wasm.topics", "orders,large");
    config.put("wasm.on.error", "skip");
    List<ProducerRecord<byte[], byte[]>> made = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    try (DryRun run = new DryRun(RunnerConfig.of(config), made::add, warnings::add)) {
      run.transform(null, "zoë\uD83D\uDE80,99999".getBytes(UTF_8));
      run.transform(null, "none".getBytes(UTF_8));
      run.transform(null, null);
    }
    assertThat(made).extracting(ProducerRecord::topic).containsExactly("orders", "large");
    assertThat(made)
        .extracting(each -> new String(each.key(), UTF_8))
        .containsOnly("zoë\uD83D\uDE80");
    assertThat(warnings).singleElement().asString().contains("the topic rejected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wasm.call      | identify              | UNKNOWN_EXPORT
          wasm.call      | typed                 | SIGNATURE_MISMATCH
          wasm.call      | back(value)           | UNKNOWN_EXPORT
          wasm.functions | f(INTEGER) RETURNS INTEGER | functions of records have no types to declare
          wasm.topics    | a,in                  | one of them is also read
          wasm.topics    | a,b c                 | no topic can be named "b c"
          value.format   | json                  | functions of records take bytes as they are
          key.format     | string                | functions of records take bytes as they are
          """)
  void whatIsWrongIsNamedWithItsKey(String key, String value, String message) {
    Map<String, String> config = config(GUEST, "back");
    config.put(key, value);
    assertThatThrownBy(() -> open(config).close())
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(key, message);
  }
}
