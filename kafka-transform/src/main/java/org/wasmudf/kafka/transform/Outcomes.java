package org.wasmudf.kafka.transform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has become of the records of a batch: another record, nothing, or a failure. Filled by a
/// [RecordTransform]; used by one thread.
///
/// @param <R> records
public final class Outcomes<R> {
  private final List<R> records;
  private final @Nullable Object[] made;
  private final @Nullable RuntimeException[] failures;

  /// The numbers of the records that nothing has become of yet, ascending.
  private final int[] open;

  private int openCount;

  Outcomes(List<R> records) {
    this.records = records;
    this.made = new Object[records.size()];
    this.failures = new RuntimeException[records.size()];
    this.open = new int[records.size()];
    for (int i = 0; i < open.length; i++) {
      open[i] = i;
    }
    this.openCount = open.length;
  }

  /// How many records came.
  public int size() {
    return records.size();
  }

  /// What the record of that number has become; null when it was dropped or failed.
  @SuppressWarnings("unchecked")
  public @Nullable R made(int number) {
    return (R) made[number];
  }

  /// Why that record failed: a [org.apache.kafka.connect.errors.DataException], or a
  /// [org.wasmudf.runtime.UdfException] of the guest's or of a limit; null when it didn't.
  public @Nullable RuntimeException failure(int number) {
    return failures[number];
  }

  /// What to do with a record.
  ///
  /// @param <R> records
  @FunctionalInterface
  interface Step<R> {
    /// Does it.
    ///
    /// @param position among those that go on
    /// @return whether it goes on; else what it has become has been said
    boolean takes(R record, int number, int position);
  }

  /// Does something with each record of which nothing has become yet.
  ///
  /// @return how many go on
  int forEachOpen(Step<R> step) {
    int kept = 0;
    for (int i = 0; i < openCount; i++) {
      int number = open[i];
      if (step.takes(records.get(number), number, kept)) {
        open[kept++] = number;
      }
    }
    openCount = kept;
    return kept;
  }

  int openCount() {
    return openCount;
  }

  /// @param record null when it is dropped
  void make(int number, @Nullable R record) {
    made[number] = record;
  }

  void fail(int number, RuntimeException failure) {
    failures[number] = failure;
  }
}
