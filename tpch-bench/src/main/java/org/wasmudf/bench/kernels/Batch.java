package org.wasmudf.bench.kernels;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/// Arguments of a sample function for a batch of rows.
///
/// @param function whose arguments
/// @param columns a column for each parameter, as [JavaColumn] says
/// @param nulls the rows where the first argument is NULL
record Batch(SampleFunction function, List<Object> columns, BitSet nulls) {
  /// Rows of a batch.
  static final int ROWS = 8_192;

  /// So many that no branch predictor learns them all, so few that they fit into a cache together.
  static final int MANY = 8;

  private static final long SEED = 20_261_121;

  /// Batches of different values, the same ones each time.
  ///
  /// @param nullsPerMille how many of a thousand rows have a NULL
  static List<Batch> of(SampleFunction function, int count, int nullsPerMille) {
    SplittableRandom random = new SplittableRandom(SEED);
    return IntStream.range(0, count)
        .mapToObj(i -> random(function, nullsPerMille, random))
        .toList();
  }

  private static Batch random(SampleFunction function, int nullsPerMille, SplittableRandom random) {
    List<Object> columns = new ArrayList<>();
    for (Argument each : function.arguments()) {
      columns.add(each.column(random, ROWS));
    }
    BitSet nulls = new BitSet();
    IntStream.range(0, ROWS)
        .filter(row -> random.nextInt(1_000) < nullsPerMille)
        .forEach(nulls::set);
    return new Batch(function, columns, nulls);
  }

  /// The arguments as vectors, which belong to the caller.
  List<FieldVector> toVectors(BufferAllocator allocator) {
    List<FieldVector> vectors = new ArrayList<>();
    for (Object each : columns) {
      int index = vectors.size();
      BitSet nullsHere = index == 0 ? nulls : new BitSet();
      vectors.add(
          JavaColumn.toVector(
              each, function.arguments().get(index).type(), ROWS, nullsHere, allocator));
    }
    return vectors;
  }

  /// What the function's twin in Java gives for each row.
  List<@Nullable Object> expected() {
    Object result = JavaColumn.allocate(function.result(), ROWS);
    function.javaLoop().run(columns.toArray(), result);
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      values.add(nulls.get(i) ? null : JavaColumn.value(result, i));
    }
    return values;
  }
}
