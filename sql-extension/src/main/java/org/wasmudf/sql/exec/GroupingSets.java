package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The grouping sets of a GROUP BY while they are computed, in two phases: rows go into the sets
/// that aren't merged, and then the groups of these into the others. Confined to one thread.
final class GroupingSets implements AutoCloseable {
  private final List<Aggregation> all = new ArrayList<>();
  private final List<Aggregation> ofRows = new ArrayList<>();
  private final List<Aggregation> merged = new ArrayList<>();

  /// Adds a set that nothing has been taken in of yet.
  void add(Aggregation aggregation, boolean isMerged) {
    all.add(aggregation);
    (isMerged ? merged : ofRows).add(aggregation);
  }

  /// The sets, in the order in which they were added.
  List<Aggregation> all() {
    return all;
  }

  /// Reads all rows, and leaves every set with its groups.
  void read(BatchCursor input) {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      for (Aggregation each : ofRows) {
        each.add(batch);
      }
    }
    merged.sort(Comparator.comparingInt((Aggregation each) -> each.keys().size()).reversed());
    List<Aggregation> done = new ArrayList<>(ofRows);
    for (Aggregation each : merged) {
      each.merge(smallestOf(done, each.keys()));
      done.add(each);
    }
  }

  /// The set with the fewest groups of those that have some keys.
  private static Aggregation smallestOf(List<Aggregation> sets, List<Integer> keys) {
    return sets.stream()
        .filter(each -> each.keys().containsAll(keys))
        .min(Comparator.comparingInt(Aggregation::lastGroup))
        .orElseThrow(() -> new IllegalStateException("no set with the keys " + keys));
  }

  @Override
  public void close() {
    all.forEach(Aggregation::close);
  }
}
