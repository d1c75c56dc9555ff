package org.wasmudf.sql.plan;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;

/// The calling convention of operators that pass each other Arrow batches.
///
/// Its first operator that a planner meets brings all its rules.
public final class ArrowConvention extends Convention.Impl {
  /// The only instance.
  public static final ArrowConvention INSTANCE = new ArrowConvention();

  private ArrowConvention() {
    super("ARROW", ArrowRel.class);
  }

  @Override
  public void register(RelOptPlanner planner) {
    ArrowRules.register(planner);
  }
}
