package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What Kafka's metrics say of calls.
class MetricsTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final int CALLS = 1_000;

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Metrics metrics =
      new Metrics(
          new MetricConfig(),
          List.of(new JmxReporter()),
          Time.SYSTEM,
          new KafkaMetricsContext("test.metrics"));

  @AfterEach
  void closeMetrics() {
    metrics.close();
  }

  private PluginMetricsImpl task(int number) {
    return new PluginMetricsImpl(
        metrics, new LinkedHashMap<>(Map.of("task", String.valueOf(number))));
  }

  private static ObjectName bean(String tags) throws Exception {
    return new ObjectName("test.metrics:type=wasm-udf-metrics," + tags);
  }

  private double await(ObjectName bean, String attribute, double value) throws Exception {
    long start = System.nanoTime();
    while (System.nanoTime() - start < PATIENCE_NANOS
        && !(server.isRegistered(bean) && server.getAttribute(bean, attribute).equals(value))) {
      Thread.sleep(20);
    }
    return (Double) server.getAttribute(bean, attribute);
  }

  @Test
  void functionsAreTold() throws Exception {
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("plain"),
            "div(INTEGER, INTEGER) RETURNS INTEGER; same(INTEGER) RETURNS INTEGER EXTERNAL NAME"
                + " 'id_i32'",
            "fields",
            "q = div(a, b), r = same(a)");
    config.put("wasm.tenant", "acme, \"inc\"");
    String common = "task=0,tenant=\"acme, \\\"inc\\\"\",module=plain.wasm";
    ObjectName div = bean(common + ",function=div");
    ObjectName same = bean(common + ",function=same");
    ObjectName errors = bean(common + ",function=div,code=TRAP_DIVIDE_BY_ZERO");
    try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config);
        var other = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
      transform.withPluginMetrics(task(0));
      other.withPluginMetrics(task(1));
      for (int i = 0; i < CALLS; i++) {
        transform.apply(Transforms.record(null, Map.of("a", i, "b", 2)));
      }
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("a", 1, "b", 0))))
            .isInstanceOf(DataException.class);
      }
      assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("a", 1))))
          .isInstanceOf(DataException.class);
      assertThat(await(div, "call-total", CALLS + 2)).isEqualTo(CALLS + 2);
      assertThat(await(same, "call-total", CALLS)).isEqualTo(CALLS);
      assertThat(await(errors, "error-total", 2)).isEqualTo(2);
      assertThat(server.getAttribute(div, "row-total")).isEqualTo(CALLS + 2.0);
      assertThat(server.getAttribute(div, "output-byte-total")).isEqualTo(0.0);
      assertThat((Double) server.getAttribute(div, "call-rate")).isPositive();
      assertThat((Double) server.getAttribute(errors, "error-rate")).isPositive();
      double fuel = (Double) server.getAttribute(same, "fuel-total");
      assertThat(fuel).as("each call costs the same").isPositive();
      assertThat(fuel % CALLS).isZero();
      double mean = (Double) server.getAttribute(div, "call-time-ns-avg");
      assertThat(mean).isBetween(10.0, 1e9);
      assertThat((Double) server.getAttribute(div, "call-time-ns-max")).isBetween(mean, 60e9);
      assertThat(server.getAttribute(bean(common), "engine-compiled")).isEqualTo(1);
      assertThat((String) server.getAttribute(bean(common), "engine")).isNotBlank();
      assertThat(server.getAttribute(bean(common), "replacement-total")).isEqualTo(0L);

      assertThat(
              server.getAttribute(
                  bean(common.replace("task=0", "task=1") + ",function=div"), "call-total"))
          .isEqualTo(0.0);
    }
    for (ObjectName each : server.queryNames(bean("*"), null)) {
      assertThat(each.toString()).as("closed with the transform").isEmpty();
    }
  }

  @Test
  void textAndMemoryAreTold() throws Exception {
    Map<String, String> config =
        new HashMap<>(
            Transforms.config(
                Transforms.guest("strings"),
                "echo(VARCHAR) RETURNS VARCHAR",
                "map",
                "echo(value)"));
    String common = "task=0,tenant=connect,module=strings.wasm";
    try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
      transform.withPluginMetrics(task(0));
      transform.apply(Transforms.record(null, "zoë\uD83D\uDE80"));
      assertThat(await(bean(common + ",function=echo"), "output-byte-total", 8)).isEqualTo(8);
      assertThat((Long) server.getAttribute(bean(common), "peak-memory-bytes"))
          .isGreaterThanOrEqualTo(2 << 16);
      // A task that is configured anew tells on.
      transform.configure(config);
      transform.withPluginMetrics(task(0));
      transform.apply(Transforms.record(null, "x"));
      assertThat(await(bean(common + ",function=echo"), "output-byte-total", 1)).isEqualTo(1);
    }
  }

  @Test
  void predicateTellsToo() throws Exception {
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("nulls"), "positive(BIGINT) RETURNS BOOLEAN", "", "positive(value)");
    config.remove("wasm.shape");
    try (var predicate = new WasmPredicate<SinkRecord>()) {
      assertThatThrownBy(() -> predicate.withPluginMetrics(task(0)))
          .isInstanceOf(IllegalStateException.class);
      predicate.configure(config);
      predicate.withPluginMetrics(task(0));
      String common = "task=0,tenant=connect,module=nulls.wasm,function=positive";
      // Connect makes one for each transform that asks, under the same name.
      try (var second = new WasmPredicate<SinkRecord>()) {
        second.configure(config);
        second.withPluginMetrics(task(0));
        for (int i = 0; i < 3; i++) {
          predicate.test(Transforms.record(null, 1L));
        }
        second.test(Transforms.record(null, 1L));
        assertThat(await(bean(common), "call-total", 3)).isEqualTo(3);
        assertThat(await(bean(common + ",instance=2"), "call-total", 1)).isEqualTo(1);
      }
      assertThat(server.queryNames(bean("instance=2,*"), null)).isEmpty();
    }
  }
}
