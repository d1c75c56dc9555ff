package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.List;
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

/// An aggregate over rows that code of Calcite's collects, for a window or whatever else the
/// operators over batches leave to it. Used by that code only.
///
/// Rows are kept until somebody asks for the result, and then given to a guest at once: nobody
/// would close one that is held meanwhile.
public final class RowAggregate {
  private static final Numbered<AggregateFunction> FUNCTIONS = new Numbered<>();

  private final DataContext data;
  private final AggregateFunction function;
  private final List<Object[]> rows = new ArrayList<>();

  private RowAggregate(DataContext data, AggregateFunction function) {
    this.data = data;
    this.function = function;
  }

  /// The number by which code names a function.
  static int number(AggregateFunction function) {
    return FUNCTIONS.of(function);
  }

  /// A function over no rows.
  ///
  /// @param data tells for whom
  /// @param number which
  public static RowAggregate of(DataContext data, int number) {
    return new RowAggregate(data, FUNCTIONS.get(number));
  }

  /// Takes a row in, unless an argument is NULL.
  ///
  /// @param arguments in Calcite's own forms
  public void add(@Nullable Object[] arguments) {
    for (Object each : arguments) {
      if (each == null) {
        return;
      }
    }
    rows.add(arguments);
  }

  /// What the rows come to, in Calcite's own form.
  public Object result() {
    Execution execution = Execution.of(data);
    execution.cancellation().check();
    List<KernelExpr> columns = new ArrayList<>();
    for (SqlType type : function.signature().parameters()) {
      columns.add(new KernelExpr.Column(columns.size(), type));
    }
    try (BatchEvaluator evaluator = RowCall.evaluator(execution, execution.callContext(data));
        AggregateUdf udf = AggregateUdf.of(function, columns, evaluator)) {
      udf.reserve(1);
      for (int from = 0; from < rows.size(); from += Batch.MAX_ROWS) {
        update(udf, rows.subList(from, Math.min(from + Batch.MAX_ROWS, rows.size())));
      }
      try (FieldVector result = udf.finish(0, 1)) {
        Object value = CellReader.of(result).read(0);
        if (value == null) {
          throw new IllegalStateException(function + " returned NULL");
        }
        return value;
      }
    } catch (UdfException e) {
      if (e.code() == UdfErrorCode.CANCELLED) {
        throw e;
      }
      // A row's place among those that happened to be collected says nothing to the user.
      throw e.withoutRow().inFunction(function.name());
    }
  }

  private void update(AggregateUdf udf, List<Object[]> batch) {
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
      udf.update(null, columns.batch(batch.size()).columns(), batch.size(), null);
    }
  }
}
