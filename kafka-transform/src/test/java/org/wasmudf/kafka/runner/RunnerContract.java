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
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.kafka.transform.ErrorHeaders;
import org.wasmudf.samples.SampleModule;

/// What a runner does with any broker.
abstract class RunnerContract {
  private static final long SEED = 20_261_129;
  private static final int KEYS = 50;
  private static final String PRICE = "disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE";
  private static final String DIV = "div(INTEGER, INTEGER) RETURNS INTEGER";

  private static int topics;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  abstract String servers();

  /// Topics that no other test has.
  String newTopic(Topics on, String name) {
    String topic = name + "-" + ++topics;
    on.create(topic);
    return topic;
  }

  Map<String, String> config(String in, String out) throws Exception {
    Map<String, String> config = new HashMap<>();
    config.put("bootstrap.servers", servers());
    config.put("group.id", "group-of-" + in);
    config.put("input.topics", in);
    config.put("output.topic", out);
    config.put("consumer.session.timeout.ms", "6000");
    config.put("consumer.heartbeat.interval.ms", "500");
    config.put(
        "wasm.module.file",
        Files.write(folder.resolve("money.wasm"), SampleModule.C_MONEY.bytes()).toString());
    config.put("wasm.functions", PRICE);
    config.put("wasm.shape", "fields");
    config.put("wasm.call", "value.total = disc_price(value.price, value.discount)");
    config.put("value.format", "json");
    return config;
  }

  /// As above, with the quotient of two numbers, which fails for a zero.
  private Map<String, String> quotients(String in, String out) throws Exception {
    Map<String, String> config = config(in, out);
    config.put("wasm.module.file", "../arrow-bridge/src/test/guests/plain.wasm");
    config.put("wasm.functions", DIV);
    config.put("wasm.call", "value.q = div(value.a, value.b)");
    return config;
  }

  private static String quotient(int a, int b) {
    return "{\"a\":%d,\"b\":%d}".formatted(a, b);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(each -> Topics.text(each.value())).toList();
  }

  /// Sends orders and notes what they have to become.
  void sendOrders(Topics on, String topic, int count, Map<String, List<String>> expected) {
    for (int i = 0; i < count; i++) {
      String key = "k" + random.nextInt(KEYS);
      double price = random.nextInt(100_000) / 100.0;
      double discount = random.nextInt(100) / 100.0;
      on.send(topic, key, "{\"price\":%s,\"discount\":%s}".formatted(price, discount));
      expected
          .computeIfAbsent(key, absent -> new ArrayList<>())
          .add(
              "{\"price\":%s,\"discount\":%s,\"total\":%s}"
                  .formatted(price, discount, price * (1 - discount)));
    }
    on.flush();
  }

