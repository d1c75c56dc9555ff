package org.wasmudf.runtime;

import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// What a call that no kernel meters may use: as much as so many rows, or as one call.
///
/// @param limits the tenant's, or tighter ones
/// @param fuelLimit the one that the instructions are counted against
/// @param times how often what it allows may be used
public record CallBudget(ResourceLimits limits, Limit fuelLimit, long times) {
  /// For a call whose length the guest decides.
  public static CallBudget ofCall(ResourceLimits limits) {
    return new CallBudget(limits, Limit.FUEL_CALL, 1);
  }

  /// For a call that does the work of so many rows.
  public static CallBudget ofRows(ResourceLimits limits, int rows) {
    return new CallBudget(limits, Limit.FUEL_ROW, rows);
  }

  /// In instructions.
  public long fuel() {
    long once = limits.get(fuelLimit);
    return once > Long.MAX_VALUE / times ? Long.MAX_VALUE : once * times;
  }

  /// A failure, seen to be for want of fuel.
  public UdfException exhausted(UdfException failure) {
    String rows = times == 1 ? "" : " for %,d rows".formatted(times);
    return failure
        .as(
            UdfErrorCode.FUEL_EXHAUSTED,
            "it executed more than %,d instructions%s (%s)"
                .formatted(fuel(), rows, fuelLimit.key()))
        .exceeding(fuelLimit, limits.get(fuelLimit));
  }
}
