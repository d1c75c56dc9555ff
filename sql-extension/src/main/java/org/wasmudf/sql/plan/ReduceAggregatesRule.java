package org.wasmudf.sql.plan;

import java.util.EnumSet;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.rules.AggregateReduceFunctionsRule;
import org.apache.calcite.sql.SqlKind;

/// Calcite's rule that expresses aggregate functions by simpler ones, but leaves an average alone
/// where it can be computed directly: Calcite's own division keeps no more than 16 digits.
final class ReduceAggregatesRule extends AggregateReduceFunctionsRule {
  private static final EnumSet<SqlKind> STATISTICAL = statistical();

  /// Standard deviations, variances and their like, always.
  static final ReduceAggregatesRule STATISTICS =
      new ReduceAggregatesRule(STATISTICAL, "Statistics", true);

  /// Averages, beside a function that batches don't have.
  static final ReduceAggregatesRule AVERAGES =
      new ReduceAggregatesRule(EnumSet.of(SqlKind.AVG), "Averages", false);

  private final boolean always;

  private ReduceAggregatesRule(EnumSet<SqlKind> kinds, String name, boolean always) {
    super(
        Config.DEFAULT
            .withFunctionsToReduce(kinds)
            .withDescription("WasmReduce" + name)
            .as(Config.class));
    this.always = always;
  }

  private static EnumSet<SqlKind> statistical() {
    EnumSet<SqlKind> kinds = EnumSet.copyOf(SqlKind.AVG_AGG_FUNCTIONS);
    kinds.addAll(SqlKind.COVAR_AVG_AGG_FUNCTIONS);
    kinds.remove(SqlKind.AVG);
    return kinds;
  }

  @Override
  public boolean matches(RelOptRuleCall call) {
    return super.matches(call) && (always || !staysInBatches(call.rel(0)));
  }

  private static boolean staysInBatches(Aggregate aggregate) {
    return ColumnTypes.supports(aggregate.getInput().getRowType())
        && aggregate.getAggCallList().stream()
            .allMatch(
                call -> isReducible(call) || Aggregates.function(call, aggregate).isPresent());
  }

  private static boolean isReducible(AggregateCall call) {
    return STATISTICAL.contains(call.getAggregation().getKind());
  }
}
