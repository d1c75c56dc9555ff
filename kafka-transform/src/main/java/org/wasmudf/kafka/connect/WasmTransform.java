package org.wasmudf.kafka.connect;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.kafka.transform.OnError;
import org.wasmudf.kafka.transform.Part;
import org.wasmudf.kafka.transform.RecordTransform;
import org.wasmudf.kafka.transform.RecordsTransform;
import org.wasmudf.kafka.transform.Settings;
import org.wasmudf.kafka.transform.Shape;
import org.wasmudf.runtime.UdfException;

/// A transform by functions in WebAssembly, over whole records: paths begin with `key.` or
/// `value.`, or are `key`, `value`, `topic`, `timestamp` or `partition`. [Key] and [Value] have
/// paths that are fields of that part.
///
/// One record in, at most one out; headers, topic and timestamp stay as they are. A record in which
/// a part is null that the call reads or assigns goes on as it is. Not so with the shape `records`,
/// whose function is given whole records and makes others of them. Each configured instance has a
/// guest of its own until it is closed. Used by one thread at a time, as Connect does.
public sealed class WasmTransform<R extends ConnectRecord<R>>
    implements Transformation<R>, Monitorable {
  private final @Nullable Part scope;
  private @Nullable RecordTransform<R> running;

  /// Instead, with the shape `records`.
  private @Nullable RecordsTransform<R, R> records;

  private Failures failures = new Failures(OnError.FAIL);

  /// For Connect, which configures it next.
  public WasmTransform() {
    this(null);
  }

  private WasmTransform(@Nullable Part scope) {
    this.scope = scope;
  }

  /// The same over the fields of keys; the path `key` is the whole of one that has none.
  public static final class Key<R extends ConnectRecord<R>> extends WasmTransform<R> {
    /// For Connect, which configures it next.
    public Key() {
      super(Part.KEY);
    }
  }

  /// The same over the fields of values; the path `value` is the whole of one that has none.
  public static final class Value<R extends ConnectRecord<R>> extends WasmTransform<R> {
    /// For Connect, which configures it next.
    public Value() {
      super(Part.VALUE);
    }
  }

  @Override
  public String version() {
    return Settings.VERSION;
  }

  @Override
  public ConfigDef config() {
    return Settings.TRANSFORM;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  @Override
  public void configure(Map<String, ?> configs) {
    close();
    Settings settings = new Settings(Settings.TRANSFORM, configs);
    failures = new Failures(settings.onError());
    if (settings.shape() == Shape.RECORDS && scope == null) {
      records = RecordsTransform.open(settings, new ConnectForm<R>(), settings.topics());
    } else {
      running = RecordTransform.open(settings, new ConnectAccess<R>(), scope);
    }
  }

  /// Transforms a record.
  ///
  /// @return null to drop it
  /// @throws DataException what is wrong with the record or the function, unless `wasm.on.error`
  ///   says otherwise
  /// @throws org.apache.kafka.connect.errors.RetriableException when the tenant must wait
  @Override
  @SuppressWarnings("NullAway") // Connect drops a record for which null is returned.
  public R apply(R record) {
    try {
      if (records != null) {
        return single(records.apply(record));
      }
      if (running == null) {
        throw new IllegalStateException("the transform isn't configured");
      }
      return running.apply(record);
    } catch (UdfException e) {
      return failures.outcome(record, Failures.asConnects(e));
    } catch (DataException e) {
      return failures.outcome(record, e);
    }
  }

  private @Nullable R single(List<R> made) {
    if (made.size() > 1) {
      throw new DataException(
          "the function makes %d records of one, but Connect takes at most one: run it in Kafka Streams or by wasm-udf transform"
              .formatted(made.size()));
    }
    return made.isEmpty() ? null : made.getFirst();
  }

  /// Tells Connect of the calls. Connect asks for it when the transform is configured.
  @Override
  public void withPluginMetrics(PluginMetrics metrics) {
    if (records != null) {
      records.report(MetricSink.of(metrics));
    } else if (running != null) {
      running.report(MetricSink.of(metrics));
    } else {
      throw new IllegalStateException("the transform isn't configured");
    }
  }

  /// Ends the guest.
  @Override
  public void close() {
    if (running != null) {
      running.close();
      running = null;
    }
    if (records != null) {
      records.close();
      records = null;
    }
  }
}
