package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;

/// A table function, ready to be called.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class TableUdf implements AutoCloseable {
  private final TableFunction function;
  private final BatchEvaluator evaluator;
  private final LinearMemory memory;
  private final BatchExpression open;

  private TableUdf(TableFunction function, BatchEvaluator evaluator, LinearMemory memory) {
    this.function = function;
    this.evaluator = evaluator;
    this.memory = memory;
    List<KernelExpr> arguments = new ArrayList<>();
    for (SqlType each : function.signature().parameters()) {
      arguments.add(new KernelExpr.Column(arguments.size(), each));
    }
    this.open = evaluator.prepare(new KernelExpr.Call(function.open(), arguments));
  }

  /// A function, ready to be called; rows lie in that memory.
  public static TableUdf of(TableFunction function, LinearMemory memory) {
    return new TableUdf(function, new BatchEvaluator(memory), memory);
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  ///
  /// @param memory where rows lie
  public static TableUdf of(TableFunction function, BatchEvaluator evaluator, LinearMemory memory) {
    return new TableUdf(function, evaluator, memory);
  }

  /// Begins the rows for some arguments. Several may be read at a time.
  ///
  /// @param arguments a vector of one row for each parameter; where one is NULL, there are no rows
  /// @return the caller's to close, before this object is
  /// @throws org.wasmudf.runtime.UdfException whatever the guest does wrong; the next call works
  public TableRows open(List<? extends FieldVector> arguments) {
    GuestCalls calls =
        new GuestCalls(evaluator, memory, function.module(), function.name(), function.limits());
    try (FieldVector handle = open.evaluate(arguments, 1)) {
      return handle.isNull(0)
          ? TableRows.none(function, calls, memory)
          : TableRows.of(function, calls, memory, ((IntVector) handle).get(0));
    }
  }

  /// Gives the guest back.
  @Override
  public void close() {
    evaluator.close();
  }
}
