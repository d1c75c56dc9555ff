package org.wasmudf.arrow;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.UdfException;

/// A call of a function for batches, ready to be made over many batches. Made by a
/// [BatchEvaluator], under its rules.
public final class BatchCall {
  private final BatchEvaluator evaluator;
  private final LinearMemory memory;
  private final BatchFunction function;
  private final GuestCalls calls;

  BatchCall(BatchEvaluator evaluator, LinearMemory memory, BatchFunction function) {
    this.evaluator = evaluator;
    this.memory = memory;
    this.function = function;
    this.calls =
        new GuestCalls(evaluator, memory, function.module(), function.name(), function.limits());
  }

  /// Calls the function once, for all rows of a batch.
  ///
  /// @param arguments a vector for each parameter, of at least so many rows, or of one row: an
  ///   argument that is the same in every row
  /// @param rows how many rows
  /// @return a new vector, the caller's to close; NULL where an argument is NULL, unless the
  ///   function is called then
  /// @throws UdfException whatever the guest does wrong, with the row where it is known;
  ///   MEMORY_LIMIT when the guest has no room for so many rows; OUTPUT_LIMIT, without a row, when
  ///   nested results have more bytes together than one may have
  public FieldVector evaluate(List<? extends FieldVector> arguments, int rows) {
    check(arguments, rows);
    SqlType result = function.signature().result();
    if (rows == 0) {
      return result.field("result").createVector(memory.allocator());
    }
    if (Validity.hasNullConstant(deciding(arguments), rows)) {
      return nulls(rows);
    }
    return calls.run(rows, () -> call(arguments, rows));
  }

  /// Calls the function for the first rows of a batch: for all of them, unless the guest has no
  /// room for as many arguments or results.
  ///
  /// @param arguments as in [#evaluate]
  /// @param rows how many rows at most
  /// @return as [#evaluate], of at least one row where there are any
  /// @throws UdfException as [#evaluate], for a single row
  public FieldVector evaluateSome(List<? extends FieldVector> arguments, int rows) {
    long most = Portions.bytes(evaluator.tenant().limits(), Portions.MOST_BYTES);
    int some = rows;
    List<SqlType> types = function.signature().parameters();
    check(arguments, rows);
    while (some > 1 && ArrayWriter.bytes(arguments, types, some) > most) {
      some /= 2;
    }
    while (true) {
      try {
        return evaluate(arguments, some);
      } catch (UdfException e) {
        if (some <= 1 || !Portions.isTooMuch(e)) {
          throw e;
        }
        some = Math.max(some / 4, 1);
      }
    }
  }

  private void check(List<? extends FieldVector> arguments, int rows) {
    FunctionSignature signature = function.signature();
    if (rows < 0) {
      throw new IllegalArgumentException("a batch of " + rows + " rows");
    }
    if (arguments.size() != signature.parameters().size()) {
      throw new IllegalArgumentException(
          signature + " can't take " + arguments.size() + " columns");
    }
    for (FieldVector each : arguments) {
      if (each.getValueCount() < rows && each.getValueCount() != 1) {
        throw new IllegalArgumentException(
            "column '%s' has %d rows, neither 1 nor %d"
                .formatted(each.getName(), each.getValueCount(), rows));
      }
    }
  }

  private FieldVector call(List<? extends FieldVector> arguments, int rows) {
    Guest guest = calls.sandbox().guest(function.module());
    List<SqlType> types = function.signature().parameters();
    long bytes = ArrayWriter.bytes(arguments, types, rows);
    int block = guest.hostBlock((int) Math.min(bytes, Integer.MAX_VALUE));
    ArrayWriter writer = new ArrayWriter(guest.memoryBytes(), block, memory);
    int output = writer.empty();
    int input = writer.batch(arguments, types, rows);
    calls.callForBatch(guest, rows, function.called(), input, output);
    return calls
        .take(guest, output, () -> List.of(result(guest, output, arguments, rows)))
        .getFirst();
  }

  private FieldVector result(
      Guest guest, int output, List<? extends FieldVector> arguments, int rows) {
    FunctionSignature signature = function.signature();
    ArrayReader reader =
        new ArrayReader(
            guest.memoryBytes(), memory.allocator(), List.of(signature.result()), calls.limits());
    var column = new NestedType.Part("result", signature.result(), signature.length());
    try (ArrowBuf valid = Validity.ofAll(deciding(arguments), rows, memory.allocator())) {
      return reader.column(output, column, rows, valid);
    }
  }

  /// The arguments whose NULLs make the result NULL.
  private List<? extends FieldVector> deciding(List<? extends FieldVector> arguments) {
    return function.isCalledOnNull() ? List.of() : arguments;
  }

  private FieldVector nulls(int rows) {
    FieldVector vector =
        function.signature().result().field("result").createVector(memory.allocator());
    vector.setInitialCapacity(rows);
    vector.allocateNew();
    vector.setValueCount(rows);
    return vector;
  }
}
