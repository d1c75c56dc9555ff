package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateFunction;
import org.wasmudf.arrow.AggregateUdf;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.sql.exec.Batch;
import org.wasmudf.sql.exec.CellReader;
import org.wasmudf.sql.exec.CellWriter;
import org.wasmudf.sql.exec.Vectors;

/// One state of an aggregate function, which rows of Calcite's go into. Confined to one thread.
final class RowStates implements AutoCloseable {
  private final AggregateFunction function;
  private final Execution execution;
  private final BatchEvaluator evaluator;
  private final AggregateUdf udf;

  /// A new state.
  ///
  /// @param data tells for whom
  RowStates(DataContext data, AggregateFunction function) {
    this.function = function;
    this.execution = Execution.of(data);
    this.evaluator = RowCall.evaluator(execution, execution.callContext(data));
    List<KernelExpr> columns = new ArrayList<>();
    for (SqlType type : function.signature().parameters()) {
      columns.add(new KernelExpr.Column(columns.size(), type));
    }
    this.udf = AggregateUdf.of(function, columns, evaluator);
  }

  /// Forgets all rows.
  void restart() {
    named(
        () -> {
          udf.restart(0, udf.groups());
          return null;
        });
  }

  /// Takes rows in.
  ///
  /// @param rows in Calcite's own forms; with NULLs if the function is called on them
  void update(List<@Nullable Object[]> rows) {
    inBatches(rows, udf::update);
  }

  /// Takes rows out.
  ///
  /// @param rows as in [#update]
  void retract(List<@Nullable Object[]> rows) {
    inBatches(rows, udf::retract);
  }

  /// What becomes of a batch.
  @FunctionalInterface
  private interface Step {
    void take(
        int @Nullable [] groups,
        List<? extends FieldVector> columns,
        int rows,
        @Nullable BitVector filter);
  }

  private void inBatches(List<@Nullable Object[]> rows, Step step) {
    for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
      List<@Nullable Object[]> batch =
          rows.subList(from, Math.min(from + Batch.MAX_ROWS, rows.size()));
      named(
          () -> {
            inBatch(batch, step);
            return null;
          });
    }
  }

  private void inBatch(List<@Nullable Object[]> batch, Step step) {
    List<SqlType> types = function.signature().parameters();
    try (Vectors columns =
        Vectors.allocate(
            types.stream().map(each -> each.field("argument")).toList(),
            batch.size(),
            LinearMemory.shared().allocator())) {
      for (int i = 0; i < types.size(); i++) {
        CellWriter writer = CellWriter.of(columns.list().get(i));
        for (int row = 0; row < batch.size(); row++) {
          writer.write(row, batch.get(row)[i]);
        }
      }
      udf.reserve(1);
      step.take(null, columns.batch(batch.size()).columns(), batch.size(), null);
    }
  }

  /// What the rows come to, in Calcite's own form.
  @Nullable Object result() {
    return named(
        () -> {
          udf.reserve(1);
          try (FieldVector result = udf.finish(0, 1)) {
            return CellReader.of(result).read(0);
          }
        });
  }

  private <T extends @Nullable Object> T named(Supplier<T> step) {
    execution.cancellation().check();
    try {
      return step.get();
    } catch (UdfException e) {
      if (e.code() == UdfErrorCode.CANCELLED) {
        throw e;
      }
      // A row's place among those that happened to be collected says nothing to the user.
      throw e.withoutRow().inFunction(function.name());
    }
  }

  @Override
  public void close() {
    udf.close();
    evaluator.close();
  }
}
