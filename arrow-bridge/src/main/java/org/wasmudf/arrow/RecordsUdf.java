package org.wasmudf.arrow;

import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// A function of records, ready to be called for batches of them.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class RecordsUdf implements AutoCloseable {
  /// The most records that a guest is given at once.
  public static final int MAX_RECORDS = 8192;

  private final RecordsFunction function;
  private final BatchEvaluator evaluator;
  private final LinearMemory memory;
  private final GuestCalls calls;
  private long portionBytes = Portions.MOST_BYTES;

  private RecordsUdf(RecordsFunction function, BatchEvaluator evaluator) {
    this.function = function;
    this.evaluator = evaluator;
    this.memory = evaluator.memory();
    this.calls =
        new GuestCalls(evaluator, memory, function.module(), function.name(), function.limits());
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  public static RecordsUdf of(RecordsFunction function, BatchEvaluator evaluator) {
    return new RecordsUdf(function, evaluator);
  }

  /// Calls the function once, for all records that are asked for, unless these are more than
  /// [#MAX_RECORDS] or the guest may have no room for as many, or for what becomes of them; then
  /// for the first of them.
  ///
  /// @param from the number of the first record in the input
  /// @param records how many at most
  /// @return what becomes of [RecordsOutput#taken] records, at least one where there are any; the
  ///   caller's to close
  /// @throws UdfException whatever the guest does wrong; the next call works, with a new guest. Its
  ///   row is the number of the record in the input, where it is known: where it is what became of
  ///   a record that is wrong, or where that was the only one
  public RecordsOutput call(RecordsInput input, int from, int records) {
    Objects.checkFromIndexSize(from, records, input.size());
    if (records == 0) {
      return new RecordsOutput(input, from, 0, RecordsOutput.noRows(memory.allocator()));
    }
    int some = portion(input, from, records);
    while (true) {
      try {
        return take(input, from, some);
      } catch (UdfException e) {
        if (some == 1 || !Portions.isTooMuch(e)) {
          throw e;
        }
        some = Math.max(some / 4, 1);
        portionBytes = Math.max(input.bytes(from, some), Portions.LEAST_BYTES);
      }
    }
  }

  /// How many records are tried first. What a batch becomes may have as many bytes as what one
  /// record does, and is often about as large as the batch.
  private int portion(RecordsInput input, int from, int records) {
    ResourceLimits limits = calls.limits();
    long output = Math.max(limits.get(Limit.OUTPUT_BYTES) / 2, Portions.LEAST_BYTES);
    long most = Portions.bytes(limits, Math.min(portionBytes, output));
    int some = Math.min(records, MAX_RECORDS);
    while (some > 1 && input.bytes(from, some) > most) {
      some /= 2;
    }
    return some;
  }

  private RecordsOutput take(RecordsInput input, int from, int records) {
    List<FieldVector> columns =
        calls.run(
            records,
            () -> {
              try {
                return callGuest(input, from, records);
              } catch (UdfException e) {
                throw inInput(e, from, records);
              }
            });
    return new RecordsOutput(input, from, records, columns);
  }

  /// A failure, with the number of the record in the input.
  private static UdfException inInput(UdfException e, int from, int records) {
    if (e.row().isPresent()) {
      return e.inRow(from + e.row().getAsLong());
    }
    boolean isOfGuest = e instanceof UdfException.Guest || e instanceof UdfException.Resource;
    return records == 1 && isOfGuest ? e.inRow(from) : e;
  }

  private List<FieldVector> callGuest(RecordsInput input, int from, int records) {
    Guest guest = calls.sandbox().guest(function.module());
    long bytes = input.bytes(from, records);
    int start = guest.hostBlock((int) Math.min(bytes, Integer.MAX_VALUE));
    GuestBlock block = new GuestBlock(guest.memoryBytes().asSlice(0, start + bytes), start);
    int output = block.empty();
    int batch = input.write(block, from, records);
    memory.countCopied(bytes);
    calls.callForBatch(guest, records, function.called(), batch, output);
    return calls.take(
        guest,
        output,
        () -> new RecordsReader(guest, memory.allocator(), calls.limits(), records).read(output));
  }

  /// Gives the guest back.
  @Override
  public void close() {
    evaluator.close();
  }
}
