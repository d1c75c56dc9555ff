package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.runtime.Sha256;

/// Another module takes a running one's place in its file.
class ReplacementTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /// Longer than it takes to look twice and once more.
  private static final int LOOKS_MILLIS = 3_500;

  private static final int HALF_MILLIS = 200;

  private static final int CALL_MILLIS = 5;

  @TempDir private Path folder;
  private Path file = Path.of("");
  private Map<String, String> config = new HashMap<>();

  @BeforeEach
  void moduleThatAddsOne() {
    file = folder.resolve("f.wasm");
    config =
        Transforms.config(
            Transforms.write(Constant.adding(1), file), Constant.FUNCTION, "map", "f(value)");
  }

  private WasmTransform.Value<SinkRecord> open() {
    return Transforms.configured(new WasmTransform.Value<>(), config);
  }

  private static long call(WasmTransform.Value<SinkRecord> transform) {
    return (Long) transform.apply(Transforms.record(null, 10L)).value();
  }

  /// Calls until the result is another one.
  private static long callUntil(WasmTransform.Value<SinkRecord> transform, long result)
      throws InterruptedException {
    long start = System.nanoTime();
    long last = call(transform);
    while (last != result && System.nanoTime() - start < PATIENCE_NANOS) {
      Thread.sleep(CALL_MILLIS);
      last = call(transform);
    }
    return last;
  }

  private void replace(byte[] module) throws IOException {
    Path other = folder.resolve("other");
    Files.write(other, module);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static double metric(Metrics metrics, String name) {
    return metrics.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .map(each -> ((Number) each.getValue().metricValue()).doubleValue())
        .findFirst()
        .orElseThrow();
  }

  private static String sha256(Metrics metrics) {
    return metrics.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals("module-sha256"))
        .map(each -> (String) each.getValue().metricValue())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void newModuleTakesOverAndABadOneIsRefusedOnce() throws Exception {
    try (var metrics = new Metrics();
        var transform = open()) {
      transform.withPluginMetrics(new PluginMetricsImpl(metrics, Map.of("task", "0")));
      assertThat(call(transform)).isEqualTo(11);
      assertThat(sha256(metrics)).isEqualTo(Sha256.hex(Constant.adding(1)));
      // In place, and with the same number of bytes.
      Files.write(file, Constant.adding(2));
      assertThat(callUntil(transform, 12)).isEqualTo(12);
      replace(Constant.adding(3));
      assertThat(callUntil(transform, 13)).isEqualTo(13);
      assertThat(metric(metrics, "replacement-total")).isEqualTo(2);
      assertThat(metric(metrics, "replacement-refused-total")).isZero();

      int refused = 0;
      byte[] startTraps = Files.readAllBytes(Path.of(Transforms.guest("start-traps")));
      for (byte[] bad :
          new byte[][] {{1, 2, 3}, Constant.ofOtherType(), startTraps, new byte[(16 << 20) + 1]}) {
        replace(bad);
        refused++;
        long start = System.nanoTime();
        while (metric(metrics, "replacement-refused-total") < refused
            && System.nanoTime() - start < PATIENCE_NANOS) {
          assertThat(call(transform)).isEqualTo(13);
          Thread.sleep(CALL_MILLIS);
        }
        assertThat(metric(metrics, "replacement-refused-total")).isEqualTo(refused);
        assertThat(call(transform)).isEqualTo(13);
      }
      Files.delete(file);
      Thread.sleep(LOOKS_MILLIS);
      assertThat(call(transform)).isEqualTo(13);
      assertThat(metric(metrics, "replacement-refused-total")).isEqualTo(refused);
      assertThat(sha256(metrics)).isEqualTo(Sha256.hex(Constant.adding(3)));
      replace(Constant.adding(4));
      assertThat(callUntil(transform, 14)).isEqualTo(14);
    }
  }

  @Test
  void halfWrittenModuleCountsWhenItIsWhole() throws Exception {
    config.put("wasm.tenant", "writer");
    try (var transform = open()) {
      byte[] module = Constant.adding(5);
      for (int bytes = 0; bytes < module.length; bytes += 14) {
        Files.write(file, Arrays.copyOf(module, bytes));
        assertThat(call(transform)).isEqualTo(11);
        Thread.sleep(HALF_MILLIS);
      }
      Thread.sleep(LOOKS_MILLIS);
      assertThat(call(transform)).isEqualTo(11);
      Files.write(file, module);
      assertThat(callUntil(transform, 15)).isEqualTo(15);
    }
  }

  @Test
  void onlyThePinnedModuleRunsAndNoneIsTakenThatNobodyWants() throws Exception {
    config.put("wasm.module.sha256", Sha256.hex(Constant.adding(1)));
    Map<String, String> unwatched = new HashMap<>(config);
    unwatched.remove("wasm.module.sha256");
    unwatched.put("wasm.module.watch", "false");
    try (var pinned = open();
        var still = Transforms.configured(new WasmTransform.Value<SinkRecord>(), unwatched)) {
      replace(Constant.adding(2));
      Thread.sleep(LOOKS_MILLIS);
      assertThat(call(pinned)).isEqualTo(11);
      assertThat(call(still)).isEqualTo(11);
    }
  }

  @Test
  void stateOfTheOldModuleIsGoneAndAPredicateIsReplacedToo() throws Exception {
    byte[] plain = Files.readAllBytes(Path.of(Transforms.guest("plain")));
    byte[] nulls = Files.readAllBytes(Path.of(Transforms.guest("nulls")));
    Path predicates = folder.resolve("p.wasm");
    Map<String, String> positive =
        Transforms.config(
            Transforms.write(nulls, predicates),
            "positive(BIGINT) RETURNS BOOLEAN",
            "",
            "positive(value)");
    positive.remove("wasm.shape");
    config.put("wasm.functions", "count(BIGINT) RETURNS BIGINT");
    config.put("wasm.call", "count(value)");
    replace(plain);
    try (var transform = open();
        var predicate = new WasmPredicate<SinkRecord>()) {
      predicate.configure(positive);
      long before = 0;
      for (int i = 0; i < 100_000; i++) {
        before = call(transform);
      }
      assertThat(before).isEqualTo(100_000);
      replace(Constant.labelled(plain, "new"));
      Files.write(predicates, Constant.labelled(nulls, "new"));
      long start = System.nanoTime();
      long now = call(transform);
      while (now > before && System.nanoTime() - start < PATIENCE_NANOS) {
        assertThat(now).isEqualTo(before + 1);
        before = now;
        Thread.sleep(CALL_MILLIS);
        now = call(transform);
        assertThat(predicate.test(Transforms.record(null, 1L))).isTrue();
        assertThat(predicate.test(Transforms.record(null, -1L))).isFalse();
      }
      assertThat(now).as("though it was warmed up").isEqualTo(1);
      assertThat(call(transform)).isEqualTo(2);
    }
  }

  @Test
  void replacedModuleIsOutOfQuarantine() throws Exception {
    config.put("wasm.quarantine.errors", "3");
    config.put("wasm.quarantine.window.ms", "3600000");
    Files.write(file, Constant.trapping());
    SinkRecord record = Transforms.record(null, 10L);
    try (var metrics = new Metrics();
        var transform = open()) {
      transform.withPluginMetrics(new PluginMetricsImpl(metrics, Map.of()));
      for (int i = 0; i < 3; i++) {
        assertThat(metric(metrics, "quarantined")).isZero();
        assertThatThrownBy(() -> transform.apply(record))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("TRAP_UNREACHABLE: function f: ");
      }
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> transform.apply(record))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("QUARANTINED: function f: it isn't called for 3,")
            .hasMessageContaining("failed 3 times within 3,600,000 ms, at last with TRAP_UNR");
      }
      assertThat(metric(metrics, "quarantined")).isEqualTo(1);
      replace(Constant.adding(7));
      long start = System.nanoTime();
      while (System.nanoTime() - start < PATIENCE_NANOS) {
        try {
          call(transform);
          break;
        } catch (DataException e) {
          assertThat(e).hasMessageStartingWith("QUARANTINED");
          Thread.sleep(CALL_MILLIS);
        }
      }
      assertThat(call(transform)).isEqualTo(17);
      assertThat(metric(metrics, "quarantined")).isZero();
    }
  }

  @Test
  void quarantinedRecordsBecomeWhatIsConfigured() throws InterruptedException {
    config.put("wasm.quarantine.errors", "1");
    config.put("wasm.quarantine.window.ms", "200");
    config.put("wasm.on.error", "pass");
    config.put("wasm.functions", "div(INTEGER, INTEGER) RETURNS INTEGER");
    config.put("wasm.shape", "fields");
    config.put("wasm.call", "q = div(a, b)");
    config.put("wasm.module.file", Transforms.guest("plain"));
    SinkRecord good = Transforms.record(null, Map.of("a", 6, "b", 2));
    SinkRecord bad = Transforms.record(null, Map.of("a", 6, "b", 0));
    SinkRecord other = Transforms.record(null, Map.of("a", "x", "b", 0));
    try (var transform = open()) {
      assertThat(transform.apply(other)).isSameAs(other);
      assertThat(transform.apply(good))
          .as("a record that doesn't fit is no failure")
          .isNotEqualTo(good);
      assertThat(transform.apply(bad)).isSameAs(bad);
      assertThat(transform.apply(good)).as("not called").isSameAs(good);
      Thread.sleep(210);
      assertThat(transform.apply(good).value()).isEqualTo(Map.of("a", 6, "b", 2, "q", 3));
      assertThat(transform.apply(good).value()).isEqualTo(Map.of("a", 6, "b", 2, "q", 3));
    }
  }
}
