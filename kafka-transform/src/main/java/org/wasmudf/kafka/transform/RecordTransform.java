package org.wasmudf.kafka.transform;

import java.util.List;
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

  /// Transforms records that have no schemas, with one call of each function for all of them.
  ///
  /// When the guest fails, those are transformed one by one, by another guest, so that only the
  /// record that is to blame fails.
  ///
  /// @param records not changed by anybody any more
  /// @throws UdfException when no record is to blame: the tenant has to wait, or the fault is ours;
  ///   nothing has become of any record then
  public Outcomes<R> applyAll(List<R> records) {
    try {
      return host.callRepeatably(records, this::applyAll);
    } catch (UdfException.Guest | UdfException.Resource e) {
      Outcomes<R> outcomes = open(records);
      applyEach(outcomes);
      return outcomes;
    }
  }

  private Outcomes<R> applyAll(Operation<R> operation, List<R> records) {
    Outcomes<R> outcomes = open(records);
    if (outcomes.openCount() > 0) {
      operation.applyAll(outcomes);
    }
    return outcomes;
  }

  /// What has become of records before any call: those that are empty go on as they are.
  private Outcomes<R> open(List<R> records) {
    Outcomes<R> outcomes = new Outcomes<>(records);
    outcomes.forEachOpen(
        (record, number, _) -> {
          try {
            if (isEmpty(record)) {
              outcomes.make(number, record);
              return false;
            }
            return true;
          } catch (DataException e) {
            outcomes.fail(number, e);
            return false;
          }
        });
    return outcomes;
  }

  private void applyEach(Outcomes<R> outcomes) {
    outcomes.forEachOpen(
        (record, number, _) -> {
          try {
            outcomes.make(number, host.callRepeatably(record, Operation::apply));
          } catch (DataException | UdfException.Guest | UdfException.Resource e) {
            outcomes.fail(number, e);
          }
          return false;
        });
  }

  /// Ends the guest.
  @Override
  public void close() {
    host.close();
  }
}
