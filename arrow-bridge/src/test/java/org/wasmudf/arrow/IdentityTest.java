package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.runtime.UdfRuntime;

/// Every type goes into a guest and comes out of it unchanged, whatever the size of the batch and
/// wherever its buffers lie.
class IdentityTest {
  private static final long SEED = 1;
  private static final int[] SIZES = {0, 1, 7, 8, 9, 63, 64, 65, 8192, 8193};

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Random random = new Random(SEED);

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  static Stream<Arguments> typesNullsAndKernels() {
    return typesAndNulls()
        .flatMap(
            each ->
                Stream.of(Kernels.values())
                    .map(kernels -> Arguments.of(each.get()[0], each.get()[1], kernels)));
  }

  static Stream<Arguments> typesAndNulls() {
    return Columns.TYPES.stream()
        .flatMap(type -> Stream.of(Nulls.values()).map(nulls -> Arguments.of(type, nulls)));
  }

  @ParameterizedTest
  @MethodSource("typesNullsAndKernels")
  void batchesInADataMemory(SqlType type, Nulls nulls, Kernels kernels) {
    try (ScalarUdf identity = ScalarUdf.of(Guests.identity(type), memory, kernels)) {
      for (int rows : SIZES) {
        List<@Nullable Object> values = Columns.random(type, nulls, rows, random);
        try (FieldVector column = Columns.of(type, values, memory.allocator())) {
          assertUnchanged(identity, column, values);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndNulls")
  void batchesFromElsewhere(SqlType type, Nulls nulls) {
    try (BufferAllocator elsewhere = new RootAllocator();
        ScalarUdf identity = ScalarUdf.of(Guests.identity(type), memory)) {
      for (int rows : SIZES) {
        List<@Nullable Object> values = Columns.random(type, nulls, rows, random);
        try (FieldVector column = Columns.of(type, values, elsewhere)) {
          assertUnchanged(identity, column, values);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndNulls")
  void slicesAtAnyOffset(SqlType type, Nulls nulls) {
    List<@Nullable Object> values = Columns.random(type, nulls, 300, random);
    try (BufferAllocator elsewhere = new RootAllocator();
        ScalarUdf identity = ScalarUdf.of(Guests.identity(type), memory)) {
      for (BufferAllocator allocator : List.of(memory.allocator(), elsewhere)) {
        try (FieldVector column = Columns.of(type, values, allocator)) {
          for (int from : new int[] {0, 1, 3, 8, 64, 65, 235}) {
            for (int rows : new int[] {1, 7, 8, 64, 65}) {
              TransferPair slice = column.getTransferPair(allocator);
              slice.splitAndTransfer(from, rows);
              try (FieldVector part = (FieldVector) slice.getTo()) {
                assertUnchanged(identity, part, values.subList(from, from + rows));
              }
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("typesAndNulls")
  void onlyTheFirstRowsOfALongerBatch(SqlType type, Nulls nulls) {
    List<@Nullable Object> values = Columns.random(type, nulls, 100, random);
    try (ScalarUdf identity = ScalarUdf.of(Guests.identity(type), memory);
        FieldVector column = Columns.of(type, values, memory.allocator());
        FieldVector result = identity.call(List.of(column), 37)) {
      assertThat(Columns.values(result)).as("seed %d", SEED).isEqualTo(values.subList(0, 37));
    }
  }

  /// A result is an Arrow vector like any other: it can be an argument, be copied and be changed.
  @ParameterizedTest
  @MethodSource("typesAndNulls")
  void resultsAreVectorsOfFullRight(SqlType type, Nulls nulls) {
    List<@Nullable Object> values = Columns.random(type, nulls, 70, random);
    List<@Nullable Object> twice = new ArrayList<>(values);
    twice.addAll(values);
    try (ScalarUdf identity = ScalarUdf.of(Guests.identity(type), memory);
        FieldVector column = Columns.of(type, values, memory.allocator());
        FieldVector result = identity.call(List.of(column), 70);
        FieldVector again = identity.call(List.of(result), 70)) {
      assertThat(Columns.values(again)).as("seed %d", SEED).isEqualTo(values);
      again.setValueCount(70);
      for (int row = 0; row < 70; row++) {
        again.copyFromSafe(row, 70 + row, result);
      }
      again.setValueCount(140);
      assertThat(Columns.values(again)).as("seed %d", SEED).isEqualTo(twice);
    }
  }

  private static void assertUnchanged(
      ScalarUdf identity, FieldVector column, List<@Nullable Object> values) {
    try (FieldVector result = identity.call(List.of(column), values.size())) {
      assertThat(Columns.values(result))
          .as("seed %d, %d rows", SEED, values.size())
          .isEqualTo(values);
      assertThat(result.getNullCount()).isEqualTo(column.getNullCount());
      assertThat(result.getField().getType()).isEqualTo(column.getField().getType());
      assertThat(result.getField().getMetadata()).isEqualTo(column.getField().getMetadata());
      assertThat(Columns.values(column)).as("the argument itself").isEqualTo(values);
    }
  }
}
