package org.wasmudf.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
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
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.ValueFunction;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.RowCall;
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
      var created = new FunctionDdl(UdfRuntime.shared(), types()).define(create).function();
      return switch (created) {
        case WasmScalarFunction scalar -> new SingleFunction(scalar.function());
        case WasmTableFunction _ -> throw new IllegalStateException("not what was written");
      };
    } catch (SqlParseException | RuntimeException e) {
      throw SqlErrors.of(e);
    }
  }

  /// Knows the type system, and nothing else.
  private static SqlValidator types() {
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
  /// @return the result as JDBC has it, a DATE as LocalDate and a TIMESTAMP as LocalDateTime; null
  ///   where an argument is
  /// @throws SQLException for arguments that don't fit, and when the guest fails
  public @Nullable Object call(List<? extends @Nullable Object> arguments) throws SQLException {
    List<SqlType> types = parameterTypes();
    if (arguments.size() != types.size()) {
      throw new IllegalArgumentException(types.size() + " arguments, not " + arguments.size());
    }
    Object[] values = new Object[types.size()];
    boolean isNull = false;
    for (int i = 0; i < values.length; i++) {
      Object argument = arguments.get(i);
      if (argument == null) {
        isNull = true;
      } else {
        values[i] = ParameterValue.of(i + 1, argument).cell(types.get(i));
      }
    }
    try {
      return isNull ? null : asJdbc(RowCall.call(function, values));
    } catch (RuntimeException e) {
      throw SqlErrors.of(e);
    }
  }

  private Object asJdbc(Object value) {
    return switch (value) {
      case ByteString bytes -> bytes.getBytes();
      case Integer days when function.signature().result() == SqlType.Simple.DATE ->
          LocalDate.ofEpochDay(days);
      case Long millis when function.signature().result() == SqlType.Simple.TIMESTAMP ->
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(millis, 1000L),
              Math.floorMod(millis, 1000) * 1_000_000,
              ZoneOffset.UTC);
      default -> value;
    };
  }
}
