package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;

/// Nothing is copied where it lies right, and what must be copied is copied once.
class CopiedBytesTest {
  private static final int ROWS = 1000;

  @SuppressWarnings("UnusedVariable") // read by JUnit
  private static final List<SqlType> TYPES = Columns.TYPES;

  @SuppressWarnings("UnusedVariable") // read by JUnit
  private static final List<SqlType> IN_LOOPS =
      TYPES.stream()
          .filter(each -> !each.isVariableLength() && !(each instanceof SqlType.WideDecimal))
          .toList();

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final BatchEvaluator evaluator =
      new BatchEvaluator(memory, UdfRuntime.shared().owner(), Kernels.WEBASSEMBLY);

  @AfterEach
  void nothingLeaks() {
    evaluator.close();
    memory.close();
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void onlyStringsOfABatchInADataMemoryAreCopiedAndOnlyToTheGuest(SqlType type) {
    for (Nulls nulls : Nulls.values()) {
      try (FieldVector column = random(type, nulls, memory.allocator())) {
        assertCopied(call(type), column, ROWS, type.isVariableLength() ? stringBytes(column) : 0);
        TransferPair slice = column.getTransferPair(memory.allocator());
        slice.splitAndTransfer(501, 333);
        try (FieldVector part = (FieldVector) slice.getTo()) {
          assertCopied(call(type), part, 333, type.isVariableLength() ? stringBytes(part) : 0);
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("TYPES")
  void buffersFromElsewhereAreCopiedOnceEach(SqlType type) {
    try (BufferAllocator elsewhere = new RootAllocator()) {
      for (Nulls nulls : Nulls.values()) {
        try (FieldVector column = random(type, nulls, elsewhere)) {
          long validity = nulls == Nulls.NONE ? 0 : ROWS / 8;
          long values =
              switch (Layout.of(type)) {
                case BIT -> ROWS / 8;
                case BYTES -> (ROWS + 1) * 4L + 2 * stringBytes(column);
                default -> (long) ROWS * Layout.of(type).width();
              };
          assertCopied(call(type), column, ROWS, validity + values);
          assertThat(column.getDataBuffer()).as("is the caller's").isNotNull();
        }
      }
    }
  }

  @ParameterizedTest
  @FieldSource("IN_LOOPS")
  void loopsReadBuffersFromElsewhereInPlace(SqlType type) {
    try (BufferAllocator elsewhere = new RootAllocator();
        FieldVector column = random(type, Nulls.SOME, elsewhere);
        BatchEvaluator fastest = new BatchEvaluator(memory);
        FieldVector result = fastest.prepare(call(type)).evaluate(List.of(column), ROWS)) {
      assertThat(Columns.values(result)).isEqualTo(Columns.values(column));
      assertThat(memory.copiedBytes()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Simple.class,
      names = {"VARCHAR", "VARBINARY"})
  void stringsThatNoGuestGetsAreNotCopied(SqlType type) {
    try (FieldVector column = random(type, Nulls.SOME, memory.allocator())) {
      assertCopied(new Column(0, type), column, ROWS, 0);
      assertCopied(new KernelExpr.IsNull(new Column(0, type)), column, ROWS, 0);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Simple.class,
      names = {"VARCHAR", "VARBINARY"})
  void argumentThatIsPassedTwiceIsCopiedOnce(SqlType type) {
    ScalarFunction second = Guests.function("strings", "second", type, type, type);
    Column column = new Column(0, type);
    Literal constant = new Literal(type, Bytes.utf8("ten bytes!"));
    try (FieldVector vector = random(type, Nulls.SOME, memory.allocator())) {
      assertCopied(new Call(second, List.of(column, column)), vector, ROWS, stringBytes(vector));
      assertCopied(
          new Call(second, List.of(constant, column)), vector, ROWS, stringBytes(vector) + 10);
    }
  }

  private void assertCopied(KernelExpr expression, FieldVector column, int rows, long bytes) {
    long before = memory.copiedBytes();
    evaluator.prepare(expression).evaluate(List.of(column), rows).close();
    assertThat(memory.copiedBytes() - before).isEqualTo(bytes);
  }

  private static KernelExpr call(SqlType type) {
    return new Call(Guests.identity(type), List.of(new Column(0, type)));
  }

  private static FieldVector random(SqlType type, Nulls nulls, BufferAllocator allocator) {
    return Columns.of(type, Columns.random(type, nulls, ROWS, new Random(8)), allocator);
  }

  private static long stringBytes(FieldVector column) {
    long bytes = 0;
    for (@Nullable Object each : Columns.values(column)) {
      bytes += each == null ? 0 : ((Bytes) each).length();
    }
    return bytes;
  }
}
