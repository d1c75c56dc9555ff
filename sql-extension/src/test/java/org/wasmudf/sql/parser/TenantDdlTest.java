package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

class TenantDdlTest {
  @Test
  void everyLimitHasItsName() throws SqlParseException {
    for (Limit limit : Limit.values()) {
      SqlCreateTenant statement =
          (SqlCreateTenant)
              FunctionDdlTest.parse("CREATE TENANT t WITH (%s = 7)".formatted(limit.key()));
      assertThat(statement.limits().values()).isEqualTo(Map.of(limit, OptionalLong.of(7)));
    }
  }

  @Test
  void limitsAreNumbersNoneOrTheDefault() throws SqlParseException {
    SqlAlterTenant statement =
        (SqlAlterTenant)
            FunctionDdlTest.parse(
                "ALTER TENANT acme SET (Fuel.Row = 1000, FUEL . CALL = none, deadline.ms ="
                    + " DEFAULT)");
    assertThat(statement.name()).hasToString("ACME");
    ResourceLimits before = ResourceLimits.DEFAULT.with(Limit.DEADLINE_MILLIS, 1);
    ResourceLimits after = statement.limits().of(before);
    assertThat(after)
        .isEqualTo(
            ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, 1000).with(Limit.FUEL_CALL, Limit.NONE));
  }

  @Test
  void aFunctionHasTheLimitsThatSayMoreThanItsTenants() throws SqlParseException {
    SqlCreateWasmFunction f =
        FunctionDdlTest.create(
            FunctionDdlTest.function(
                "f",
                "DOUBLE",
                "WITH (fuel.row = 5, fuel.call = NONE, value.bytes = DEFAULT) FROM 'f'"));
    assertThat(f.limits().ofFunction()).isEqualTo(Map.of(Limit.FUEL_ROW, 5L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TENANT acme",
        "CREATE OR REPLACE TENANT \"a b\" WITH (fuel.row = 1000, fuel.call = NONE)",
        "CREATE TENANT IF NOT EXISTS t WITH (memory.total.bytes = 1, deadline.ms = DEFAULT)",
        "ALTER TENANT t SET (fuel.second = 9223372036854775806)",
        "ALTER TENANT tenant WITH (instances = 2, compile.ms = 3)",
        "DROP TENANT t",
        "DROP TENANT IF EXISTS \"if\"",
        "SHOW TENANTS",
        "GRANT EXECUTE ON FUNCTION f TO TENANT t",
        "GRANT EXECUTE ON FUNCTION \"f g\"(DOUBLE, DECIMAL(15, 2), VARCHAR) TO TENANT \"T t\"",
        "REVOKE EXECUTE ON FUNCTION f() FROM TENANT t",
        "CREATE FUNCTION f(DOUBLE) RETURNS DOUBLE LANGUAGE WASM WITH (fuel.row = 1, output.rows ="
            + " NONE) FROM 'f'"
      })
  void unparsedStatementParsesToTheSame(String sql) throws SqlParseException {
    SqlNode node = FunctionDdlTest.parse(sql);
    String text = node.toSqlString(AnsiSqlDialect.DEFAULT).getSql();
    SqlParser.Config backquoted = FunctionDdlTest.CONFIG.withQuoting(Quoting.BACK_TICK);
    SqlNode again = SqlParser.create(text, backquoted).parseStmt();
    assertThat(again.equalsDeep(node, Litmus.IGNORE)).as(text).isTrue();
    assertThat(again).hasToString(node.toString());
  }

  @Test
  void statementsThatDifferAreNotEqual() throws SqlParseException {
    List<String> all =
        List.of(
            "CREATE TENANT t",
            "CREATE OR REPLACE TENANT t",
            "CREATE TENANT IF NOT EXISTS t",
            "CREATE TENANT t WITH (fuel.row = 1)",
            "CREATE TENANT t WITH (fuel.row = 2)",
            "CREATE TENANT t WITH (fuel.row = NONE)",
            "CREATE TENANT t WITH (fuel.row = DEFAULT)",
            "CREATE TENANT u",
            "ALTER TENANT t SET (fuel.row = 1)",
            "ALTER TENANT t SET (fuel.row = 2)",
            "DROP TENANT t",
            "DROP TENANT IF EXISTS t",
            "GRANT EXECUTE ON FUNCTION f TO TENANT t",
            "GRANT EXECUTE ON FUNCTION f() TO TENANT t",
            "GRANT EXECUTE ON FUNCTION f TO TENANT u",
            "REVOKE EXECUTE ON FUNCTION f FROM TENANT t",
            FunctionDdlTest.function("f", "DOUBLE", "FROM 'f'"),
            FunctionDdlTest.function("f", "DOUBLE", "WITH (fuel.row = 1) FROM 'f'"));
    for (String one : all) {
      for (String other : all) {
        assertThat(
                FunctionDdlTest.parse(one).equalsDeep(FunctionDdlTest.parse(other), Litmus.IGNORE))
            .as("%s and %s", one, other)
            .isEqualTo(one.equals(other));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          WITH (fuel.rows = 1)              | 23 | there is no limit fuel.rows; there are memory.bytes, memory.total.bytes, fuel.row, fuel.call, fuel.second, deadline.ms, output.bytes, output.rows, value.bytes, log.bytes, instances, functions, compile.ms
          WITH (fuel.row = 1, fuel.row = 2) | 37 | fuel.row is given twice
          WITH ("fuel".row = 1)             | 23 | there is no limit "fuel";
          WITH (* = 1)                      | 23 | there is no limit *
          WITH (fuel = 1)                   | 23 | there is no limit fuel
          WITH (fuel.row = 0)               | 34 | a limit is from 1 to 9223372036854775806, or NONE, and not 0
          WITH (fuel.row = 99999999999999999999) | 34 | a limit is from 1 to
          WITH (fuel.row = -1)              | 34 | Encountered "-"
          WITH (fuel.row = 1.5)             | 34 | Encountered "1.5"
          WITH (fuel.row 1)                 | 32 | Encountered "1"
          WITH ()                           | 23 | there is no limit )
          WITH                              | 20 | Encountered "<EOF>"
          """)
  void aWrongLimitSaysWhatAndWhere(String clause, int column, String message)
      throws SqlParseException {
    SqlParseException e =
        catchThrowableOfType(
            SqlParseException.class, () -> FunctionDdlTest.parse("CREATE TENANT t " + clause));
    assertThat(e).isNotNull().hasMessageContaining(message);
    assertThat(e.getPos().getColumnNum()).isEqualTo(column);
    assertThat(FunctionDdlTest.parse("CREATE TENANT t WITH (fuel.row = 1)")).isNotNull();
  }

  @Test
  void aNewFunctionsLimitsAreGivenOnce() {
    SqlParseException e =
        catchThrowableOfType(
            SqlParseException.class,
            () ->
                FunctionDdlTest.create(
                    FunctionDdlTest.function(
                        "f", "DOUBLE", "WITH (fuel.row = 1) WITH (fuel.call = 1) FROM 'f'")));
    assertThat(e).hasMessageContaining("WITH is given twice");
  }
}
