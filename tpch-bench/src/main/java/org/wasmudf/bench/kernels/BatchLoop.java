package org.wasmudf.bench.kernels;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One way to run a function over batches, ready to be timed. Used by one thread.
interface BatchLoop extends AutoCloseable {
  /// Runs the function over all rows of a batch; this is what is timed.
  ///
  /// @param batch the batch's number
  void run(int batch);

  /// What the last run gave for a row, as [JavaColumn#value] says.
  @Nullable Object result(int row);

  @Override
  void close();

  /// Runs every batch and compares each value with that of the twin in Java.
  ///
  /// @throws IllegalStateException naming the first value that differs
  default void check(List<Batch> batches) {
    for (int i = 0; i < batches.size(); i++) {
      run(i);
      List<@Nullable Object> expected = batches.get(i).expected();
      for (int row = 0; row < expected.size(); row++) {
        if (!Objects.equals(result(row), expected.get(row))) {
          throw new IllegalStateException(
              "%s, batch %d, row %d: %s instead of %s"
                  .formatted(
                      batches.get(i).function().export(), i, row, result(row), expected.get(row)));
        }
      }
    }
  }
}
