package org.wasmudf.sql.exec;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types;
import org.apache.arrow.vector.types.Types.MinorType;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.SqlType;

/// Groups by one set of keys and computes functions for each group. Confined to one thread; owns
/// the guests of its functions.
final class Aggregation implements AutoCloseable {
  /// A function and its state.
  private record Slot(int column, int filter, Accumulator accumulator) {}

  private final List<Integer> allKeys;
  private final List<Integer> keys;
  private final List<Slot> slots = new ArrayList<>();
  private final @Nullable GroupTable table;
  private final int[] groups = new int[Batch.MAX_ROWS];

  /// @param fields the input's columns
  /// @param allKeys the columns that the statement groups by
  /// @param keyColumns what numbers their values, for all of the statement's sets
  /// @param keys those of them that this set groups by
  /// @param functions what to compute
  /// @param evaluator for whom guests run
  Aggregation(
      List<Field> fields,
      List<Integer> allKeys,
      List<KeyColumn> keyColumns,
      List<Integer> keys,
      List<AggregateFunction> functions,
      BatchEvaluator evaluator) {
    this.allKeys = allKeys;
    this.keys = keys;
    this.table =
        keys.isEmpty()
            ? null
            : new GroupTable(
                keys.stream().mapToInt(key -> key).toArray(),
                keys.stream().map(key -> keyColumns.get(allKeys.indexOf(key))).toList());
    for (AggregateFunction each : functions) {
      slots.add(
          switch (each) {
            case AggregateFunction.Call call ->
                new Slot(call.column(), call.filter(), accumulator(call, fields));
            case AggregateFunction.Guest guest ->
                new Slot(
                    AggregateFunction.NONE,
                    AggregateFunction.NONE,
                    new GuestAggregate(guest, evaluator));
            case AggregateFunction.Grouping(List<Integer> grouping) ->
                new Slot(
                    AggregateFunction.NONE,
                    AggregateFunction.NONE,
                    new Constant(groupingBits(grouping)));
          });
    }
  }

  static MinorType minorType(Field field) {
    return Types.getMinorTypeForArrowType(field.getType());
  }

  private long groupingBits(List<Integer> grouping) {
    long bits = 0;
    for (int key : grouping) {
      bits = bits << 1 | (keys.contains(allKeys.get(key)) ? 0 : 1);
    }
    return bits;
  }

  private static Accumulator accumulator(AggregateFunction.Call call, List<Field> fields) {
    if (call.kind() == AggregateFunction.Kind.COUNT) {
      return new Count();
    }
    Field field = fields.get(call.column());
    MinorType type = minorType(field);
    boolean floating = type == MinorType.FLOAT4 || type == MinorType.FLOAT8;
    return switch (call.kind()) {
      case COUNT -> new Count();
      case SUM -> floating ? new DoubleSum(false, false) : exactSum(type, false);
      case SUM_OR_ZERO -> floating ? new DoubleSum(false, true) : exactSum(type, true);
      case AVG ->
          floating ? new DoubleSum(true, false) : new Average(exactSum(type, false), scale(field));
      case MIN -> extreme(type, false, floating);
      case MAX -> extreme(type, true, floating);
    };
  }

  private static ExactSum exactSum(MinorType type, boolean zeroIfEmpty) {
    return type == MinorType.DECIMAL ? new WideSum(zeroIfEmpty) : new LongSum(zeroIfEmpty);
  }

  private static Accumulator extreme(MinorType type, boolean max, boolean floating) {
    if (LongValues.fits(type)) {
      return new LongExtreme(max, floating);
    }
    return type == MinorType.DECIMAL
        ? new WideExtreme(max)
        : new BytesExtreme(max, type == MinorType.VARCHAR);
  }

  private static int scale(Field field) {
    if (field.getType() instanceof ArrowType.Decimal decimal) {
      return decimal.getScale();
    }
    return Decimal64.of(field).map(SqlType.Decimal::scale).orElse(0);
  }

  /// Takes in a batch.
  void add(Batch batch) {
    int rows = batch.rows();
    if (rows == 0) {
      return;
    }
    int[] groupOfRow = null;
    if (table != null) {
      table.groupsOf(batch, groups);
      groupOfRow = groups;
    }
    for (Slot each : slots) {
      each.accumulator().reserve(lastGroup());
      Selection selection =
          each.filter() == AggregateFunction.NONE
              ? Selection.all(rows)
              : Selection.isTrue(batch.column(each.filter()), rows);
      if (each.column() != AggregateFunction.NONE) {
        selection = selection.and(Selection.notNull(batch.column(each.column()), rows));
      }
      switch (each.accumulator()) {
        case Count count -> count.add(selection, groupOfRow);
        case Accumulator.OfColumn values ->
            values.add(batch.column(each.column()), rows, selection, groupOfRow);
        case GuestAggregate guest -> guest.add(batch, groupOfRow);
        case Constant _ -> {}
      }
    }
  }

  /// Takes in the groups of a set, instead of the rows that they were made of.
  ///
  /// @param finer of the same statement, with these keys and more
  void merge(Aggregation finer) {
    int last = finer.lastGroup();
    for (int from = finer.firstGroup(); from <= last; from += Batch.MAX_ROWS) {
      int count = Math.min(Batch.MAX_ROWS, last - from + 1);
      if (table != null && finer.table != null) {
        table.groupsOf(finer.table, from, count, groups);
      }
      for (int slot = 0; slot < slots.size(); slot++) {
        Accumulator accumulator = slots.get(slot).accumulator();
        accumulator.reserve(lastGroup());
        accumulator.merge(finer.slots.get(slot).accumulator(), from, count, groups);
      }
    }
  }

  /// The columns that this set groups by.
  List<Integer> keys() {
    return keys;
  }

  /// The lowest number of a group.
  int firstGroup() {
    return table == null ? 0 : table.firstGroup();
  }

  /// The highest number of a group; lower than the first when there is none.
  int lastGroup() {
    return table == null ? 0 : table.lastGroup();
  }

  /// Writes groups into rows: first all keys of the statement, NULL where this set has them not,
  /// then the functions.
  ///
  /// @param from the first group
  /// @param count how many
  /// @param targets the output's columns
  void write(int from, int count, List<FieldVector> targets) {
    List<FieldVector> keyTargets = new ArrayList<>();
    for (int i = 0; i < allKeys.size(); i++) {
      if (keys.contains(allKeys.get(i))) {
        keyTargets.add(targets.get(i));
      } else {
        for (int row = 0; row < count; row++) {
          targets.get(i).setNull(row);
        }
      }
    }
    if (table != null) {
      for (int row = 0; row < count; row++) {
        table.write(from + row, keyTargets, row);
      }
    }
    for (int slot = 0; slot < slots.size(); slot++) {
      FieldVector target = targets.get(allKeys.size() + slot);
      switch (slots.get(slot).accumulator()) {
        case GuestAggregate guest -> guest.write(from, count, target);
        case Accumulator.BuiltIn builtIn -> {
          for (int row = 0; row < count; row++) {
            builtIn.write(from + row, target, row);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    for (Slot each : slots) {
      if (each.accumulator() instanceof GuestAggregate guest) {
        guest.close();
      }
    }
  }
}
