package org.wasmudf.kafka.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;

/// Where a transform's metrics go: what whoever runs it has of Kafka's metrics. Thread-safe.
public interface MetricSink {
  /// The group of all of them, the type of their MBeans.
  String GROUP = "wasm-udf-metrics";

  /// A metric's name in [#GROUP], with the tags of who runs the transform beside its own.
  MetricName name(String name, String description, Map<String, String> tags);

  /// Adds a metric that is asked for.
  void add(MetricName name, Gauge<?> gauge);

  /// A new sensor.
  ///
  /// @param name one that no other has
  Sensor sensor(String name);

  /// Removes a metric that is asked for.
  void remove(MetricName name);

  /// Removes a sensor and its metrics.
  void remove(Sensor sensor);

  /// Connect's, for a plugin that is [org.apache.kafka.common.metrics.Monitorable]. Its tags say
  /// which connector, task and transform.
  static MetricSink of(PluginMetrics metrics) {
    return new MetricSink() {
      @Override
      public MetricName name(String name, String description, Map<String, String> tags) {
        MetricName plugins = metrics.metricName(name, description, new LinkedHashMap<>(tags));
        return new MetricName(name, GROUP, description, plugins.tags());
      }

      @Override
      public void add(MetricName name, Gauge<?> gauge) {
        metrics.addMetric(name, gauge);
      }

      @Override
      public Sensor sensor(String name) {
        return metrics.addSensor(name);
      }

      @Override
      public void remove(MetricName name) {
        metrics.removeMetric(name);
      }

      @Override
      public void remove(Sensor sensor) {
        metrics.removeSensor(sensor.name());
      }
    };
  }

  /// A registry of whoever runs the transform.
  ///
  /// @param runnersTags what tells this transform from others in the registry
  static MetricSink of(Metrics metrics, Map<String, String> runnersTags) {
    return new MetricSink() {
      @Override
      public MetricName name(String name, String description, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(runnersTags);
        all.putAll(tags);
        return metrics.metricName(name, GROUP, description, all);
      }

      @Override
      public void add(MetricName name, Gauge<?> gauge) {
        metrics.addMetric(name, gauge);
      }

      @Override
      public Sensor sensor(String name) {
        return metrics.sensor(name);
      }

      @Override
      public void remove(MetricName name) {
        metrics.removeMetric(name);
      }

      @Override
      public void remove(Sensor sensor) {
        metrics.removeSensor(sensor.name());
      }
    };
  }
}
