package org.wasmudf.sql.exec;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchEvaluator;

/// GROUP BY: reads its input to the end, then returns the groups, in the order in which they came.
public final class AggregateCursor implements BatchCursor {
  private final BatchCursor input;
  private final GroupingSets sets = new GroupingSets();
  private final List<Field> output;
  private final BufferAllocator allocator;
  private @Nullable Vectors last;
  private boolean read;
  private int set;
  private int group;

  /// @param input where the rows come from; closed with this cursor
  /// @param fields the input's columns
  /// @param keys the columns to group by
  /// @param groupingSets each some of the keys; one, of all keys, for a plain GROUP BY
  /// @param functions what to compute for each group
  /// @param output the columns of the result: a column for each key, then one for each function
  /// @param allocator where the result is allocated
  /// @param evaluator for whom guests run
  public AggregateCursor(
      BatchCursor input,
      List<Field> fields,
      List<Integer> keys,
      List<GroupingSet> groupingSets,
      List<AggregateFunction> functions,
      List<Field> output,
      BufferAllocator allocator,
      BatchEvaluator evaluator) {
    this.input = input;
    List<KeyColumn> keyColumns =
        keys.stream().map(key -> KeyColumn.of(Aggregation.minorType(fields.get(key)))).toList();
    for (GroupingSet each : groupingSets) {
      sets.add(
          new Aggregation(fields, keys, keyColumns, each.keys(), functions, evaluator),
          each.isMerged());
    }
    this.output = output;
    this.allocator = allocator;
  }

  @Override
  public @Nullable Batch next() {
    release();
    List<Aggregation> all = sets.all();
    if (!read) {
      sets.read(input);
      read = true;
      group = all.getFirst().firstGroup();
    }
    while (set < all.size() && group > all.get(set).lastGroup()) {
      set++;
      group = set < all.size() ? all.get(set).firstGroup() : 0;
    }
    if (set == all.size()) {
      return null;
    }
    int count = Math.min(Batch.MAX_ROWS, all.get(set).lastGroup() - group + 1);
    last = Vectors.allocate(output, count, allocator);
    all.get(set).write(group, count, last.list());
    group += count;
    return last.batch(count);
  }

  private void release() {
    if (last != null) {
      last.close();
      last = null;
    }
  }

  @Override
  public void close() {
    release();
    sets.close();
    input.close();
  }
}
