package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.TableFunction;

/// Calls a table function from code that Calcite generates: once for a query, or for each row of a
/// LATERAL join.
public final class TableCall {
  /// Generated code is text: it finds its functions here. They stay, and their modules with them,
  /// for nobody knows how long plans live.
  private static final ConcurrentMap<Integer, TableFunction> FUNCTIONS = new ConcurrentHashMap<>();

  private static final ConcurrentMap<TableFunction, Integer> NUMBERS = new ConcurrentHashMap<>();
  private static final AtomicInteger NEXT = new AtomicInteger();

  private TableCall() {}

  static CallImplementor implementor(TableFunction function) {
    return RexImpTable.createImplementor(
        (translator, call, operands) -> call(translator.getRoot(), function, operands),
        NullPolicy.NONE,
        false);
  }

  private static Expression call(
      Expression root, TableFunction function, List<Expression> operands) {
    List<Expression> boxed = new ArrayList<>();
    for (Expression each : operands) {
      boxed.add(Expressions.box(each));
    }
    return Expressions.call(
        TableCall.class,
        "rows",
        root,
        Expressions.constant(number(function)),
        Expressions.newArrayInit(Object.class, boxed));
  }

  private static int number(TableFunction function) {
    return NUMBERS.computeIfAbsent(
        function,
        each -> {
          int number = NEXT.getAndIncrement();
          FUNCTIONS.put(number, each);
          return number;
        });
  }

  /// The rows of a call, from generated code. Nothing is called before somebody asks for them.
  ///
  /// @param data tells for whom
  /// @param number which function
  /// @param arguments in Calcite's own forms
  public static Enumerable<@Nullable Object[]> rows(
      DataContext data, int number, @Nullable Object[] arguments) {
    TableFunction function = FUNCTIONS.get(number);
    if (function == null) {
      throw new IllegalStateException("no table function has the number " + number);
    }
    return new AbstractEnumerable<>() {
      @Override
      public Enumerator<@Nullable Object[]> enumerator() {
        return new TableRowReader(function, data, arguments);
      }
    };
  }
}
