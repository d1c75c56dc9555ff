package org.wasmudf.sql.function;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.enumerable.CallImplementor;
import org.apache.calcite.adapter.enumerable.EnumUtils;
import org.apache.calcite.adapter.enumerable.NullPolicy;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.linq4j.tree.Primitive;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.BatchFunction;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.ValueFunction;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.wasi.CallContext;
import org.wasmudf.sql.exec.CellReader;
import org.wasmudf.sql.exec.CellWriter;

/// Calls a function for one row: from a join's condition, or whatever else the operators over
/// batches leave to code that Calcite generates.
///
/// A call is a batch of one row, with a guest of its own: correct, and slow.
public final class RowCall {
  private static final Numbered<ValueFunction> FUNCTIONS = new Numbered<>();

  private RowCall() {}

  static BatchEvaluator evaluator(Execution execution, CallContext context) {
    BatchEvaluator evaluator =
        new BatchEvaluator(
            LinearMemory.shared(), execution.tenant(), Kernels.FASTEST, execution.cancellation());
    evaluator.callIn(context);
    return evaluator;
  }

  static CallImplementor implementor(ValueFunction function) {
    return RexImpTable.createImplementor(
        (translator, call, operands) -> call(function, operands),
        function.isCalledOnNull() ? NullPolicy.NONE : NullPolicy.STRICT,
        false);
  }

  private static Expression call(ValueFunction function, List<Expression> operands) {
    List<Expression> boxed = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      Class<?> form = javaType(function.signature().parameters().get(i));
      boxed.add(
          function.isCalledOnNull()
              ? EnumUtils.convert(operands.get(i), Primitive.box(form))
              : Expressions.box(EnumUtils.convert(operands.get(i), form)));
    }
    Expression result =
        Expressions.call(
            RowCall.class,
            "call",
            DataContext.ROOT,
            Expressions.constant(FUNCTIONS.of(function)),
            Expressions.newArrayInit(Object.class, boxed));
    Class<?> form = javaType(function.signature().result());
    return EnumUtils.convert(result, function.returnsNull() ? Primitive.box(form) : form);
  }

  /// The form that values of a type have in Calcite's code.
  static Class<?> javaType(SqlType type) {
    return switch (type) {
      case SqlType.Simple.BOOLEAN -> boolean.class;
      case SqlType.Simple.TINYINT -> byte.class;
      case SqlType.Simple.SMALLINT -> short.class;
      case SqlType.Simple.INTEGER,
          SqlType.Simple.DATE,
          SqlType.Simple.TIME,
          SqlType.Simple.INTERVAL_YEAR_TO_MONTH ->
          int.class;
      case SqlType.Simple.BIGINT, SqlType.Simple.TIMESTAMP, SqlType.Simple.INTERVAL_DAY_TO_SECOND ->
          long.class;
      case SqlType.Simple.REAL -> float.class;
      case SqlType.Simple.DOUBLE -> double.class;
      case SqlType.Simple.VARCHAR -> String.class;
      case SqlType.Simple.VARBINARY -> ByteString.class;
      case SqlType.Decimal _, SqlType.WideDecimal _ -> BigDecimal.class;
      case NestedType.Array _ -> List.class;
      case NestedType.Map _ -> Map.class;
      // Generated code has several forms of one.
      case NestedType.Row _ -> Object.class;
    };
  }

  /// Calls a function from generated code.
  ///
  /// @param data tells for whom
  /// @param number which
  /// @param arguments in Calcite's own forms, none null unless the function is called on NULL input
  /// @return the result in the same form
  public static @Nullable Object call(DataContext data, int number, @Nullable Object[] arguments) {
    ValueFunction function = FUNCTIONS.get(number);
    Execution execution = Execution.of(data);
    return call(execution, execution.callContext(data), function, arguments);
  }

  /// Calls a function for the owner of the process.
  ///
  /// @param arguments in Calcite's own forms
  /// @return the result in the same form
  public static @Nullable Object call(ValueFunction function, @Nullable Object[] arguments) {
    Execution execution = new Execution(UdfRuntime.shared().owner());
    return call(execution, execution.callContext(Instant.now()), function, arguments);
  }

  private static @Nullable Object call(
      Execution execution,
      CallContext context,
      ValueFunction function,
      @Nullable Object[] arguments) {
    List<FieldVector> columns = new ArrayList<>();
    execution.cancellation().check();
    try (BatchEvaluator evaluator = evaluator(execution, context)) {
      for (SqlType type : function.signature().parameters()) {
        FieldVector column = type.field("argument").createVector(LinearMemory.shared().allocator());
        columns.add(column);
        CellWriter.of(column).write(0, arguments[columns.size() - 1]);
        column.setValueCount(1);
      }
      try (FieldVector result = call(function, columns, evaluator)) {
        return CellReader.of(result).read(0);
      }
    } catch (UdfException e) {
      if (e.code() == UdfErrorCode.CANCELLED) {
        throw e;
      }
      // Row 0 of a batch of one says nothing to the user.
      throw e.withoutRow().inFunction(function.name());
    } finally {
      columns.forEach(FieldVector::close);
    }
  }

  private static FieldVector call(
      ValueFunction function, List<FieldVector> columns, BatchEvaluator evaluator) {
    return switch (function) {
      case ScalarFunction plain -> ScalarUdf.of(plain, evaluator).call(columns, 1);
      case BatchFunction batch -> evaluator.prepare(batch).evaluate(columns, 1);
    };
  }
}
