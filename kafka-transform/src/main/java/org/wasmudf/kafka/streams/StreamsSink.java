package org.wasmudf.kafka.streams;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.MeasurableStat;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.wasmudf.kafka.transform.MetricSink;

/// The metrics of an application of Streams, with the task among the tags.
///
/// Streams lets others have numbers only. So a text becomes a tag with the metric's name, and the
/// number is 1 for as long as it is true, 0 from then on.
final class StreamsSink implements MetricSink {
  private static final MetricConfig ASKED = new MetricConfig();

  private final StreamsMetrics metrics;
  private final Map<String, String> tasksTags = new LinkedHashMap<>();

  /// By the names under which they were added.
  private final Map<MetricName, Sensor> gauges = new ConcurrentHashMap<>();

  StreamsSink(ProcessingContext context) {
    this.metrics = context.metrics();
    tasksTags.put("application-id", context.applicationId());
    tasksTags.put("task-id", context.taskId().toString());
  }

  @Override
  public MetricName name(String name, String description, Map<String, String> tags) {
    Map<String, String> all = new LinkedHashMap<>(tasksTags);
    all.putAll(tags);
    return new MetricName(name, GROUP, description, all);
  }

  @Override
  public void add(MetricName name, Gauge<?> gauge) {
    Object first = gauge.value(ASKED, System.currentTimeMillis());
    MetricName shown = first instanceof Number ? name : tagged(name, String.valueOf(first));
    // A name of its own for each: Kafka would take one with the same for the same.
    Sensor sensor = sensor(GROUP + shown.name() + shown.tags());
    try {
      sensor.add(shown, new Asked(gauge, first));
    } catch (IllegalArgumentException e) {
      metrics.removeSensor(sensor);
      throw e;
    }
    gauges.put(name, sensor);
  }

  private static MetricName tagged(MetricName name, String text) {
    Map<String, String> tags = new HashMap<>(name.tags());
    tags.put(name.name(), text);
    return new MetricName(name.name(), name.group(), name.description(), tags);
  }

  /// What nobody records, but is asked for.
  private record Asked(Gauge<?> gauge, Object first) implements MeasurableStat {
    @Override
    public void record(MetricConfig config, double value, long timeMillis) {}

    @Override
    public double measure(MetricConfig config, long now) {
      Object value = gauge.value(config, now);
      return value instanceof Number number ? number.doubleValue() : value.equals(first) ? 1 : 0;
    }
  }

  @Override
  public Sensor sensor(String name) {
    return metrics.addSensor(name, Sensor.RecordingLevel.INFO);
  }

  @Override
  public void remove(MetricName name) {
    Sensor sensor = gauges.remove(name);
    if (sensor != null) {
      metrics.removeSensor(sensor);
    }
  }

  @Override
  public void remove(Sensor sensor) {
    metrics.removeSensor(sensor);
  }
}
