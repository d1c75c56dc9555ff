package org.wasmudf.sql.plan;

import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/// What operators cost, in rows of Calcite's enumerable convention. Calcite's planner compares
/// nothing but rows.
final class Costs {
  /// A row in an operator on batches.
  static final double BATCHED_ROW = 0.05;

  /// A call of a guest for a row of a batch: dear enough that what is called again is not cheaper
  /// than another operator, unless next to nothing is.
  private static final double BATCHED_CALL = 10;

  /// A row made into Java objects or back, and each of its values.
  private static final double CONVERTED_ROW = 0.2;

  private static final double CONVERTED_VALUE = 0.1;

  /// An operator that calls guests row by row, as much as to be chosen only when there is no other.
  private static final double LAST_RESORT = 1e9;

  /// A row for which a guest is called by itself.
  private static final double CALLED_ROW = 1_000;

  /// Starting the engine and compiling a kernel, where no function asks for it anyway.
  private static final double KERNEL_START = 1_000_000;

  private Costs() {}

  /// Rows made into Java objects or back.
  static @Nullable RelOptCost ofConversion(@Nullable RelOptCost cost, RelDataType rowType) {
    return scaled(cost, CONVERTED_ROW + CONVERTED_VALUE * rowType.getFieldCount());
  }

  static @Nullable RelOptCost scaled(@Nullable RelOptCost cost, double factor) {
    return cost == null ? null : cost.multiplyBy(factor);
  }

  /// An operator that looks at each of its input's rows.
  ///
  /// @param rows the input's
  /// @param calls how many guests it calls for each of them
  /// @param startsKernel whether it is the operator that makes a kernel necessary
  static @Nullable RelOptCost ofBatches(
      RelOptPlanner planner, @Nullable Double rows, int calls, boolean startsKernel) {
    if (rows == null) {
      return null;
    }
    double perRow = BATCHED_ROW + calls * BATCHED_CALL;
    double cost = rows * perRow + (startsKernel ? KERNEL_START : 0);
    return planner.getCostFactory().makeCost(cost, cost, 0);
  }

  /// An operator that calls guests row by row.
  ///
  /// @param rows the input's
  static @Nullable RelOptCost ofCalledRows(RelOptPlanner planner, @Nullable Double rows) {
    if (rows == null) {
      return null;
    }
    double cost = LAST_RESORT + rows * CALLED_ROW;
    return planner.getCostFactory().makeCost(cost, cost, 0);
  }
}
