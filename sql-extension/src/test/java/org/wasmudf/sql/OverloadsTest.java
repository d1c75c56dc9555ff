package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Functions of one name: which of them there can be, and which of them a call means.
class OverloadsTest {
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private static String create(String type, String export) {
    return "CREATE FUNCTION f(d %1$s) RETURNS %1$s LANGUAGE WASM IMMUTABLE EXTERNAL NAME '%2$s'"
            .formatted(type, export)
        + " FROM 'src/test/guests/types.wasm'";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DECIMAL(10, 2) | id_i64  | DECIMAL(10, 4) | id_i64",
        "DECIMAL(10, 2) | id_i64  | DECIMAL(5, 2)  | id_i64",
        "DECIMAL(10, 2) | id_i64  | DECIMAL(38, 2) | id_wide",
        "DECIMAL(30, 2) | id_wide | DECIMAL(3, 1)  | id_i64",
      })
  void functionsThatDifferInDigitsOnlyAreRefused(
      String first, String export, String second, String otherExport) throws SQLException {
    session.update(create(first, export));
    String other = create(second, otherExport);
    for (String words : List.of("CREATE", "CREATE OR REPLACE")) {
      assertThat(session.failure(other.replace("CREATE", words)))
          .startsWith("42725 ")
          .contains("there is F(%s), and calls can't tell".formatted(first));
    }
    assertThat(session.query("SHOW FUNCTIONS")).hasLineCount(1);
    session.update(create(first, export).replace("CREATE", "CREATE OR REPLACE"));
    assertThat(session.query("SELECT f(1.5)")).isEqualTo("1.50");
    session.update("DROP FUNCTION f");
    session.update(other);
    assertThat(session.query("SELECT f(1.5) = 1.5")).isEqualTo("true");
  }

  @Test
  void decimalsAreToldApartFromOtherTypes() throws SQLException {
    session.update(create("DECIMAL(10, 2)", "id_i64"));
    session.update(create("BIGINT", "id_i64"));
    session.update(create("VARCHAR", "id_bytes"));
    session.update("CREATE TABLE t (a DECIMAL(5, 1), i INT, g BIGINT, s VARCHAR(9))");
    session.update("INSERT INTO t VALUES (1.5, 3, 5, 'x')");
    assertThat(session.query("SELECT f(a), f(i), f(g), f(s), f(1.25) FROM t"))
        .isEqualTo("1.50 | 3 | 5 | x | 1.25");
    assertThat(session.failure(create("DECIMAL(9, 2)", "id_i64"))).startsWith("42725 ");
  }

  @Test
  void argumentWithoutATypeTellsNoFunction() throws SQLException {
    session.update(create("DECIMAL(10, 2)", "id_i64"));
    assertThat(session.query("SELECT f(NULL)")).isEqualTo("null");
    session.update(create("BIGINT", "id_i64"));
    assertThat(session.failure("SELECT f(NULL)"))
        .isEqualTo(
            "42725 line 1, column 10: NULL can be an argument of F(DECIMAL(10, 2)) or F(BIGINT):"
                + " CAST it to the type of one");
    assertThat(session.failure("SELECT f(?)", 1)).startsWith("42");
    assertThat(session.query("SELECT f(CAST(NULL AS BIGINT)), f(CAST(? AS DECIMAL(5, 1)))", 2))
        .isEqualTo("null | 2.00");
  }
}
