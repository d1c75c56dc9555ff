package org.wasmudf.sql.function;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.AggAddContext;
import org.apache.calcite.adapter.enumerable.AggContext;
import org.apache.calcite.adapter.enumerable.AggImplementor;
import org.apache.calcite.adapter.enumerable.AggResetContext;
import org.apache.calcite.adapter.enumerable.AggResultContext;
import org.apache.calcite.adapter.enumerable.EnumUtils;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Primitive;
import org.apache.calcite.linq4j.tree.Statement;
import org.apache.calcite.rex.RexNode;
import org.wasmudf.arrow.AggregateFunction;
import org.wasmudf.arrow.SqlType;

/// Writes the code that gives Calcite's rows to a [RowAggregate].
///
/// @param function which aggregate
/// @param ofWindow whether the rows are those of a window's frames
/// @param site a number of its own, by which a window's code finds what it has used for the frame
///   before
record RowAggregateImplementor(AggregateFunction function, boolean ofWindow, int site)
    implements AggImplementor {
  private static final AtomicInteger SITES = new AtomicInteger();

  RowAggregateImplementor(AggregateFunction function, boolean ofWindow) {
    this(function, ofWindow, SITES.getAndIncrement());
  }

  @Override
  public List<Type> getStateType(AggContext info) {
    return List.of(RowAggregate.class);
  }

  @Override
  public void implementReset(AggContext info, AggResetContext reset) {
    Expression accumulator = reset.accumulator().getFirst();
    Expression number = Expressions.constant(RowAggregate.number(function));
    Expression made =
        ofWindow
            ? Expressions.call(
                RowAggregate.class, "next", DataContext.ROOT, number, Expressions.constant(site))
            : Expressions.call(RowAggregate.class, "of", DataContext.ROOT, number);
    reset.currentBlock().add(Expressions.statement(Expressions.assign(accumulator, made)));
  }

  @Override
  public void implementAdd(AggContext info, AggAddContext add) {
    List<Expression> boxed = new ArrayList<>();
    List<Expression> arguments = add.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      boxed.add(EnumUtils.convert(arguments.get(i), boxedType(type(i))));
    }
    Statement taken =
        Expressions.statement(
            Expressions.call(
                add.accumulator().getFirst(),
                "add",
                Expressions.newArrayInit(Object.class, boxed)));
    RexNode filter = add.rexFilterArgument();
    add.currentBlock().add(filter == null ? taken : Expressions.ifThen(isTrue(filter, add), taken));
  }

  /// Not so where it is NULL.
  private static Expression isTrue(RexNode filter, AggAddContext add) {
    return Expressions.call(
        Expressions.field(null, Boolean.class, "TRUE"),
        "equals",
        add.rowTranslator().translateList(List.of(filter), List.of(Boolean.class)).getFirst());
  }

  private SqlType type(int parameter) {
    return function.signature().parameters().get(parameter);
  }

  private static Type boxedType(SqlType type) {
    return Primitive.box(RowCall.javaType(type));
  }

  @Override
  public Expression implementResult(AggContext info, AggResultContext result) {
    Expression value = Expressions.call(result.accumulator().getFirst(), "result");
    Type form = boxedType(function.signature().result());
    return EnumUtils.convert(Expressions.convert_(value, form), info.returnType());
  }
}