  @Test
  void fieldsAreComputedInTheOrderOfEachKeyAndNothingIsLostOrDoubled() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "orders");
      String out = newTopic(on, "priced");
      Map<String, List<String>> expected = new HashMap<>();
      sendOrders(on, in, 5_000, expected);
      try (Running running = new Running(config(in, out))) {
        assertThat(Topics.byKey(on.read(out, 5_000))).isEqualTo(expected);
        running.await(status -> status.recordsIn() == 5_000 && status.lag() == 0);
        assertThat(running.runner.status().recordsOut()).isEqualTo(5_000);
      }
    }
  }

  @Test
  void filterAndMapOverTexts() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "texts");
      String kept = newTopic(on, "kept");
      String masked = newTopic(on, "masked");
      on.send(in, "a", "ada@example.com");
      on.send(in, "a", "");
      on.send(in, "a", "zoë\uD83D\uDE80@example.com");
      on.send(in, "a", (String) null);
      on.send(in, "a", "x\u0000y");
      on.send(in, null, "none");
      on.flush();
      Map<String, String> filter = config(in, kept);
      filter.put("value.format", "string");
      filter.put("wasm.module.file", "../arrow-bridge/src/test/guests/strings.wasm");
      filter.put("wasm.functions", "some(VARCHAR) RETURNS BOOLEAN EXTERNAL NAME 'length'");
      filter.put("wasm.shape", "filter");
      filter.put("wasm.call", "some(value)");
      filter.put("output.partition", "same");
      try (Running running = new Running(filter)) {
        running.await(status -> status.recordsIn() == 6);
      }
      List<ConsumerRecord<byte[], byte[]>> found = on.read(kept, 5);
      assertThat(found.stream().filter(each -> each.key() != null))
          .extracting(each -> each.value() == null ? null : Topics.text(each.value()))
          .containsExactly("ada@example.com", "zoë\uD83D\uDE80@example.com", null, "x\u0000y");
      assertThat(found).hasSize(5);

      Map<String, String> map = config(in, masked);
      map.put("group.id", "masking");
      map.put("value.format", "string");
      map.put(
          "wasm.module.file",
          Files.write(folder.resolve("text.wasm"), SampleModule.C_TEXT.bytes()).toString());
      map.put("wasm.functions", "mask_email(VARCHAR) RETURNS VARCHAR");
      map.put("wasm.shape", "map");
      map.put("wasm.call", "value = mask_email(value)");
      try (Running running = new Running(map)) {
        running.await(status -> status.recordsIn() == 6);
      }
      assertThat(on.read(masked, 6).stream().filter(each -> each.key() != null))
          .extracting(each -> each.value() == null ? null : Topics.text(each.value()))
          .containsExactly("a***@example.com", "***", "z***@example.com", null, "***");
    }
  }

  /// Of ten records the fourth fails in the guest, the seventh has no such field, and the ninth is
  /// no JSON.
  private void sendPoison(Topics on, String topic) {
    for (int i = 0; i < 10; i++) {
      on.send(
          topic,
          "k",
          switch (i) {
            case 3 -> quotient(3, 0);
            case 6 -> "{\"a\":6}";
            case 8 -> "{\"a\":";
            default -> quotient(i, 1);
          });
    }
    on.flush();
  }

  private static String divided(int a) {
    return "{\"a\":%d,\"b\":1,\"q\":%d}".formatted(a, a);
  }

  @Test
  void onlyTheRecordsToBlameAreDropped() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "poison");
      String out = newTopic(on, "skipped");
      sendPoison(on, in);
      Map<String, String> config = quotients(in, out);
      config.put("wasm.on.error", "skip");
      try (Running running = new Running(config)) {
        running.await(status -> status.recordsIn() == 10);
        assertThat(running.runner.status().failed()).isEqualTo(3);
        assertThat(running.warnings.getFirst())
            .contains(in, "offset 3: TRAP_DIVIDE_BY_ZERO: ", "div");
        on.send(in, "k", quotient(10, 1));
        on.flush();
        running.await(status -> status.recordsIn() == 11);
      }
      assertThat(values(on.read(out, 8)))
          .containsExactly(
              divided(0),
              divided(1),
              divided(2),
              divided(4),
              divided(5),
              divided(7),
              divided(9),
              divided(10));
    }
  }

  @Test
  void theyPassUnchanged() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "poison");
      String out = newTopic(on, "passed");
      sendPoison(on, in);
      Map<String, String> config = quotients(in, out);
      config.put("wasm.on.error", "pass");
      try (Running running = new Running(config)) {
        running.await(status -> status.recordsIn() == 10);
      }
      List<String> values = values(on.read(out, 10));
      assertThat(values).hasSize(10);
      assertThat(values.get(3)).isEqualTo(quotient(3, 0));
      assertThat(values.get(6)).isEqualTo("{\"a\":6}");
      assertThat(values.get(8)).isEqualTo("{\"a\":");
      assertThat(values.get(9)).isEqualTo(divided(9));
    }
  }

  @Test
  void deadLettersSayWhatWasWrongAndWhereTheyWere() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "poison");
      String out = newTopic(on, "alive");
      String dead = newTopic(on, "dead");
      sendPoison(on, in);
      Map<String, String> config = quotients(in, out);
      config.put("wasm.on.error", "dead-letter");
      config.put("wasm.dead.letter.topic", dead);
      config.put("wasm.tenant", "acme");
      try (Running running = new Running(config)) {
        running.await(status -> status.recordsIn() == 10);
      }
      List<ConsumerRecord<byte[], byte[]>> letters = on.read(dead, 3);
      assertThat(letters).extracting(each -> Topics.text(each.key())).containsOnly("k");
      assertThat(values(letters)).containsExactly(quotient(3, 0), "{\"a\":6}", "{\"a\":");
      assertThat(letters)
          .extracting(each -> header(each, ErrorHeaders.CODE))
          .containsExactly("TRAP_DIVIDE_BY_ZERO", "INVALID_RECORD", "INVALID_RECORD");
      assertThat(letters)
          .extracting(each -> header(each, ErrorHeaders.OFFSET))
          .containsExactly("3", "6", "8");
      ConsumerRecord<byte[], byte[]> first = letters.getFirst();
      assertThat(header(first, ErrorHeaders.TOPIC)).isEqualTo(in);
      assertThat(header(first, ErrorHeaders.FUNCTION)).isEqualTo("div");
      assertThat(header(first, ErrorHeaders.TENANT)).isEqualTo("acme");
      assertThat(header(first, ErrorHeaders.MODULE)).hasSize(64);
      assertThat(header(letters.get(1), ErrorHeaders.MESSAGE))
          .contains("there is no field b; there are a");
      assertThat(header(letters.get(2), ErrorHeaders.MESSAGE))
          .startsWith("the value: it is no JSON");
      assertThat(on.read(out, 7)).hasSize(7);
    }
  }

  @ParameterizedTest
  @CsvSource({"fail, 0", "retry, 100"})
  void aRecordThatFailsStopsItAndIsTheFirstOneAfterwards(String policy, long leastMillis)
      throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "poison");
      String out = newTopic(on, "failed");
      sendPoison(on, in);
      Map<String, String> config = quotients(in, out);
      config.put("wasm.on.error", policy);
      config.put("wasm.retry.max", "2");
      config.put("wasm.retry.backoff.ms", "50");
      long start = System.nanoTime();
      Running running = new Running(config);
      @Nullable Throwable failure = running.failure();
      assertThat(failure)
          .isInstanceOf(RecordFailedException.class)
          .hasMessageContainingAll(in, "partition ", "offset 3: TRAP_DIVIDE_BY_ZERO");
      assertThat(System.nanoTime() - start).isGreaterThan(leastMillis * 1_000_000);
      assertThat(values(on.read(out, 3))).containsExactly(divided(0), divided(1), divided(2));

      config.put("wasm.on.error", "skip");
      try (Running again = new Running(config)) {
        again.await(status -> status.recordsIn() == 7);
      }
      assertThat(values(on.read(out, 7)))
          .containsExactly(
              divided(0), divided(1), divided(2), divided(4), divided(5), divided(7), divided(9));
    }
  }

  @Test
  void instancesOfAGroupShareThePartitionsAndComeAndGo() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "orders");
      String out = newTopic(on, "priced");
      Map<String, List<String>> expected = new HashMap<>();
      try (Running first = new Running(config(in, out))) {
        sendOrders(on, in, 2_000, expected);
        first.await(status -> status.partitions() == Topics.PARTITIONS);
        try (Running second = new Running(config(in, out))) {
          sendOrders(on, in, 2_000, expected);
          second.await(status -> status.partitions() == Topics.PARTITIONS / 2);
          first.await(status -> status.partitions() == Topics.PARTITIONS / 2);
          sendOrders(on, in, 2_000, expected);
          second.await(status -> status.recordsIn() > 0);
        }
        sendOrders(on, in, 2_000, expected);
        first.await(status -> status.partitions() == Topics.PARTITIONS);
        assertThat(Topics.byKey(on.read(out, 8_000))).isEqualTo(expected);
      }
    }
  }

  @Test
  void stoppedUnderLoadItGoesOnWhereItWas() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "orders");
      String out = newTopic(on, "priced");
      Map<String, List<String>> expected = new HashMap<>();
      Map<String, String> config = config(in, out);
      config.put("consumer.max.poll.records", "100");
      sendOrders(on, in, 10_000, expected);
      for (int i = 0; i < 3; i++) {
        try (Running running = new Running(config)) {
          running.await(status -> status.recordsIn() > 0);
        }
      }
      try (Running _ = new Running(config)) {
        assertThat(Topics.byKey(on.read(out, 10_000))).isEqualTo(expected);
      }
    }
  }
}
