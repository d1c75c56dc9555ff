package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;

/// Operators over batches, from one whose rows are wanted down to tables and to enumerable inputs.
/// Immutable; each reading of its rows runs it anew.
///
/// Public for the code that Calcite generates.
public final class ArrowPlan {
  private final ArrowRel root;
  private final List<EnumerableToArrow> inputs = new ArrayList<>();

  ArrowPlan(ArrowRel root) {
    this.root = root;
    collect(root);
  }

  private void collect(RelNode node) {
    if (node instanceof EnumerableToArrow input) {
      if (!input.isInterpreted()) {
        inputs.add(input);
      }
      return;
    }
    node.getInputs().forEach(this::collect);
  }

  /// The inputs that code must be generated for.
  List<EnumerableToArrow> inputs() {
    return inputs;
  }

  /// The rows, as arrays.
  public Enumerable<@Nullable Object[]> rows(DataContext data, Enumerable<?>... inputRows) {
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return run(data, inputRows);
      }
    };
  }

  /// The values of the only column.
  public Enumerable<@Nullable Object> values(DataContext data, Enumerable<?>... inputRows) {
    return rows(data, inputRows).select(row -> row[0]);
  }

  private Enumerator<@Nullable Object[]> run(DataContext data, Enumerable<?>[] inputRows) {
    ArrowContext context = new ArrowContext(data, inputs, List.of(inputRows));
    try {
      return new RowEnumerator(context, root.open(context), root.getRowType().getFieldCount());
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }
}
