package org.wasmudf.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.ValueFunction;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.RowCall;
import org.wasmudf.sql.function.WasmAggregateFunction;
import org.wasmudf.sql.function.WasmScalarFunction;
import org.wasmudf.sql.function.WasmTableFunction;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.WasmSqlParser;
import org.wasmudf.sql.plan.WasmUdfTypeSystem;

/// A function as CREATE FUNCTION makes it, to be called by itself: without a database, and without
/// a plan, which takes longer than everything else. Any thread may call it.
public final class SingleFunction {
  private final ValueFunction function;

  private SingleFunction(ValueFunction function) {
    this.function = function;
  }

  /// Reads and checks a function.
  ///
  /// @param declaration as in CREATE FUNCTION: `name(types) RETURNS type`
  /// @param module its file
  /// @throws SQLException as CREATE FUNCTION throws it; 42601 when it is no declaration
  public static SingleFunction of(String declaration, Path module) throws SQLException {
    String file = module.toString().replace("'", "''");
    String statement = "CREATE FUNCTION " + declaration + "\nLANGUAGE WASM FROM '" + file + "'";
    SqlParser.Config names =
        SqlParser.config()
            .withParserFactory(WasmSqlParser.FACTORY)
            .withUnquotedCasing(Casing.UNCHANGED);
    try {
      SqlCreateWasmFunction create =
          (SqlCreateWasmFunction) SqlParser.create(statement, names).parseStmt();
      FunctionDdl ddl = new FunctionDdl(UdfRuntime.shared(), types());
      return switch (ddl.define(create).function()) {
        case WasmScalarFunction scalar -> new SingleFunction(scalar.function());
        case WasmAggregateFunction _, WasmTableFunction _ ->
            throw new IllegalStateException(statement);
      };
    } catch (SqlParseException | RuntimeException e) {
      throw SqlErrors.of(e);
    }
  }

  /// Knows the type system, and nothing else.
  static SqlValidator types() {
    var factory = new JavaTypeFactoryImpl(WasmUdfTypeSystem.INSTANCE);
    return SqlValidatorUtil.newValidator(
        SqlOperatorTables.of(),
        new CalciteCatalogReader(
            CalciteSchema.createRootSchema(false),
            List.of(),
            factory,
            new CalciteConnectionConfigImpl(new Properties())),
        factory,
        SqlValidator.Config.DEFAULT);
  }

  /// What it takes.
  public List<SqlType> parameterTypes() {
    return function.signature().parameters();
  }

  /// Calls it.
  ///
  /// @param arguments one for each parameter, in any form that a `?` of its type can be set to
  /// @return the result as JDBC has it, a DATE as LocalDate, a TIME as LocalTime, a TIMESTAMP as
  ///   LocalDateTime, intervals as Duration and Period, an ARRAY or ROW as List, a MAP as Map; null
  ///   where the function returns it, or an argument is and the function isn't called then
  /// @throws SQLException for arguments that don't fit, and when the guest fails
  public @Nullable Object call(List<? extends @Nullable Object> arguments) throws SQLException {
    List<SqlType> types = parameterTypes();
    if (arguments.size() != types.size()) {
      throw new IllegalArgumentException(types.size() + " arguments, not " + arguments.size());
    }
    @Nullable Object[] values = new @Nullable Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      Object argument = arguments.get(i);
      if (argument != null) {
        values[i] = ParameterValue.of(i + 1, argument).cell(types.get(i));
      }
    }
    try {
      return asJdbc(RowCall.call(function, values), function.signature().result());
    } catch (RuntimeException e) {
      throw SqlErrors.of(e);
    }
  }

  private static @Nullable Object asJdbc(@Nullable Object value, SqlType type) {
    return switch (value) {
      case null -> null;
      case ByteString bytes -> bytes.getBytes();
      case Integer days when type == SqlType.Simple.DATE -> LocalDate.ofEpochDay(days);
      case Integer millis when type == SqlType.Simple.TIME ->
          LocalTime.ofNanoOfDay(millis * 1_000_000L);
      case Integer months when type == SqlType.Simple.INTERVAL_YEAR_TO_MONTH ->
          Period.ofMonths(months).normalized();
      case Long millis when type == SqlType.Simple.INTERVAL_DAY_TO_SECOND ->
          Duration.ofMillis(millis);
      case Long millis when type == SqlType.Simple.TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(millis, 1000L),
              Math.floorMod(millis, 1000) * 1_000_000,
              ZoneOffset.UTC);
      default -> type instanceof NestedType nested ? asJdbc(value, nested) : value;
    };
  }

  private static Object asJdbc(Object value, NestedType type) {
    return switch (type) {
      case NestedType.Array(NestedType.Part element) -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object each : (List<?>) value) {
          elements.add(asJdbc(each, element.type()));
        }
        yield elements;
      }
      case NestedType.Row row -> {
        @Nullable Object[] values = (@Nullable Object[]) value;
        List<@Nullable Object> fields = new ArrayList<>();
        for (NestedType.Part each : row.parts()) {
          fields.add(asJdbc(values[fields.size()], each.type()));
        }
        yield fields;
      }
      case NestedType.Map(NestedType.Row entries) -> {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (key, each) ->
                    map.put(
                        asJdbc(key, entries.parts().getFirst().type()),
                        asJdbc(each, entries.parts().getLast().type())));
        yield map;
      }
    };
  }
}
