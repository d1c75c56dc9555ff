package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateUdf;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.SqlType;

/// An aggregate function of a guest, which keeps the states in its own memory.
final class GuestAggregate implements Accumulator, AutoCloseable {
  private final AggregateFunction.Guest call;
  private final AggregateUdf udf;

  GuestAggregate(AggregateFunction.Guest call, BatchEvaluator evaluator) {
    this.call = call;
    List<KernelExpr> arguments = new ArrayList<>();
    for (SqlType type : call.function().signature().parameters()) {
      arguments.add(new KernelExpr.Column(arguments.size(), type));
    }
    this.udf = AggregateUdf.of(call.function(), arguments, evaluator);
  }

  @Override
  public void reserve(int lastGroup) {
    udf.reserve(lastGroup + 1);
  }

  /// Takes in a batch.
  ///
  /// @param groups the group of each row; null when all are in group 0
  void add(Batch batch, int @Nullable [] groups) {
    List<FieldVector> columns = call.columns().stream().map(batch::column).toList();
    BitVector filter =
        call.filter() == AggregateFunction.NONE ? null : (BitVector) batch.column(call.filter());
    udf.update(groups, columns, batch.rows(), filter);
  }

  @Override
  public void merge(Accumulator other, int from, int count, int[] groups) {
    udf.merge(groups, ((GuestAggregate) other).udf, from, count);
  }

  /// Writes the results of groups that follow each other.
  void write(int from, int count, FieldVector target) {
    reserve(from + count - 1);
    try (FieldVector results = udf.finish(from, count)) {
      results.makeTransferPair(target).transfer();
    }
  }

  @Override
  public void close() {
    udf.close();
  }
}
