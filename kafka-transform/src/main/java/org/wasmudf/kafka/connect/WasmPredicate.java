package org.wasmudf.kafka.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.kafka.transform.RecordTransform;
import org.wasmudf.kafka.transform.Settings;
import org.wasmudf.runtime.UdfException;

/// A predicate by a function in WebAssembly that returns a BOOLEAN. Paths are those of
/// [WasmTransform] over whole records.
///
/// NULL is false, and so is a record in which a part is null that the call reads; the function
/// isn't called for it. A call that fails is an error of the transform that asks. Used by one
/// thread at a time, as Connect does.
public final class WasmPredicate<R extends ConnectRecord<R>> implements Predicate<R>, Monitorable {
  private @Nullable RecordTransform<R> running;

  @Override
  public String version() {
    return Settings.VERSION;
  }

  @Override
  public ConfigDef config() {
    return Settings.PREDICATE;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  @Override
  public void configure(Map<String, ?> configs) {
    close();
    Settings settings = new Settings(Settings.PREDICATE, configs);
    running = RecordTransform.open(settings, new ConnectAccess<R>(), null);
  }

  @Override
  public boolean test(R record) {
    if (running == null) {
      throw new IllegalStateException("the predicate isn't configured");
    }
    if (running.isEmpty(record)) {
      return false;
    }
    try {
      return running.apply(record) != null;
    } catch (UdfException e) {
      throw Failures.asConnects(e);
    }
  }

  /// Tells Connect of the calls. Connect asks for it when the predicate is configured.
  @Override
  public void withPluginMetrics(PluginMetrics metrics) {
    if (running == null) {
      throw new IllegalStateException("the predicate isn't configured");
    }
    running.report(MetricSink.of(metrics));
  }

  /// Ends the guest.
  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
  }
}
