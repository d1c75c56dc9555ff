package org.wasmudf.kafka.transform;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;

/// A configured transform of single records, with its guest. Used by one thread.
///
/// One record in, at most one out. A record in which a part is null that a call reads or assigns,
/// such as a tombstone, goes on as it is.
///
/// @param <R> records
public final class RecordTransform<R> implements AutoCloseable {
  private final ModuleHost<Operation<R>> host;
  private final RecordAccess<R> access;
  private final boolean readsKey;
  private final boolean readsValue;

  private RecordTransform(ModuleHost<Operation<R>> host, RecordAccess<R> access) {
    this.host = host;
    this.access = access;
    this.readsKey = host.operation().parts().contains(Part.KEY);
    this.readsValue = host.operation().parts().contains(Part.VALUE);
  }

  /// Loads the module. Starts the engine.
  ///
  /// @param access to the records that come
  /// @param scope the part whose fields paths are; null where they begin with the part's name
  /// @throws ConfigException naming the key and what to do
  public static <R> RecordTransform<R> open(
      Settings settings, RecordAccess<R> access, @Nullable Part scope) {
    return new RecordTransform<>(
        ModuleHost.open(settings, module -> Operation.of(settings, module, scope, access)), access);
  }

  /// Whether a part is null that the transform is about, so that the record goes on as it is.
  public boolean isEmpty(R record) {
    return (readsKey && access.value(record, Part.KEY) == null)
        || (readsValue && access.value(record, Part.VALUE) == null);
  }

  /// Transforms a record.
  ///
  /// @return null to drop it
  /// @throws DataException when the record hasn't got what the call takes
  /// @throws UdfException whatever the guest does wrong; the next call has another one
  public @Nullable R apply(R record) {
    return isEmpty(record) ? record : host.callRepeatably(record, Operation::apply);
  }

  /// Tells of the calls that are made, from now on until it is closed.
  public void report(MetricSink sink) {
    host.report(sink);
  }

  /// Ends the guest.
  @Override
  public void close() {
    host.close();
  }
}
