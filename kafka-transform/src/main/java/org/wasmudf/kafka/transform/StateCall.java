package org.wasmudf.kafka.transform;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.StateUdf;

/// A call of an aggregate function whose arguments come out of records. Used by one thread.
///
/// @param <R> records
final class StateCall<R> {
  private final StateUdf udf;
  private final CallMeter meter;
  private final RecordAccess<R> access;
  private final ResultForm result;
  private final PlanCache<CallArguments.Bound<R>> plans;

  StateCall(CallArguments<R> arguments, StateUdf udf, CallMeter meter) {
    this.udf = udf;
    this.meter = meter;
    this.access = arguments.access();
    this.result = ResultForm.of(udf.function().signature().result());
    this.plans = new PlanCache<>(arguments::bind);
  }

  /// Takes a record in.
  ///
  /// @param state what the record before gave; null when there was none
  /// @return the result as Connect has it; null when nothing changes
  /// @throws DataException when an argument can't be passed
  /// @throws org.wasmudf.runtime.UdfException whatever the guest does wrong
  StateUdf.@Nullable Updated update(R record, byte @Nullable [] state) {
    CallArguments.Bound<R> arguments =
        plans.get(access.schema(record, Part.KEY), access.schema(record, Part.VALUE));
    @Nullable Object[] values = arguments.read(record);
    StateUdf.Updated updated = meter.measure(1, () -> udf.update(state, values));
    return updated == null
        ? null
        : new StateUdf.Updated(updated.state(), result.value(updated.result()));
  }
}
