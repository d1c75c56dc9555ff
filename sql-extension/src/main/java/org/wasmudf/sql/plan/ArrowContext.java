package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.sql.exec.Batch;
import org.wasmudf.sql.exec.CellWriter;
import org.wasmudf.sql.exec.Vectors;
import org.wasmudf.sql.function.Execution;

/// One execution of a plan: its parameters, its memory and the guests it holds. Confined to one
/// thread.
public final class ArrowContext implements AutoCloseable {
  private final DataContext data;
  private final List<EnumerableToArrow> inputs;
  private final List<Enumerable<?>> inputRows;
  private final LinearMemory memory = LinearMemory.shared();
  private final Execution execution;
  private final Cancellation cancellation;
  private final @Nullable AtomicBoolean cancelFlag;
  private @Nullable BufferAllocator allocator;
  private @Nullable BatchEvaluator evaluator;
  private final List<Vectors> constants = new ArrayList<>();
  private final List<FieldVector> owned = new ArrayList<>();

  /// @param data the statement's parameters and variables
  /// @param inputs the plan's inputs that code was generated for
  /// @param inputRows their rows, as arrays, in the same order
  ArrowContext(DataContext data, List<EnumerableToArrow> inputs, List<Enumerable<?>> inputRows) {
    this.data = data;
    this.inputs = inputs;
    this.inputRows = inputRows;
    this.execution = Execution.of(data);
    this.cancellation = execution.cancellation();
    this.cancelFlag = DataContext.Variable.CANCEL_FLAG.get(data);
  }

  /// The statement's parameters and variables.
  public DataContext data() {
    return data;
  }

  /// Where batches are allocated; in data memories, so that kernels read them without a copy.
  public BufferAllocator allocator() {
    if (allocator == null) {
      allocator = memory.allocator().newChildAllocator("statement", 0, Long.MAX_VALUE);
    }
    return allocator;
  }

  /// What calls functions for this execution.
  public BatchEvaluator evaluator() {
    if (evaluator == null) {
      evaluator = new BatchEvaluator(memory, execution.tenant(), Kernels.FASTEST, cancellation);
      evaluator.callIn(execution.callContext(data));
    }
    return evaluator;
  }

  /// A column with a parameter's value in each row, for batches of any size. Stays this context's.
  FieldVector parameterColumn(KernelProgram.Parameter parameter) {
    String name = "?" + parameter.index();
    return constantColumn(parameter.type().field(name), data.get(name));
  }

  /// A column with the same value in each row, for batches of any size. Stays this context's.
  ///
  /// @param value in a form that [CellWriter] takes
  FieldVector constantColumn(Field field, @Nullable Object value) {
    return constantColumn(field, value, Batch.MAX_ROWS);
  }

  /// A column of one row with a parameter's value. Stays this context's.
  FieldVector parameterValue(KernelProgram.Parameter parameter) {
    String name = "?" + parameter.index();
    return constantValue(parameter.type().field(name), data.get(name));
  }

  /// A column of one row. Stays this context's.
  ///
  /// @param value in a form that [CellWriter] takes
  FieldVector constantValue(Field field, @Nullable Object value) {
    return constantColumn(field, value, 1);
  }

  private FieldVector constantColumn(Field field, @Nullable Object value, int rows) {
    Vectors column = Vectors.allocate(List.of(field), rows, allocator());
    constants.add(column);
    CellWriter writer = CellWriter.of(column.list().getFirst());
    for (int row = 0; row < rows; row++) {
      writer.write(row, value);
    }
    return column.batch(rows).column(0);
  }

  /// Keeps a vector until the execution ends.
  ///
  /// @param vector the caller's until now
  /// @return the same
  FieldVector own(FieldVector vector) {
    owned.add(vector);
    return vector;
  }

  /// The rows of an input that code was generated for.
  Enumerable<?> inputRows(EnumerableToArrow input) {
    return inputRows.get(inputs.indexOf(input));
  }

  /// Asked once a batch.
  ///
  /// @throws UdfException CANCELLED when the statement was cancelled or its time is over
  void checkCancelled() {
    cancellation.check();
    if (cancelFlag != null && cancelFlag.get()) {
      throw UdfException.of(UdfErrorCode.CANCELLED, "the statement was cancelled");
    }
  }

  /// Gives back guests and memory.
  ///
  /// @throws IllegalStateException when an operator has left a batch open
  @Override
  public void close() {
    if (evaluator != null) {
      evaluator.close();
    }
    constants.forEach(Vectors::close);
    owned.forEach(FieldVector::close);
    if (allocator != null) {
      allocator.close();
    }
  }
}
