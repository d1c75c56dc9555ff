package org.wasmudf.kafka.transform;

import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.StateUdf;
import org.wasmudf.runtime.UdfException;

/// A configured aggregate function over records, with its guest, which keeps nothing between
/// records: states are the caller's. Used by one thread.
///
/// @param <R> records
public final class RecordAggregate<R> implements AutoCloseable {
  private final ModuleHost<StateCall<R>> host;

  private RecordAggregate(ModuleHost<StateCall<R>> host) {
    this.host = host;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @param access to the records that come
  /// @param scope the part whose fields paths are; null where they begin with the part's name
  /// @throws ConfigException naming the key and what to do
  public static <R> RecordAggregate<R> open(
      Settings settings, RecordAccess<R> access, @Nullable Part scope) {
    return new RecordAggregate<>(
        ModuleHost.open(
            settings, module -> module.prepareAggregate(Operation.call(settings), scope, access)));
  }

  /// Takes a record in.
  ///
  /// @param record without a null in the part whose fields are read
  /// @param state what the record before gave; null when there was none
  /// @return the state, and the result as Connect has it; null when nothing changes, because an
  ///   argument is NULL and the function isn't called then
  /// @throws DataException when the record hasn't got what the call takes
  /// @throws UdfException whatever the guest does wrong; the next call has another one
  public StateUdf.@Nullable Updated update(R record, byte @Nullable [] state) {
    return host.call(call -> call.update(record, state));
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
