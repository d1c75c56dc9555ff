package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.CallBudget;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The rows that one call of a table function gives, pulled batch by batch. One thread; closed
/// before the [TableUdf] that it comes from.
public final class TableRows implements AutoCloseable {
  /// The most rows that a batch has.
  public static final int MAX_ROWS = 8192;

  private final TableFunction function;
  private final GuestCalls calls;
  private final LinearMemory memory;
  private final int handle;
  private final List<NestedType.Part> declared;
  private final List<SqlType> types;

  /// Where the guest knows the handle; null when there is nothing to be closed there.
  private @Nullable Sandbox sandbox;

  private TableRows(
      TableFunction function,
      GuestCalls calls,
      LinearMemory memory,
      int handle,
      @Nullable Sandbox sandbox) {
    this.function = function;
    this.calls = calls;
    this.memory = memory;
    this.handle = handle;
    this.declared = function.signature().parts();
    this.types = declared.stream().map(NestedType.Part::type).toList();
    this.sandbox = sandbox;
  }

  static TableRows of(TableFunction function, GuestCalls calls, LinearMemory memory, int handle) {
    return new TableRows(function, calls, memory, handle, calls.sandbox());
  }

  static TableRows none(TableFunction function, GuestCalls calls, LinearMemory memory) {
    return new TableRows(function, calls, memory, 0, null);
  }

  /// The next rows, at most [#MAX_ROWS].
  ///
  /// @return the caller's to close; null after the last
  /// @throws UdfException whatever the guest does wrong; then there are no more rows
  public @Nullable VectorSchemaRoot next() {
    if (sandbox == null) {
      return null;
    }
    checkAlive(sandbox);
    List<FieldVector> columns;
    try {
      columns = calls.run(0, this::fetch);
    } catch (UdfException e) {
      sandbox = null;
      throw e;
    }
    if (columns.isEmpty()) {
      close();
      return null;
    }
    calls.countRows(columns.getFirst().getValueCount());
    return VectorSchemaRoot.of(columns.toArray(FieldVector[]::new));
  }

  /// Another call in the same evaluator may have failed, and its guest is gone then.
  private void checkAlive(Sandbox opened) {
    if (!opened.equals(calls.sandbox())) {
      sandbox = null;
      throw UdfException.of(
              UdfErrorCode.GUEST_ERROR, "the instance that its rows come from has failed meanwhile")
          .inFunction(function.name());
    }
  }

  private List<FieldVector> fetch() {
    Guest guest = calls.sandbox().guest(function.module());
    int block = guest.hostBlock(GuestBlock.EMPTY_BYTES);
    int output = new GuestBlock(guest.memoryBytes(), block).empty();
    int rows =
        calls.call(guest, CallBudget.ofCall(calls.limits()), function.next(), handle, output);
    return calls.take(guest, output, () -> columns(guest, output, rows));
  }

  private List<FieldVector> columns(Guest guest, int output, int rows) {
    if (rows < 0 || rows > MAX_ROWS) {
      throw UdfException.of(
          UdfErrorCode.INVALID_RESULT,
          "its next returned %,d rows, not 0 to %,d".formatted(rows, MAX_ROWS));
    }
    List<FieldVector> columns = new ArrayList<>();
    if (rows == 0) {
      return columns;
    }
    ArrayReader reader =
        new ArrayReader(guest.memoryBytes(), memory.allocator(), types, calls.limits());
    try {
      reader.checkTable(output, rows, declared.size());
      for (NestedType.Part each : declared) {
        columns.add(reader.tableColumn(output, columns.size(), each, rows));
      }
      return columns;
    } catch (RuntimeException | Error e) {
      columns.forEach(FieldVector::close);
      throw e;
    }
  }

  /// Tells the guest that no more rows are wanted, if it doesn't know yet.
  ///
  /// @throws UdfException when it fails over that
  @Override
  public void close() {
    Sandbox opened = sandbox;
    sandbox = null;
    if (opened == null || !opened.equals(calls.sandbox())) {
      return;
    }
    try {
      calls.run(0, () -> end(opened));
    } catch (UdfException e) {
      // Whoever cancels wants no more of this, and the guest is gone with all of its handles.
      if (e.code() != UdfErrorCode.CANCELLED) {
        throw e;
      }
    }
  }

  private int end(Sandbox opened) {
    return calls.call(
        opened.guest(function.module()),
        CallBudget.ofCall(calls.limits()),
        function.close(),
        handle);
  }
}
