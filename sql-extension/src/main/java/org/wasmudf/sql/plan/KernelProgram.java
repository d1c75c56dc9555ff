package org.wasmudf.sql.plan;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.wasmudf.arrow.BatchExpression;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.sql.exec.Batch;
import org.wasmudf.sql.exec.BatchFunction;

/// An expression of the plan in the form that kernels evaluate.
///
/// The statement's parameters are columns behind the input's, each with the same value in all rows:
/// so one kernel serves every value.
///
/// @param columns how many columns the input has
/// @param parameters the parameters, in the order of their columns
/// @param expression over all these columns
record KernelProgram(int columns, List<Parameter> parameters, KernelExpr expression)
    implements ColumnProgram {
  /// A `?`.
  ///
  /// @param index its number in the statement, counted from 0
  /// @param type its type
  record Parameter(int index, SqlType type) {}

  KernelProgram {
    parameters = List.copyOf(parameters);
  }

  @Override
  public BatchFunction open(ArrowContext context) {
    List<FieldVector> values = new ArrayList<>(parameters.size());
    for (Parameter each : parameters) {
      values.add(context.parameterColumn(each));
    }
    BatchExpression prepared = context.evaluator().prepare(expression);
    return (batch, rows) -> prepared.evaluateSome(new Columns(batch, columns, values), rows);
  }

  /// The input's columns, loaded when the expression asks for them, and the parameters.
  private static final class Columns extends AbstractList<FieldVector> {
    private final Batch batch;
    private final int count;
    private final List<FieldVector> parameters;

    Columns(Batch batch, int count, List<FieldVector> parameters) {
      this.batch = batch;
      this.count = count;
      this.parameters = parameters;
    }

    @Override
    public FieldVector get(int index) {
      return index < count ? batch.column(index) : parameters.get(index - count);
    }

    @Override
    public int size() {
      return count + parameters.size();
    }
  }
}
