package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Meter;
import org.apache.kafka.common.metrics.stats.WindowedSum;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;

/// The metrics of a transform in Kafka's sensors, to which a thread in the background tells every
/// second what was counted since. Thread-safe.
final class TransformMetrics implements AutoCloseable {
  /// Sensors of a registry are told apart by name.
  private static final AtomicLong SENSORS = new AtomicLong();

  private final MetricSink sink;
  private final Map<String, String> tags;
  private final Statistics statistics;
  private final List<MetricName> gauges = new ArrayList<>();
  private final List<Sensor> sensors = new ArrayList<>();
  private final Map<String, OfFunction> functions = new HashMap<>();
  private @Nullable Future<?> telling;
  private boolean closed;

  /// @param tags of all its metrics
  TransformMetrics(MetricSink sink, Map<String, String> tags, Statistics statistics) {
    this.sink = sink;
    this.tags = tags;
    this.statistics = statistics;
  }

  /// Tells from now on.
  void begin() {
    tell();
    telling = Background.METRICS.everySecond(this::tell);
  }

  /// Adds a metric that is asked for.
  ///
  /// @throws IllegalArgumentException when there is one with the same name and tags
  void add(String name, String description, Gauge<?> gauge) {
    MetricName full = sink.name(name, description, tags);
    sink.add(full, gauge);
    gauges.add(full);
  }

  private synchronized void tell() {
    if (closed) {
      return;
    }
    statistics
        .functions()
        .forEach(
            (name, counted) ->
                functions.computeIfAbsent(name, absent -> new OfFunction(name, counted)).tell());
  }

  private Sensor sensor(String name) {
    Sensor sensor = sink.sensor("wasm-udf-%s-%d".formatted(name, SENSORS.getAndIncrement()));
    sensors.add(sensor);
    return sensor;
  }

  /// Tells a sensor how much a number has grown.
  private record Growth(LongSupplier count, Sensor sensor, AtomicLong told) {
    void tell() {
      long now = count.getAsLong();
      sensor.record((double) (now - told.getAndSet(now)));
    }
  }

  private Growth growth(String what, String of, Map<String, String> all, LongSupplier count) {
    Sensor sensor = sensor(what);
    sensor.add(
        new Meter(
            sink.name(what + "-rate", of + ", in a second", all),
            sink.name(what + "-total", of, all)));
    return new Growth(count, sensor, new AtomicLong());
  }

  /// The metrics of a function.
  private final class OfFunction {
    private final FunctionStatistics counted;
    private final Map<String, String> own;
    private final List<Growth> growths;
    private final Map<UdfErrorCode, Growth> failures = new EnumMap<>(UdfErrorCode.class);
    private final Sensor times;
    private final Sensor longest;
    private final Mean mean = new Mean();
    private long timedCalls;
    private long timedNanos;

    OfFunction(String name, FunctionStatistics counted) {
      this.counted = counted;
      this.own = with(tags, "function", name);
      this.growths =
          List.of(
              growth("call", "Calls of the function", own, counted.calls::get),
              growth("row", "Records it was called for", own, counted.rows::get),
              growth("fuel", "WebAssembly instructions of its calls", own, counted.fuel::get),
              growth(
                  "output-byte",
                  "Bytes of the strings and binaries it returned",
                  own,
                  counted.outputBytes::get));
      this.times = sensor("call-time");
      times.add(
          sink.name("call-time-ns-avg", "The time of a call, of one in 16, in nanoseconds", own),
          mean);
      this.longest = sensor("call-time-max");
      longest.add(
          sink.name("call-time-ns-max", "The longest of these times, in nanoseconds", own),
          new Max());
    }

    void tell() {
      growths.forEach(Growth::tell);
      for (UdfErrorCode each : UdfErrorCode.values()) {
        if (counted.failures(each).get() > 0) {
          failures.computeIfAbsent(each, this::ofFailure).tell();
        }
      }
      long calls = counted.timedCalls.get();
      if (calls > timedCalls) {
        long nanos = counted.timedNanos.get();
        mean.calls = calls - timedCalls;
        times.record((double) (nanos - timedNanos));
        timedCalls = calls;
        timedNanos = nanos;
        longest.record((double) counted.takeLongestNanos());
      }
    }

    private Growth ofFailure(UdfErrorCode code) {
      return growth(
          "error",
          "Errors of the function",
          with(own, "code", code.name()),
          counted.failures(code)::get);
    }
  }

  private static Map<String, String> with(Map<String, String> tags, String tag, String value) {
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(tag, value);
    return more;
  }

  /// The mean of times of which many are recorded at once. Its sensor sees to it that one thread at
  /// a time is in it.
  private static final class Mean implements MeasurableStat {
    private final WindowedSum nanosInWindow = new WindowedSum();
    private final WindowedSum callsInWindow = new WindowedSum();

    /// How many the next value is the sum of.
    private long calls;

    @Override
    public void record(MetricConfig config, double nanos, long timeMillis) {
      nanosInWindow.record(config, nanos, timeMillis);
      callsInWindow.record(config, (double) calls, timeMillis);
    }

    @Override
    public double measure(MetricConfig config, long timeMillis) {
      return nanosInWindow.measure(config, timeMillis) / callsInWindow.measure(config, timeMillis);
    }
  }

  /// Takes all of them out of the sink.
  @Override
  public synchronized void close() {
    closed = true;
    if (telling != null) {
      telling.cancel(false);
    }
    gauges.forEach(sink::remove);
    sensors.forEach(sink::remove);
  }
}
