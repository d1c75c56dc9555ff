package org.wasmudf.sql.exec;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchEvaluator;

/// GROUP BY: reads its input to the end, then returns the groups, in the order in which they came.
public final class AggregateCursor implements BatchCursor {
  private final BatchCursor input;
  private final List<Aggregation> sets;
  private final List<Field> output;
  private final BufferAllocator allocator;
  private @Nullable Vectors last;
  private boolean read;
  private int set;
  private int group;

  /// @param input where the rows come from; closed with this cursor
  /// @param fields the input's columns
  /// @param keys the columns to group by
  /// @param sets the grouping sets, each some of the keys; one, of all keys, for a plain GROUP BY
  /// @param functions what to compute for each group
  /// @param output the columns of the result: a column for each key, then one for each function
  /// @param allocator where the result is allocated
  /// @param evaluator for whom guests run
  public AggregateCursor(
      BatchCursor input,
      List<Field> fields,
      List<Integer> keys,
      List<List<Integer>> sets,
      List<AggregateFunction> functions,
      List<Field> output,
      BufferAllocator allocator,
      BatchEvaluator evaluator) {
    this.input = input;
    this.sets =
        sets.stream()
            .map(each -> new Aggregation(fields, keys, each, functions, evaluator))
            .toList();
    this.output = output;
    this.allocator = allocator;
  }

  @Override
  public @Nullable Batch next() {
    release();
    if (!read) {
      readInput();
      read = true;
      group = sets.getFirst().firstGroup();
    }
    while (set < sets.size() && group > sets.get(set).lastGroup()) {
      set++;
      group = set < sets.size() ? sets.get(set).firstGroup() : 0;
    }
    if (set == sets.size()) {
      return null;
    }
    int count = Math.min(Batch.MAX_ROWS, sets.get(set).lastGroup() - group + 1);
    last = Vectors.allocate(output, count, allocator);
    sets.get(set).write(group, count, last.list());
    group += count;
    return last.batch(count);
  }

  private void readInput() {
    for (Batch batch = input.next(); batch != null; batch = input.next()) {
      for (Aggregation each : sets) {
        each.add(batch);
      }
    }
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
    sets.forEach(Aggregation::close);
    input.close();
  }
}
