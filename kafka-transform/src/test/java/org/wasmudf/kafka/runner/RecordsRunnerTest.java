package org.wasmudf.kafka.runner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.kafka.transform.ErrorHeaders;
import org.wasmudf.samples.BatchSample;
import org.wasmudf.samples.RecordsTwin;
import org.wasmudf.samples.RecordsTwin.Made;
import org.wasmudf.samples.RecordsTwin.Source;

/// A runner that calls functions of records, with a broker in this JVM.
final class RecordsRunnerTest {
  private static final long SEED = 20_261_202;
  private static final int RECORDS = 3_000;
  private static final String GUEST = "../arrow-bridge/src/test/guests/records.wasm";

  private static Broker broker;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @BeforeAll
  static void start() {
    broker = new Broker();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static Map<String, String> config(String in, String out, String module, String function) {
    Map<String, String> config = new HashMap<>();
    config.put("bootstrap.servers", broker.servers());
    config.put("group.id", "group-of-" + in + "-" + out);
    config.put("input.topics", in);
    config.put("output.topic", out);
    config.put("wasm.module.file", module);
    config.put("wasm.shape", "records");
    config.put("wasm.call", function);
    return config;
  }

  private String file(BatchSample sample) throws Exception {
    return Files.write(folder.resolve(sample + ".wasm"), sample.bytes()).toString();
  }

  /// Records in all partitions of a topic.
  private List<Source> sendRandom(Topics on, String topic) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Source source = LogRecords.random(topic, i % Topics.PARTITIONS, i, random);
      sources.add(source);
      on.send(LogRecords.produced(source));
    }
    on.flush();
    return sources;
  }

  @Test
  void recordsKeepAllThatTheyHaveAndTheirOrderInEachPartition() throws Exception {
    try (Topics on = new Topics(broker.servers())) {
      on.create("in", "from-c", "from-rust");
      List<Source> sources = sendRandom(on, "in");
      for (Map.Entry<String, BatchSample> each :
          Map.of("from-c", BatchSample.C_RECORDS, "from-rust", BatchSample.RUST_RECORDS)
              .entrySet()) {
        String out = each.getKey();
        try (Running running = new Running(config("in", out, file(each.getValue()), "identity"))) {
          running.await(status -> status.recordsIn() == RECORDS && status.lag() == 0);
          assertThat(running.runner.status().failed()).isZero();
        }
        List<ConsumerRecord<byte[], byte[]>> found = on.read(out, RECORDS);
        for (int i = 0; i < Topics.PARTITIONS; i++) {
          int partition = i;
          assertThat(
                  found.stream()
                      .filter(record -> record.partition() == partition)
                      .map(record -> LogRecords.made(partition, record)))
              .as("seed %d, %s", SEED, out)
              .containsExactlyElementsOf(
                  RecordsTwin.identity(sources).stream()
                      .filter(made -> Integer.valueOf(partition).equals(made.partition()))
                      .map(made -> in(out, made))
                      .toList());
        }
      }
    }
  }

  private static Made in(String topic, Made made) {
    return new Made(
        0, topic, made.partition(), made.timestamp(), made.key(), made.value(), made.headers());
  }

  @Test
  void recordsGoWhereTheFunctionSendsThem() throws Exception {
    try (Topics on = new Topics(broker.servers())) {
      on.create("unsorted", "orders", "large", "rejected");
      List<Source> sources = sendRandom(on, "unsorted");
      List<Made> once = RecordsTwin.orders(sources);
      List<Made> expected = new ArrayList<>();
      for (BatchSample each : List.of(BatchSample.C_RECORDS, BatchSample.RUST_RECORDS)) {
        expected.addAll(once);
        Map<String, String> config = config("unsorted", "orders", file(each), "orders");
        config.put("group.id", "group-of-" + each);
        config.put("wasm.topics", "large,rejected");
        try (Running running = new Running(config)) {
          running.await(status -> status.recordsIn() == RECORDS && status.lag() == 0);
          assertThat(running.runner.status().recordsOut()).isEqualTo(once.size());
        }
      }
      for (String topic : List.of("orders", "large", "rejected")) {
        Integer partition = topic.equals("large") ? 0 : null;
        List<Made> there =
            expected.stream()
                .filter(made -> made.topic().equals(topic))
                .map(made -> in(topic, made))
                .toList();
        List<ConsumerRecord<byte[], byte[]>> found = on.read(topic, there.size());
        assertThat(found.stream().map(each -> LogRecords.made(partition, each)))
            .as("seed %d, %s", SEED, topic)
            .containsExactlyInAnyOrderElementsOf(there);
        assertThat(found)
            .filteredOn(each -> topic.equals("large"))
            .allMatch(each -> each.partition() == 0);
      }
    }
  }

  private static void sendPoison(Topics on, String topic) {
    for (String each : new String[] {"a", "b", "T", "c", "T2", "d"}) {
      on.send(topic, "k", each);
    }
    on.flush();
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(each -> Topics.text(each.value())).toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Test
  void onlyTheRecordsToBlameAreDropped() throws Exception {
    try (Topics on = new Topics(broker.servers())) {
      on.create("poison", "skipped");
      sendPoison(on, "poison");
      Map<String, String> config = config("poison", "skipped", GUEST, "picky");
      config.put("wasm.on.error", "skip");
      try (Running running = new Running(config)) {
        running.await(status -> status.recordsIn() == 6);
        assertThat(running.runner.status().failed()).isEqualTo(2);
        assertThat(running.warnings.getFirst()).contains("TRAP_UNREACHABLE: ", "picky");
        on.send("poison", "k", "e");
        on.flush();
        running.await(status -> status.recordsIn() == 7);
      }
      assertThat(values(on.read("skipped", 5))).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }
  }

  @Test
  void deadLettersSayWhatWasWrong() throws Exception {
    try (Topics on = new Topics(broker.servers())) {
      on.create("mixed", "sorted", "huge", "dead");
      on.send("mixed", "k", "ada,1");
      on.send("mixed", "k", "none");
      on.send("mixed", "k", "bob,2");
      on.flush();
      Map<String, String> config = config("mixed", "sorted", file(BatchSample.C_RECORDS), "orders");
      config.put("wasm.topics", "huge");
      config.put("wasm.on.error", "dead-letter");
      config.put("wasm.dead.letter.topic", "dead");
      try (Running running = new Running(config)) {
        running.await(status -> status.recordsIn() == 3);
      }
      List<ConsumerRecord<byte[], byte[]>> letters = on.read("dead", 3);
      assertThat(values(letters)).containsExactly("ada,1", "none", "bob,2");
      assertThat(letters)
          .extracting(each -> header(each, ErrorHeaders.CODE))
          .containsOnly("INVALID_RESULT");
      assertThat(letters)
          .extracting(each -> header(each, ErrorHeaders.OFFSET))
          .containsExactly("0", "1", "2");
      assertThat(header(letters.get(1), ErrorHeaders.MESSAGE))
          .contains("the topic rejected, but may only to huge, sorted", "wasm.topics");
      assertThat(header(letters.get(1), ErrorHeaders.FUNCTION)).isEqualTo("orders");
      assertThat(on.end("sorted")).isZero();
    }
  }

  @Test
  void aRecordThatFailsStopsItAndIsTheFirstOneAfterwards() throws Exception {
    try (Topics on = new Topics(broker.servers())) {
      on.create("stopping", "stopped");
      sendPoison(on, "stopping");
      Map<String, String> config = config("stopping", "stopped", GUEST, "picky");
      config.put("wasm.on.error", "retry");
      config.put("wasm.retry.max", "2");
      config.put("wasm.retry.backoff.ms", "5");
      Running running = new Running(config);
      assertThat(running.failure())
          .isInstanceOf(RecordFailedException.class)
          .hasMessageContainingAll("stopping", "offset 2: TRAP_UNREACHABLE");
      assertThat(values(on.read("stopped", 2))).containsExactlyInAnyOrder("a", "b");
      config.put("wasm.on.error", "pass");
      try (Running again = new Running(config)) {
        again.await(status -> status.recordsIn() == 4);
      }
      assertThat(values(on.read("stopped", 6)))
          .containsExactlyInAnyOrder("a", "b", "T", "c", "T2", "d");
    }
  }
}
