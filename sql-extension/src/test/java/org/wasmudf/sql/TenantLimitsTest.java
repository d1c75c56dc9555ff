package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What tenants may use, what their functions may use, and what each is charged for.
final class TenantLimitsTest {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String url =
      "jdbc:wasmudf:jdbc:h2:mem:limits" + NEXT.getAndIncrement() + ";DB_CLOSE_DELAY=-1";
  private SqlSession owner;
  private SqlSession acme;
  private SqlSession zenith;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlSession.open(url);
    owner.update("CREATE TENANT acme");
    owner.update("CREATE TENANT zenith");
    owner.update("CREATE TABLE n (n INTEGER)");
    owner.update("INSERT INTO n SELECT x FROM SYSTEM_RANGE(1, 3000)");
    acme = SqlSession.open(url, "acme");
    zenith = SqlSession.open(url, "zenith");
  }

  @AfterEach
  void close() throws SQLException {
    acme.close();
    zenith.close();
    owner.close();
  }

  private void limit(String limits) throws SQLException {
    owner.update("ALTER TENANT acme SET (" + limits + ")");
  }

  // Results and arguments

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT letters(n) FROM n WHERE n BETWEEN 95 AND ?",
        "SELECT letters(n - 1 + 1) FROM n WHERE n >= 95 AND n <= ?",
        "SELECT COUNT(*) FROM (SELECT n FROM n WHERE n BETWEEN 95 AND ?) x LEFT JOIN (SELECT n FROM"
            + " n WHERE n < 3) y ON CHAR_LENGTH(letters(x.n + y.n - 2)) > 1000",
        "INSERT INTO n SELECT CHAR_LENGTH(letters(n)) FROM n WHERE n BETWEEN 95 AND ?"
      })
  void aValueIsAsLongAsItMayBeInBatchesAndRowByRow(String sql) throws SQLException {
    acme.update(Guests.LETTERS);
    limit("value.bytes = 100");
    assertThat(acme.failure(sql, 100)).isEqualTo("it worked");
    assertThat(acme.failure(sql, 101))
        .startsWith("54000 function LETTERS")
        .endsWith(": it returned a value of 101 bytes, more than 100 (value.bytes)");
    assertThat(acme.failure(sql, 100)).isEqualTo("it worked");
    limit("output.bytes = 99");
    assertThat(acme.failure(sql, 100)).endsWith("100 bytes, more than 99 (output.bytes)");
    limit("value.bytes = NONE, output.bytes = DEFAULT");
    assertThat(acme.failure(sql, 500)).isEqualTo("it worked");
  }

  @Test
  void aStatementMayHaveMoreResultsThanACall() throws SQLException {
    acme.update(Guests.LETTERS);
    acme.update(
        "CREATE FUNCTION same(n INTEGER) RETURNS INTEGER LANGUAGE WASM AS X'0061736D01000000"
            + " 01060160017F017F 03020100 07080104 73616D65 0000 0A06010400 20000B'");
    // Each batch is many calls then, and rows stay beside each other all the same.
    limit("output.bytes = 200000");
    assertThat(
            acme.query(
                """
                SELECT COUNT(*), SUM(CHAR_LENGTH(l)), COUNT(DISTINCT s),
                  SUM(CASE WHEN n = s AND CHAR_LENGTH(l) = 2 * n AND CHAR_LENGTH(m) = n + 1
                    THEN 1 ELSE 0 END)
                FROM (SELECT n, letters(2 * n) AS l, same(n) AS s, letters(n + 1) AS m FROM n)\
                """))
        .isEqualTo("3000 | 9003000 | 3000 | 3000");
    assertThat(acme.query("SELECT MAX(letters(n)) FROM n WHERE n < 4")).isEqualTo("xxx");
  }

  @Test
  void argumentsOfABatchMayBeMoreThanAnInstancesMemory() throws SQLException {
    acme.update(Guests.SIZE);
    owner.update("CREATE TABLE texts (id INTEGER, t VARCHAR(1000000))");
    owner.update("INSERT INTO texts SELECT x, REPEAT('t', 1000) FROM SYSTEM_RANGE(1, 2000)");
    limit("memory.bytes = 524288");
    assertThat(acme.query("SELECT SUM(size(t)) FROM texts")).isEqualTo("2000000");
    owner.update("INSERT INTO texts VALUES (2001, REPEAT('t', 600000))");
    assertThat(acme.failure("SELECT size(t) FROM texts WHERE id > 2000"))
        .startsWith("53200 function SIZE, row 0 of the batch: the guest has no room for")
        .contains("it may have 524,288 bytes (memory.bytes)");
    assertThat(acme.query("SELECT SUM(size(t)) FROM texts WHERE id < 2001")).isEqualTo("2000000");
  }

  // WITH

  @Test
  void aFunctionIsHeldToTheLowerOfItsOwnLimitsAndItsTenants() throws SQLException {
    acme.update(
        Guests.LETTERS.replace("WASM", "WASM WITH (value.bytes = 50, output.bytes = NONE)"));
    assertThat(acme.query("SELECT CHAR_LENGTH(letters(50)) FROM n WHERE n = 1")).isEqualTo("50");
    assertThat(acme.failure("SELECT letters(51) FROM n WHERE n = 1"))
        .endsWith("51 bytes, more than 50 (value.bytes)");
    limit("value.bytes = 20");
    assertThat(acme.failure("SELECT letters(50) FROM n WHERE n = 1"))
        .endsWith("50 bytes, more than 20 (value.bytes)");
    limit("value.bytes = NONE");
    assertThat(acme.query("SELECT CHAR_LENGTH(letters(50)) FROM n WHERE n = 1")).isEqualTo("50");
    assertThat(acme.failure("SELECT letters(51) FROM n WHERE n = 1"))
        .endsWith("51 bytes, more than 50 (value.bytes)");
  }

  @ParameterizedTest
  @CsvSource({
    "memory.bytes",
    "memory.total.bytes",
    "fuel.second",
    "instances",
    "functions",
    "compile.ms"
  })
  void aLimitOfATenantIsNoneOfAFunction(String limit) throws SQLException {
    assertThat(acme.failure(Guests.SPIN.replace("WASM", "WASM WITH (" + limit + " = 1)")))
        .isEqualTo(
            "42601 line 1, column 67: syntax error: "
                + limit
                + " is a limit of tenants, which the owner sets with ALTER TENANT: a function's own"
                + " are fuel.row, fuel.call, deadline.ms, output.bytes, output.rows, value.bytes,"
                + " log.bytes");
    acme.update(Guests.SPIN);
    assertThat(acme.query("SELECT spin(1)")).isEqualTo("1");
  }

  // Functions

  @Test
  void aTenantHasNoMoreFunctionsThanItMay() throws SQLException {
    owner.update("CREATE OR REPLACE TENANT acme WITH (functions = 2)");
    acme.update(Guests.SPIN);
    acme.update(Guests.GCD);
    String message =
        "54000 tenant ACME has 2 functions, and may have no more (functions): drop one";
    assertThat(acme.failure(Guests.LETTERS)).startsWith(message);
    assertThat(acme.failure(Guests.SPIN.replace("n BIGINT)", "n BIGINT, m BIGINT)")))
        .startsWith("42P13");
    // What takes another's place, or belongs to others, is not one more.
    acme.update(Guests.GCD.replace("CREATE", "CREATE OR REPLACE"));
    zenith.update(Guests.LETTERS);
    zenith.update("GRANT EXECUTE ON FUNCTION letters TO TENANT acme");
    assertThat(acme.query("SELECT letters(2), gcd(4, 6)")).isEqualTo("xx | 2");
    acme.update("DROP FUNCTION gcd");
    acme.update(Guests.NOTED);
    assertThat(acme.failure(Guests.GCD)).startsWith(message);
    limit("functions = DEFAULT");
    acme.update(Guests.GCD);
    assertThat(acme.query("SELECT gcd(4, 6)")).isEqualTo("2");
  }

  @Test
  void aModuleThatIsTooLargeNamesTheLimit(@TempDir Path folder) throws IOException, SQLException {
    Files.write(folder.resolve("large.wasm"), new byte[(16 << 20) + 1]);
    try (SqlSession session = SqlSession.open(url, "acme", "module.path", folder.toString())) {
      assertThat(
              session.failure("CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM FROM 'large.wasm'"))
          .startsWith("54000 line 1, column 55: function F: 'large.wasm': ")
          .contains("16,777,217")
          .contains("module.bytes");
      session.update(Guests.GCD);
    }
  }

  // Usage

  @Test
  void everyoneIsChargedForItsOwnStatements() throws SQLException {
    acme.update(Guests.GCD.replace("IMMUTABLE", "VOLATILE"));
    acme.update("GRANT EXECUTE ON FUNCTION gcd TO TENANT zenith");
    acme.update(Guests.QUOTIENT);
    assertThat(zenith.query("SELECT COUNT(gcd(n, 12)) FROM n")).isEqualTo("3000");
    // Who calls pays, and not whose function it is.
    assertThat(usage("ACME", "calls")).isZero();
    assertThat(usage("ACME", "fuel")).isZero();
    assertThat(usage("ZENITH", "rows")).isEqualTo(3000);
    assertThat(usage("ZENITH", "calls")).isPositive();
    long fuel = usage("ZENITH", "fuel");
    assertThat(fuel).isGreaterThan(3000);
    assertThat(acme.query("SELECT COUNT(gcd(n, 12)) FROM n WHERE n <= 1500")).isEqualTo("1500");
    assertThat(acme.failure("SELECT quotient(1, n - 1) FROM n")).startsWith("22012");
    assertThat(acme.failure("SELECT quotient(1, n - 1) FROM n")).startsWith("22012");
    assertThat(usage("ACME", "rows")).isEqualTo(1500 + 2 * 3000);
    assertThat(cell("ACME", "failures")).isEqualTo("TRAP_DIVIDE_BY_ZERO 2");
    assertThat(usage("ZENITH", "fuel")).isEqualTo(fuel);
    assertThat(cell("ZENITH", "failures")).isEmpty();
    assertThat(zenith.query("SHOW TENANTS")).startsWith("ZENITH | ").hasLineCount(1);
  }

  @Test
  void rowByRowAndConstantsAreChargedAsWell() throws SQLException {
    acme.update(Guests.GCD);
    assertThat(acme.query("SELECT gcd(12, 18)")).isEqualTo("6");
    long calls = usage("ACME", "calls");
    assertThat(calls).isPositive();
    assertThat(
            acme.query(
                "SELECT COUNT(*) FROM n x LEFT JOIN n y ON gcd(x.n + y.n, 3) = 3"
                    + " WHERE x.n <= 10 AND y.n <= 10"))
        .isEqualTo("33");
    assertThat(usage("ACME", "calls")).isGreaterThanOrEqualTo(calls + 100);
    assertThat(usage("ZENITH", "calls")).isZero();
  }

  @Test
  void memoryIsThatOfInstancesAndGoesWithThem() throws SQLException {
    acme.update(Guests.LETTERS);
    assertThat(usage("ACME", "peak_memory_bytes")).isZero();
    assertThat(acme.query("SELECT letters(1)")).isEqualTo("x");
    assertThat(usage("ACME", "peak_memory_bytes")).isEqualTo(2 * 65_536);
    assertThat(usage("ACME", "instances")).isZero();
    assertThat(usage("ZENITH", "peak_memory_bytes")).isZero();
    limit("memory.total.bytes = 131071");
    // An idle instance is there already; another one would be too much.
    assertThat(acme.query("SELECT letters(2)")).isEqualTo("xx");
    acme.update(
        Guests.SIZE.replace("size(", "other(").replace("WASM", "WASM EXTERNAL NAME 'size'"));
    acme.update(Guests.NOTED);
    limit("memory.total.bytes = 65535");
    assertThat(acme.failure("SELECT noted(1)"))
        .startsWith("53200 ")
        .contains("65,536 bytes of memory, and tenant ACME may have 65,535 (memory.total.bytes)");
    assertThat(cell("ACME", "failures")).contains("MEMORY_LIMIT");
    limit("memory.total.bytes = DEFAULT");
    assertThat(acme.query("SELECT noted(1)")).isEqualTo("1");
  }

  @Test
  void whoHasUsedUpItsFuelForThisSecondWaitsAndNobodyElseDoes() throws SQLException {
    acme.update(Guests.GCD.replace("IMMUTABLE", "VOLATILE"));
    acme.update("GRANT EXECUTE ON FUNCTION gcd TO TENANT zenith");
    assertThat(acme.query("SELECT COUNT(gcd(n, 12)) FROM n")).isEqualTo("3000");
    long fuel = usage("ACME", "fuel");
    limit("fuel.second = " + 2 * fuel / 3);
    assertThat(acme.query("SELECT COUNT(gcd(n, 12)) FROM n")).isEqualTo("3000");
    assertThat(acme.query("SELECT COUNT(gcd(n, 12)) FROM n")).isEqualTo("3000");
    assertThat(usage("ACME", "throttled_ms")).isGreaterThan(100);
    assertThat(zenith.query("SELECT COUNT(gcd(n, 12)) FROM n")).isEqualTo("3000");
    assertThat(usage("ZENITH", "throttled_ms")).isZero();
    limit("fuel.second = 100, deadline.ms = 50");
    assertThat(acme.failure("SELECT COUNT(gcd(n, 12)) FROM n"))
        .startsWith("53300 ")
        .contains("tenant ACME has used up its fuel of 100 instructions a second (fuel.second)");
    assertThat(cell("ACME", "failures")).isEqualTo("TENANT_THROTTLED 1");
    limit("fuel.second = NONE, deadline.ms = DEFAULT");
    assertThat(acme.query("SELECT COUNT(gcd(n, 12)) FROM n")).isEqualTo("3000");
  }

  private long usage(String tenant, String column) throws SQLException {
    return Long.parseLong(cell(tenant, column));
  }

  private String cell(String tenant, String column) throws SQLException {
    try (var statement = owner.connection().createStatement();
        var rows = statement.executeQuery("SHOW TENANTS")) {
      while (rows.next()) {
        if (rows.getString("name").equals(tenant)) {
          return rows.getString(column);
        }
      }
    }
    throw new AssertionError("no tenant " + tenant);
  }
}
