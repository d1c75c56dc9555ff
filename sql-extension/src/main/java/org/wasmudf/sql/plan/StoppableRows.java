package org.wasmudf.sql.plan;

import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.sql.function.Execution;

/// Passes rows on, and stops when the statement was cancelled or its time is over: Calcite's own
/// operators never ask.
///
/// It stands around those with more than one input, joins above all, which make many rows of few or
/// look at many without making any. All others are done soon after their input is.
public final class StoppableRows extends SingleRel implements EnumerableRel {
  private StoppableRows(RelNode input) {
    super(input.getCluster(), input.getTraitSet(), input);
  }

  /// A plan that can be stopped wherever it may take long.
  public static RelNode in(RelNode plan) {
    List<RelNode> inputs = plan.getInputs();
    boolean isLong = plan instanceof EnumerableRel && inputs.size() > 1;
    List<RelNode> stoppable =
        inputs.stream().map(StoppableRows::in).map(each -> isLong ? around(each) : each).toList();
    RelNode same = stoppable.equals(inputs) ? plan : plan.copy(plan.getTraitSet(), stoppable);
    return isLong ? around(same) : same;
  }

  private static RelNode around(RelNode rows) {
    return rows instanceof StoppableRows ? rows : new StoppableRows(rows);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new StoppableRows(inputs.getFirst());
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = implementor.visitChild(this, 0, (EnumerableRel) getInput(), prefer);
    BlockBuilder code = new BlockBuilder();
    code.add(
        Expressions.return_(
            null,
            Expressions.call(
                StoppableRows.class,
                "stoppable",
                DataContext.ROOT,
                code.append("rows", rows.block))));
    return implementor.result(rows.physType, code.toBlock());
  }

  /// Called from generated code.
  public static <T> Enumerable<T> stoppable(DataContext data, Enumerable<T> rows) {
    Cancellation cancellation = Execution.of(data).cancellation();
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<T> enumerator() {
        return new Rows<>(rows.enumerator(), cancellation);
      }
    };
  }

  private record Rows<T>(Enumerator<T> rows, Cancellation cancellation) implements Enumerator<T> {
    @Override
    public T current() {
      return rows.current();
    }

    @Override
    public boolean moveNext() {
      cancellation.check();
      return rows.moveNext();
    }

    @Override
    public void reset() {
      rows.reset();
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
