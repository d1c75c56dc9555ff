package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.function.Function0;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Window;
import org.wasmudf.sql.function.WasmAggregateFunction;
import org.wasmudf.sql.function.WindowScope;

/// Stands around a window of Calcite's with aggregates of guests, and ends them with it.
public final class RowWindow extends SingleRel implements EnumerableRel {
  private RowWindow(RelNode input) {
    super(input.getCluster(), input.getTraitSet(), input);
  }

  /// A plan in which all such windows are stood around.
  public static RelNode in(RelNode plan) {
    List<RelNode> inputs = plan.getInputs().stream().map(RowWindow::in).toList();
    RelNode same = inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    return same instanceof EnumerableRel && same instanceof Window window && callsGuests(window)
        ? new RowWindow(same)
        : same;
  }

  private static boolean callsGuests(Window window) {
    return window.groups.stream()
        .flatMap(each -> each.aggCalls.stream())
        .anyMatch(each -> WasmAggregateFunction.in(each.getOperator()) != null);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new RowWindow(inputs.getFirst());
  }

  @Override
  @SuppressWarnings("unchecked") // A function's class has no type arguments.
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    BlockBuilder code = new BlockBuilder();
    code.add(
        Expressions.return_(
            null,
            Expressions.convert_(
                Expressions.call(
                    WindowScope.class,
                    "run",
                    DataContext.ROOT,
                    Expressions.lambda(Function0.class, rows.block)),
                Enumerable.class)));
    return implementor.result(rows.physType, code.toBlock());
  }
}
