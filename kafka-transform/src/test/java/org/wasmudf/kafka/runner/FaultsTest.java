package org.wasmudf.kafka.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runners that are killed, brokers that go away, modules that are replaced, and records that fail,
/// all under load: nothing is lost, nothing doubled, and each key's order is kept.
///
/// In a nightly build 50 kills, with three instances and restarts of the broker; else few.
final class FaultsTest {
  private static final boolean NIGHTLY = Boolean.getBoolean("wasmudf.nightly");
  private static final int KILLS = NIGHTLY ? 50 : 3;
  private static final int INSTANCES = NIGHTLY ? 3 : 1;
  private static final int KILLS_PER_RESTART = 10;
  private static final int RECORDS_PER_ROUND = 3_000;
  private static final int KEYS = 40;
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long SEED = 20_261_130;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);
  private final Map<String, List<String>> expected = new HashMap<>();
  private int sent;
  private int poisoned;

  private Map<String, String> config(String servers, int instance) {
    Map<String, String> config = new HashMap<>();
    config.put("bootstrap.servers", servers);
    config.put("group.id", "faults");
    config.put("instance.id", "runner-" + instance);
    config.put("input.topics", "in");
    config.put("output.topic", "out");
    config.put("consumer.session.timeout.ms", "6000");
    config.put("consumer.heartbeat.interval.ms", "500");
    config.put("consumer.max.poll.records", "200");
    config.put("wasm.module.file", module().toString());
    config.put("wasm.functions", "div(INTEGER, INTEGER) RETURNS INTEGER");
    config.put("wasm.shape", "fields");
    config.put("wasm.call", "value.q = div(value.a, value.b)");
    config.put("wasm.on.error", "dead-letter");
    config.put("wasm.dead.letter.topic", "dead");
    config.put("key.format", "string");
    config.put("value.format", "json");
    return config;
  }

  private Path module() {
    return folder.resolve("plain.wasm");
  }

  /// Puts a module in the file that does the same and isn't the same: it has a custom section more.
  private void replaceModule(int version) throws IOException {
    byte[] guest = Files.readAllBytes(Path.of("../arrow-bridge/src/test/guests/plain.wasm"));
    byte[] section = {0, 3, 1, 'v', (byte) version};
    byte[] other = Arrays.copyOf(guest, guest.length + section.length);
    System.arraycopy(section, 0, other, guest.length, section.length);
    Path written = Files.write(folder.resolve("other"), other);
    Files.move(written, module(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long takenOver(Path log) throws IOException {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(each -> each.contains("takes the place of")).count();
    }
  }

  /// Every hundredth record or so fails.
  private void send(Topics on) {
    for (int i = 0; i < RECORDS_PER_ROUND; i++) {
      String key = "k" + random.nextInt(KEYS);
      int divisor = random.nextInt(100);
      on.send("in", key, "{\"a\":%d,\"b\":%d}".formatted(sent, divisor));
      if (divisor == 0) {
        poisoned++;
      } else {
        expected
            .computeIfAbsent(key, absent -> new ArrayList<>())
            .add("{\"a\":%d,\"b\":%d,\"q\":%d}".formatted(sent, divisor, sent / divisor));
      }
      sent++;
    }
    on.flush();
  }

  /// Waits until some more records have come out, so that a kill hits a runner at work.
  private static void awaitProgress(Topics on, Path log) throws Exception {
    long before = on.end("out");
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (on.end("out") == before) {
      assertThat(System.nanoTime()).as("no progress; %s", Files.readString(log)).isLessThan(end);
      Thread.sleep(20);
    }
  }

  /// Has a runner work until another module has taken over.
  private void awaitModule(Topics on, Path log) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (takenOver(log) == 0) {
      assertThat(System.nanoTime())
          .as("no module took over; %s", Files.readString(log))
          .isLessThan(end);
      send(on);
      Thread.sleep(200);
    }
  }

  @Test
  void whateverIsKilledNothingIsLostAndNothingDoubled() throws Exception {
    Path log = Files.createFile(folder.resolve("runners.log"));
    try (Broker broker = new Broker();
        Topics on = new Topics(broker.servers())) {
      on.create("in", "out", "dead");
      replaceModule(0);
      List<RunnerProcess> runners = new ArrayList<>();
      try {
        for (int i = 0; i < INSTANCES; i++) {
          runners.add(new RunnerProcess(config(broker.servers(), i), log));
        }
        for (int kill = 1; kill <= KILLS; kill++) {
          replaceModule(kill);
          send(on);
          awaitProgress(on, log);
          if (kill == KILLS) {
            // Or else each might begin with the newest one, and be killed before it looks again.
            replaceModule(KILLS + 1);
            awaitModule(on, log);
          }
          Thread.sleep(random.nextInt(300));
          int victim = random.nextInt(INSTANCES);
          assertThat(runners.get(victim).isAlive()).as(Files.readString(log)).isTrue();
          runners.get(victim).close();
          if (NIGHTLY && kill % KILLS_PER_RESTART == 0) {
            broker.restart();
          }
          runners.set(victim, new RunnerProcess(config(broker.servers(), victim), log));
        }
        List<ConsumerRecord<byte[], byte[]>> out = on.read("out", sent - poisoned);
        List<ConsumerRecord<byte[], byte[]>> dead = on.read("dead", poisoned);
        System.out.printf(
            "%d kills, %d modules replaced while running: %d records sent, of them %d that fail;"
                + " read %d and %d dead letters%n",
            KILLS, takenOver(log), sent, poisoned, out.size(), dead.size());
        assertThat(Topics.byKey(out)).as("seed %d", SEED).isEqualTo(expected);
        assertThat(dead).as("seed %d", SEED).hasSize(poisoned);
        assertThat(Topics.byKey(dead).values().stream().flatMap(List::stream))
            .doesNotHaveDuplicates();
      } finally {
        runners.forEach(RunnerProcess::close);
      }
    }
  }
}
