package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableAggregate;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.InvalidRelException;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/// Aggregations that don't run over batches, by Calcite's own operator.
final class RowAggregates {
  private RowAggregates() {}

  /// The operator, or null when batches do it, for their sums are checked, or when Calcite can't do
  /// it either.
  static @Nullable RelNode enumerable(Aggregate aggregate) {
    if (Aggregates.supports(aggregate)) {
      return null;
    }
    RelTraitSet traits = aggregate.getCluster().traitSetOf(EnumerableConvention.INSTANCE);
    List<AggregateCall> calls = new ArrayList<>();
    RelNode input = withDecimals(aggregate, calls);
    try {
      return new EnumerableAggregate(
          aggregate.getCluster(),
          traits,
          RelOptRule.convert(input, input.getTraitSet().replace(EnumerableConvention.INSTANCE)),
          aggregate.getGroupSet(),
          aggregate.getGroupSets(),
          calls);
    } catch (InvalidRelException e) {
      return null;
    }
  }

  /// The input with the BIGINTs that are summed to a DECIMAL as DECIMALs, which Calcite's code asks
  /// for, and the calls on it.
  private static RelNode withDecimals(Aggregate aggregate, List<AggregateCall> calls) {
    RelNode input = aggregate.getInput();
    RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
    for (RelDataTypeField each : input.getRowType().getFieldList()) {
      columns.add(rexBuilder.makeInputRef(input, each.getIndex()));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!sumsBigints(call, input)) {
        calls.add(call);
        continue;
      }
      RexNode column = columns.get(call.getArgList().getFirst());
      RelDataType decimal =
          rexBuilder
              .getTypeFactory()
              .createTypeWithNullability(call.getType(), column.getType().isNullable());
      calls.add(call.withArgList(List.of(columns.size())));
      names.add("$decimal" + columns.size());
      columns.add(rexBuilder.makeCast(decimal, column));
    }
    return columns.size() == input.getRowType().getFieldCount()
        ? input
        : LogicalProject.create(input, List.of(), columns, names, Set.of());
  }

  private static boolean sumsBigints(AggregateCall call, RelNode input) {
    SqlKind kind = call.getAggregation().getKind();
    return (kind == SqlKind.SUM || kind == SqlKind.SUM0)
        && call.getType().getSqlTypeName() == SqlTypeName.DECIMAL
        && input
                .getRowType()
                .getFieldList()
                .get(call.getArgList().getFirst())
                .getType()
                .getSqlTypeName()
            == SqlTypeName.BIGINT;
  }
}
