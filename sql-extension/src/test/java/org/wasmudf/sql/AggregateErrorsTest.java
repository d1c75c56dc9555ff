package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Aggregates that fail, their declarations, and who may call them.
class AggregateErrorsTest {
  private static final String URL = "jdbc:wasmudf:jdbc:h2:mem:aggregates;DB_CLOSE_DELAY=-1";
  private static final Path GUESTS = Path.of("../arrow-bridge/src/test/guests/aggregates.wasm");

  private SqlSession owner;
  private SqlSession acme;
  private SqlSession zenith;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlSession.open(URL);
    owner.update("CREATE TABLE n (n BIGINT)");
    owner.update("INSERT INTO n SELECT x FROM SYSTEM_RANGE(1, 100)");
    owner.update("CREATE TENANT acme WITH (memory.bytes = 1048576, instances = 2)");
    owner.update("CREATE TENANT zenith");
    acme = SqlSession.open(URL, "acme");
    zenith = SqlSession.open(URL, "zenith");
  }

  @AfterEach
  void close() throws SQLException {
    acme.close();
    zenith.close();
    owner.update("DROP TENANT acme");
    owner.update("DROP TENANT zenith");
    owner.update("DROP TABLE n");
    owner.close();
  }

  private static String create(String declaration) throws IOException {
    return "CREATE AGGREGATE FUNCTION %s LANGUAGE WASM AS X'%s'"
        .formatted(declaration, HexFormat.of().formatHex(Files.readAllBytes(GUESTS)));
  }

  private void assertNextStatementsWork() throws SQLException {
    assertThat(acme.query("SELECT low(n), low(n) FILTER (WHERE n > 20) FROM n"))
        .isEqualTo("1 | 21");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update_traps  | 38001 function UPDATE_TRAPS, row 12 of the batch: trap: unreachable
          spin          | 57014 function SPIN, row 12 of the batch: it executed more than 10,000,000 instructions (fuel.row)
          init_traps    | 38001 function INIT_TRAPS: trap: unreachable
          finish_traps  | 38001 function FINISH_TRAPS: trap: unreachable
          negative_size | 22003 function NEGATIVE_SIZE: it says that a state has -8 bytes
          odd_size      | 22003 function ODD_SIZE: it says that a state has 12 bytes
          huge_size     | 22003 function HUGE_SIZE: it says that a state has 2,147,483,640 bytes
          large         | 53200 function LARGE: the guest has no room for
          """)
  void aStatementFailsAndTheNextOnesWork(String name, String message)
      throws SQLException, IOException {
    acme.update(create("low(n BIGINT) RETURNS BIGINT"));
    acme.update(create(name + "(n BIGINT) RETURNS BIGINT"));
    for (String group : new String[] {"", " GROUP BY MOD(n, 2)"}) {
      for (int i = 0; i < 4; i++) {
        assertThat(acme.failure("SELECT %s(n) FROM n%s".formatted(name, group)))
            .startsWith(message);
        assertNextStatementsWork();
      }
    }
    assertThat(acme.failure("SELECT %s(n) OVER (ORDER BY n) FROM n".formatted(name)))
        .contains(name.toUpperCase(Locale.ROOT));
    assertNextStatementsWork();
    owner.update("ALTER TENANT acme SET (instances = DEFAULT)");
  }

  @Test
  void whatHasMoreGroupsThanMemoryFailsAndLeavesNothing() throws SQLException, IOException {
    acme.update(create("low(n BIGINT) RETURNS BIGINT"));
    acme.update(
        create("sum(n BIGINT) RETURNS BIGINT")
            .replace("FUNCTION sum", "FUNCTION total")
            .replace("LANGUAGE WASM", "LANGUAGE WASM EXTERNAL NAME 'sum'"));
    String query =
        "SELECT count(*), max(s) FROM (SELECT x.n * 1000 + y.n AS k, total(x.n) AS s FROM n AS x"
            + " CROSS JOIN n AS y CROSS JOIN (SELECT n FROM n WHERE n <= ?) AS z"
            + " GROUP BY x.n * 1000 + y.n, z.n)";
    assertThat(acme.query(query, 2)).isEqualTo("20000 | 100");
    assertThat(acme.failure(query, 100)).startsWith("53200 function TOTAL: the guest has no room");
    assertThat(acme.query(query, 2)).isEqualTo("20000 | 100");
    assertNextStatementsWork();
    assertThat(zenith.failure("SELECT low(n) FROM n")).startsWith("42883");
  }

  @Test
  void aMergeThatFailsNamesItsFunctionAndTheNextStatementWorks() throws SQLException, IOException {
    acme.update(create("low(n BIGINT) RETURNS BIGINT"));
    acme.update(create("merge_traps(n BIGINT) RETURNS BIGINT"));
    for (int i = 0; i < 4; i++) {
      assertThat(acme.failure("SELECT merge_traps(n) FROM n GROUP BY ROLLUP (n)"))
          .startsWith("38001 function MERGE_TRAPS: trap: unreachable");
      assertThat(acme.query("SELECT merge_traps(n) FROM n GROUP BY n FETCH FIRST 2 ROWS ONLY"))
          .isEqualTo("1\n2");
      assertNextStatementsWork();
    }
    assertThat(owner.query("SHOW TENANTS")).contains("TRAP_UNREACHABLE 4");
  }

  /// Merging takes room too, if only a little.
  @Test
  void whatHasTooManyGroupsToMergeFailsAndLeavesNothing() throws SQLException, IOException {
    acme.update(create("low(n BIGINT) RETURNS BIGINT"));
    String query =
        """
        SELECT count(*), max(s) FROM (
          SELECT k, m, low(n) AS s FROM (
            SELECT x.n * 1000 + y.n * 10 + z.n AS k, x.n AS m, z.n AS n
            FROM n AS x CROSS JOIN n AS y CROSS JOIN (SELECT n FROM n WHERE n < 10) AS z
            WHERE x.n <= ?)
          GROUP BY GROUPING SETS ((k, m), (k)))\
        """;
    int failures = 0;
    for (int most = 50; most <= 74; most += 3) {
      String result = failures == 0 ? acme.failure(query, most) : "";
      if (result.equals("it worked")) {
        assertThat(acme.query(query, most)).isEqualTo(2 * 900 * most + " | 9");
      } else {
        assertThat(acme.failure(query, most))
            .startsWith("53200 function LOW: the guest has no room");
        failures++;
      }
      assertNextStatementsWork();
    }
    assertThat(failures).isBetween(1, 8);
    owner.update("ALTER TENANT acme SET (instances = DEFAULT)");
  }

  @Test
  void grantsAndLimitsAreAsForOtherFunctions() throws SQLException, IOException {
    acme.update(
        create("long_loop(n BIGINT) RETURNS BIGINT")
            .replace(" AS X", " WITH (fuel.row = 500) AS X"));
    acme.update("GRANT EXECUTE ON FUNCTION long_loop(BIGINT) TO TENANT zenith");
    assertThat(zenith.query("SELECT long_loop(n) FROM n WHERE n < 10")).isEqualTo("45");
    assertThat(zenith.failure("SELECT long_loop(n) FROM n"))
        .startsWith("57014 function LONG_LOOP, row ")
        .endsWith(" instructions (fuel.row)");
    acme.update("REVOKE EXECUTE ON FUNCTION long_loop FROM TENANT zenith");
    assertThat(zenith.failure("SELECT long_loop(n) FROM n")).startsWith("42883");
  }

  @Test
  void aggregatesAreDeclaredShownAndDropped() throws SQLException, IOException {
    String low = create("low(n BIGINT) RETURNS BIGINT");
    acme.update(low);
    assertThat(acme.failure(low)).startsWith("42723 function LOW(BIGINT) exists");
    acme.update(low.replace("FUNCTION", "FUNCTION IF NOT EXISTS"));
    acme.update(low.replace("CREATE", "CREATE OR REPLACE"));
    assertThat(acme.query("SHOW FUNCTIONS"))
        .startsWith("LOW | N BIGINT | BIGINT | AGGREGATE | VOLATILE | RETURNS NULL | low | ");
    assertThat(acme.failure(low.replace("AGGREGATE FUNCTION low", "FUNCTION low")))
        .startsWith("42883 line 1");
    assertThat(acme.failure(create("missing(n BIGINT) RETURNS BIGINT")))
        .contains("the aggregate function MISSING needs an export 'missing__state_size'");
    assertThat(acme.failure("SELECT low(low(n)) FROM n")).startsWith("42");
    assertThat(acme.failure("SELECT n FROM n WHERE low(n) > 1")).startsWith("42");
    assertThat(acme.failure("SELECT low(n, n) FROM n")).startsWith("42883");
    acme.update("DROP FUNCTION low");
    assertThat(acme.query("SHOW FUNCTIONS")).isEmpty();
    assertThat(acme.failure("SELECT low(n) FROM n")).startsWith("42883");
  }

  @Test
  void aNameIsOfAggregatesOrOfOtherFunctions() throws SQLException, IOException {
    acme.update(Guests.GCD.replace("gcd(a", "low(a").replace("WASM", "WASM EXTERNAL NAME 'gcd'"));
    assertThat(acme.failure(create("low(n BIGINT) RETURNS BIGINT")))
        .startsWith("42723 LOW is the name of a scalar function");
    acme.update("DROP FUNCTION low");
    acme.update(create("low(n BIGINT) RETURNS BIGINT"));
    assertThat(
            acme.failure(
                Guests.GCD.replace("gcd(a", "low(a").replace("WASM", "WASM EXTERNAL NAME 'gcd'")))
        .startsWith("42723 LOW is the name of an aggregate function");
    assertNextStatementsWork();
  }
}
