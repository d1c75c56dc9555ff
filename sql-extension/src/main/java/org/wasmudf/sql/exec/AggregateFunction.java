package org.wasmudf.sql.exec;

import java.util.List;

/// One column that an aggregation computes.
public sealed interface AggregateFunction {
  /// No column: the argument of `COUNT(*)`, or the filter of a function without FILTER.
  int NONE = -1;

  /// A function of a column's values that are not NULL.
  ///
  /// @param kind which function
  /// @param column the argument's place in the input, or [#NONE] for `COUNT(*)`
  /// @param filter the place of a BOOLEAN column that says which rows count, or [#NONE]
  record Call(Kind kind, int column, int filter) implements AggregateFunction {
    public Call {
      if (column < NONE || filter < NONE || (column == NONE && kind != Kind.COUNT)) {
        throw new IllegalArgumentException("%s of column %d".formatted(kind, column));
      }
    }
  }

  /// A function of a guest.
  ///
  /// @param function which
  /// @param columns the arguments' places in the input, of the types of its parameters
  /// @param filter the place of a BOOLEAN column that says which rows count, or [#NONE]
  record Guest(org.wasmudf.arrow.AggregateFunction function, List<Integer> columns, int filter)
      implements AggregateFunction {
    public Guest {
      columns = List.copyOf(columns);
    }
  }

  /// GROUPING: a bit for each of some keys, from left to right, that says that the row is a total
  /// over it.
  ///
  /// @param keys places among the group's keys
  record Grouping(List<Integer> keys) implements AggregateFunction {
    public Grouping {
      keys = List.copyOf(keys);
    }
  }

  /// The functions of values.
  enum Kind {
    COUNT,
    SUM,
    /// SUM, but the sum of nothing is zero.
    SUM_OR_ZERO,
    AVG,
    MIN,
    MAX
  }
}
