package org.wasmudf.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexWindow;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.AggregateOperator;
import org.wasmudf.sql.function.FunctionDefinition;

/// Writes out the implicit casts in calls of guests' aggregate functions: an argument then has
/// exactly the parameter's type. What [FunctionConvertlets] does for other functions; Calcite
/// converts aggregates without asking.
final class AggregateCasts extends RelHomogeneousShuttle {
  private final Consumer<FunctionDefinition> found;

  private AggregateCasts(Consumer<FunctionDefinition> found) {
    this.found = found;
  }

  /// The query with the casts.
  ///
  /// @param found is told of each function that is called
  static RelNode in(RelNode root, Consumer<FunctionDefinition> found) {
    return root.accept(new AggregateCasts(found));
  }

  @Override
  public RelNode visit(RelNode other) {
    RelNode visited = super.visit(other);
    RexBuilder builder = visited.getCluster().getRexBuilder();
    RelNode cast = visited.accept(new Windows(builder));
    return cast instanceof LogicalAggregate aggregate ? withCasts(aggregate, builder) : cast;
  }

  private RelNode withCasts(LogicalAggregate aggregate, RexBuilder builder) {
    RelNode input = aggregate.getInput();
    List<RexNode> columns = new ArrayList<>();
    List<@Nullable String> names = new ArrayList<>(input.getRowType().getFieldNames());
    for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
      columns.add(builder.makeInputRef(input, i));
    }
    int before = columns.size();
    List<AggregateCall> calls = new ArrayList<>();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!(call.getAggregation() instanceof AggregateOperator operator)) {
        calls.add(call);
        continue;
      }
      found.accept(operator.definition());
      List<Integer> arguments = new ArrayList<>();
      for (int i = 0; i < call.getArgList().size(); i++) {
        int column = call.getArgList().get(i);
        RexNode cast = operator.argument(i, columns.get(column), builder);
        arguments.add(cast.equals(columns.get(column)) ? column : place(cast, columns, names));
      }
      calls.add(call.withArgList(arguments));
    }
    if (columns.size() == before) {
      return aggregate;
    }
    RelNode extended = LogicalProject.create(input, List.of(), columns, names, Set.of());
    return aggregate.copy(
        aggregate.getTraitSet(),
        extended,
        aggregate.getGroupSet(),
        aggregate.getGroupSets(),
        calls);
  }

  private static int place(RexNode column, List<RexNode> columns, List<@Nullable String> names) {
    int known = columns.indexOf(column);
    if (known >= 0) {
      return known;
    }
    columns.add(column);
    names.add(null);
    return columns.size() - 1;
  }

  /// The calls in OVER windows, and the queries within expressions.
  private final class Windows extends RexShuttle {
    private final RexBuilder builder;

    Windows(RexBuilder builder) {
      this.builder = builder;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      RexNode visited = super.visitSubQuery(subQuery);
      return visited instanceof RexSubQuery query
          ? query.clone(query.rel.accept(AggregateCasts.this))
          : visited;
    }

    @Override
    public RexNode visitOver(RexOver over) {
      if (!(super.visitOver(over) instanceof RexOver visited)
          || !(visited.getAggOperator() instanceof AggregateOperator operator)) {
        return super.visitOver(over);
      }
      found.accept(operator.definition());
      List<RexNode> arguments = new ArrayList<>();
      for (RexNode each : visited.getOperands()) {
        arguments.add(operator.argument(arguments.size(), each, builder));
      }
      RexWindow window = visited.getWindow();
      return builder.makeOver(
          visited.getType(),
          operator,
          arguments,
          window.partitionKeys,
          window.orderKeys,
          window.getLowerBound(),
          window.getUpperBound(),
          window.getExclude(),
          window.isRows(),
          true,
          false,
          visited.isDistinct(),
          visited.ignoreNulls());
    }
  }
}
