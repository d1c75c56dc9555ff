package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.samples.SampleModule;

/// Tenants: the statements about them, what each sees, and whom its connections work for.
final class TenantTest {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String url =
      "jdbc:wasmudf:jdbc:h2:mem:tenants" + NEXT.getAndIncrement() + ";DB_CLOSE_DELAY=-1";
  private SqlSession owner;
  private SqlSession acme;
  private SqlSession zenith;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlSession.open(url);
    owner.update("CREATE TENANT acme WITH (fuel.row = 1000000)");
    owner.update("CREATE TENANT zenith");
    owner.update("CREATE TABLE pairs (id INTEGER, a BIGINT, b BIGINT)");
    owner.update("INSERT INTO pairs VALUES (1, 12, 18), (2, 7, 13)");
    acme = SqlSession.open(url, "acme");
    zenith = SqlSession.open(url, "Zenith");
  }

  @AfterEach
  void close() throws SQLException {
    acme.close();
    zenith.close();
    owner.close();
  }

  // Tenants

  @Test
  void tenantsAreCreatedOnceReplacedOrKept() throws SQLException {
    assertThat(owner.failure("CREATE TENANT acme")).isEqualTo("42710 tenant ACME exists");
    owner.update("CREATE TENANT IF NOT EXISTS acme WITH (fuel.row = 1)");
    assertThat(tenants()).isEqualTo("ACME | fuel.row = 1000000\nZENITH | ");
    owner.update("CREATE OR REPLACE TENANT acme WITH (deadline.ms = 10, fuel.call = NONE)");
    assertThat(tenants()).isEqualTo("ACME | fuel.call = NONE, deadline.ms = 10\nZENITH | ");
    owner.update("DROP TENANT IF EXISTS nobody");
    assertThat(owner.failure("DROP TENANT nobody")).isEqualTo("42704 there is no tenant NOBODY");
    owner.update("CREATE TENANT \"Acme\"");
    assertThat(tenants())
        .isEqualTo("ACME | fuel.call = NONE, deadline.ms = 10\nAcme | \nZENITH | ");
  }

  @Test
  void limitsAreChangedOneByOneAndReset() throws SQLException {
    owner.update("ALTER TENANT acme SET (fuel.call = 5, instances = 2)");
    owner.update("ALTER TENANT acme WITH (fuel.row = DEFAULT)");
    assertThat(tenants()).isEqualTo("ACME | fuel.call = 5, instances = 2\nZENITH | ");
    assertThat(owner.failure("ALTER TENANT nobody SET (fuel.row = 1)"))
        .isEqualTo("42704 there is no tenant NOBODY");
    assertThat(owner.failure("ALTER TENANT acme\nSET (fuel.rows = 1)"))
        .startsWith("42601 line 2, column 6: ")
        .contains("there is no limit fuel.rows; there are memory.bytes, ");
    assertThat(tenants()).isEqualTo("ACME | fuel.call = 5, instances = 2\nZENITH | ");
  }

  private String tenants() throws SQLException {
    return owner.query("SHOW TENANTS").replaceAll("(?m)^([^|]*\\|[^|]*) \\|.*$", "$1");
  }

  @Test
  void showTenantsHasLimitsAndUsageOfATenantForItselfOnly() throws SQLException {
    assertThat(owner.query("SHOW TENANTS").lines().toList().get(1))
        .isEqualTo("ZENITH |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 | ");
    assertThat(acme.query("SHOW TENANTS"))
        .startsWith("ACME | fuel.row = 1000000 | ")
        .hasLineCount(1);
  }

  @Test
  void onlyAConnectionWithoutATenantChangesTenants() throws SQLException {
    String rule = "42501 only a connection without a tenant may create, alter or drop tenants";
    assertThat(acme.failure("CREATE TENANT other")).isEqualTo(rule);
    assertThat(acme.failure("CREATE OR REPLACE TENANT acme")).isEqualTo(rule);
    assertThat(acme.failure("ALTER TENANT acme SET (fuel.row = NONE)")).isEqualTo(rule);
    assertThat(acme.failure("DROP TENANT IF EXISTS nobody")).isEqualTo(rule);
    assertThat(tenants()).isEqualTo("ACME | fuel.row = 1000000\nZENITH | ");
  }

  @Test
  void anUnknownTenantHasNoConnection() {
    assertThatThrownBy(() -> SqlSession.open(url, "nobody"))
        .isInstanceOf(SQLException.class)
        .hasMessage("there is no tenant nobody")
        .hasFieldOrPropertyWithValue("SQLState", "28000");
  }

  @Test
  void aDroppedTenantsConnectionsAndStatementsSaySo() throws SQLException {
    acme.update(Guests.GCD);
    acme.update("GRANT EXECUTE ON FUNCTION gcd TO TENANT zenith");
    try (PreparedStatement query = acme.connection().prepareStatement("SELECT gcd(4, 6)");
        PreparedStatement show = acme.connection().prepareStatement("SHOW FUNCTIONS");
        PreparedStatement drop = acme.connection().prepareStatement("DROP FUNCTION gcd")) {
      owner.update("DROP TENANT acme");
      for (PreparedStatement each : new PreparedStatement[] {query, show, drop}) {
        assertThatThrownBy(each::execute)
            .isInstanceOf(SQLException.class)
            .hasMessage("tenant ACME has been dropped: its connections can do nothing more");
      }
    }
    assertThat(acme.failure("SELECT 1"))
        .isEqualTo("28000 tenant ACME has been dropped: its connections can do nothing more");
    assertThat(zenith.query("SHOW FUNCTIONS")).isEmpty();
    assertThat(owner.query("SHOW FUNCTIONS")).isEmpty();
    // Another one of the same name is another one.
    owner.update("CREATE TENANT acme");
    assertThat(acme.failure("SELECT 1")).startsWith("28000");
    try (SqlSession again = SqlSession.open(url, "acme")) {
      assertThat(again.query("SHOW FUNCTIONS")).isEmpty();
      again.update(Guests.GCD);
      assertThat(again.query("SELECT gcd(4, 6)")).isEqualTo("2");
    }
  }

  // Functions

  @Test
  void nobodySeesWhatATenantOrTheOwnerCreates() throws SQLException {
    acme.update(Guests.QUOTIENT);
    owner.update(Guests.MASK_EMAIL);
    assertThat(acme.query("SELECT quotient(7, 2)")).isEqualTo("3");
    assertThat(zenith.failure("SELECT quotient(7, 2)"))
        .isEqualTo(
            "42883 line 1, column 8: there is no function QUOTIENT(<NUMERIC>, <NUMERIC>): a query"
                + " with functions or tables of wasm-udf can call those and standard SQL's, but"
                + " none that only the database has");
    assertThat(zenith.failure("SELECT mask_email('x')")).startsWith("42883");
    assertThat(zenith.failure("DROP FUNCTION quotient"))
        .isEqualTo("42883 there is no function QUOTIENT");
    assertThat(zenith.query("SHOW FUNCTIONS")).isEmpty();
    assertThat(owner.failure("SELECT quotient(7, 2)")).contains("\"QUOTIENT\" not found");
    assertThat(acme.query("SELECT quotient(9, 3)")).isEqualTo("3");
  }

  @Test
  void functionsOfOneNameAreManyPeoples() throws SQLException {
    owner.update(Guests.GCD);
    acme.update(named("gcd", "half"));
    zenith.update(named("gcd", "double"));
    assertThat(owner.query("SELECT gcd(12, 18)")).isEqualTo("6");
    assertThat(acme.query("SELECT gcd(12, 18)")).isEqualTo("0");
    assertThat(zenith.query("SELECT gcd(12, 18)")).isEqualTo("216");
    assertThat(names(owner)).isEqualTo("GCD of \nGCD of ACME\nGCD of ZENITH");
    assertThat(names(acme)).isEqualTo("GCD of ACME");
    owner.update("DROP FUNCTION gcd");
    assertThat(acme.query("SELECT gcd(12, 18)")).isEqualTo("0");
  }

  @Test
  void whatIsGrantedCanBeCalledUntilItIsRevoked() throws SQLException {
    owner.update(Guests.GCD);
    owner.update("GRANT EXECUTE ON FUNCTION gcd(BIGINT, BIGINT) TO TENANT acme");
    try (PreparedStatement prepared = acme.connection().prepareStatement("SELECT gcd(4, 6)")) {
      assertThat(prepared.execute()).isTrue();
      assertThat(acme.query("SELECT gcd(a, b) FROM pairs ORDER BY id")).isEqualTo("6\n1");
      assertThat(acme.query("SHOW FUNCTIONS")).endsWith(" |  | granted");
      assertThat(zenith.failure("SELECT gcd(1, 1)")).startsWith("42883");
      // Replaced it is still granted.
      owner.update(Guests.GCD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"));
      assertThat(prepared.execute()).isTrue();
      owner.update("REVOKE EXECUTE ON FUNCTION gcd FROM TENANT acme");
      assertThatThrownBy(prepared::execute)
          .hasMessage(
              "function GCD(BIGINT, BIGINT) has been dropped since the statement was prepared");
    }
    assertThat(acme.failure("SELECT gcd(4, 6)")).startsWith("42883");
    assertThat(acme.query("SHOW FUNCTIONS")).isEmpty();
    owner.update("REVOKE EXECUTE ON FUNCTION gcd FROM TENANT acme");
  }

  @Test
  void aTenantGrantsItsOwnAndNothingElse() throws SQLException {
    owner.update(Guests.GCD);
    owner.update("GRANT EXECUTE ON FUNCTION gcd TO TENANT acme");
    assertThat(acme.failure("GRANT EXECUTE ON FUNCTION gcd TO TENANT zenith"))
        .isEqualTo("42883 there is no function GCD");
    assertThat(acme.failure("DROP FUNCTION gcd")).isEqualTo("42883 there is no function GCD");
    acme.update(Guests.QUOTIENT);
    acme.update("GRANT EXECUTE ON FUNCTION quotient TO TENANT zenith");
    assertThat(zenith.query("SELECT quotient(7, 2)")).isEqualTo("3");
    assertThat(zenith.failure("REVOKE EXECUTE ON FUNCTION quotient FROM TENANT zenith"))
        .isEqualTo("42883 there is no function QUOTIENT");
    assertThat(acme.failure("GRANT EXECUTE ON FUNCTION quotient TO TENANT nobody"))
        .isEqualTo("42704 there is no tenant NOBODY");
    assertThat(acme.failure("GRANT EXECUTE ON FUNCTION quotient(BIGINT) TO TENANT zenith"))
        .isEqualTo(
            "42883 there is no function QUOTIENT(BIGINT); there is QUOTIENT(INTEGER, INTEGER)");
    acme.update("DROP FUNCTION quotient");
    acme.update(Guests.QUOTIENT);
    assertThat(zenith.failure("SELECT quotient(7, 2)")).startsWith("42883");
  }

  @Test
  void nobodyChangesAStatementOfOthersByGranting() throws SQLException {
    zenith.update(named("f", "half"));
    acme.update(named("f", "double"));
    acme.update(
        """
        CREATE FUNCTION f(a INTEGER, b INTEGER) RETURNS INTEGER LANGUAGE WASM AS X'
          0061736D01000000 01070160027F7F017F 03020100 0705010166 0000 0A09010700200020016C0B'\
        """);
    acme.update("GRANT EXECUTE ON FUNCTION f(BIGINT, BIGINT) TO TENANT zenith");
    acme.update("GRANT EXECUTE ON FUNCTION f(INTEGER, INTEGER) TO TENANT zenith");
    assertThat(zenith.query("SELECT f(12, 18)")).isEqualTo("0");
    assertThat(zenith.query("SHOW FUNCTIONS")).hasLineCount(1);
    // What the owner grants comes before what a tenant does, whoever was first.
    zenith.update("DROP FUNCTION f");
    assertThat(zenith.query("SELECT f(12, 18)")).isEqualTo("216");
    owner.update(named("f", "half"));
    owner.update("GRANT EXECUTE ON FUNCTION f TO TENANT zenith");
    assertThat(zenith.query("SELECT f(12, 18)")).isEqualTo("0");
    // And a built-in function is nobody's to replace.
    acme.update(named("\"MOD\"", "double"));
    assertThat(acme.failure("GRANT EXECUTE ON FUNCTION \"MOD\" TO TENANT zenith"))
        .isEqualTo(
            "42501 MOD is a function of SQL itself: a tenant's own of that name can't be granted"
                + " to others");
    assertThat(zenith.query("SELECT MOD(7, 4)")).isEqualTo("3");
  }

  @Test
  void anOverloadIsNamedWhereThereAreMore() throws SQLException {
    owner.update(Guests.GCD);
    owner.update(
        "CREATE FUNCTION gcd(a DOUBLE, b DOUBLE) RETURNS DOUBLE LANGUAGE WASM EXTERNAL NAME"
            + " 'disc_price' AS X'"
            + Guests.hex(SampleModule.C_MONEY)
            + "'");
    assertThat(owner.failure("GRANT EXECUTE ON FUNCTION gcd TO TENANT acme"))
        .isEqualTo(
            "42725 there are 2 functions GCD; name the parameter types of one: GRANT EXECUTE ON"
                + " FUNCTION GCD(BIGINT, BIGINT) or GCD(DOUBLE, DOUBLE)");
    owner.update("GRANT EXECUTE ON FUNCTION gcd(DOUBLE, DOUBLE) TO TENANT acme");
    assertThat(acme.query("SELECT gcd(4, 0.5)")).isEqualTo("2.0");
    assertThat(acme.query("SHOW FUNCTIONS")).hasLineCount(1);
  }

  @Test
  void aFunctionHasLimitsOfItsOwn() throws SQLException {
    acme.update(
        Guests.GCD.replace(
            "LANGUAGE WASM", "LANGUAGE WASM WITH (fuel.row = 1000, fuel.call = NONE)"));
    assertThat(acme.query("SHOW FUNCTIONS")).contains(" | fuel.row = 1000 | ACME | ");
    assertThat(acme.query("SELECT gcd(4, 6)")).isEqualTo("2");
    assertThat(
            acme.failure(
                Guests.GCD
                    .replace("gcd(", "g(")
                    .replace("LANGUAGE WASM", "LANGUAGE WASM WITH (fuel.rou = 1000)")))
        .contains("there is no limit fuel.rou; there are ");
  }

  // Evaluation

  @Test
  void aTenantIsAskedForTheInstancesOfItsStatements() throws SQLException {
    owner.update(Guests.MASK_EMAIL);
    owner.update("GRANT EXECUTE ON FUNCTION mask_email TO TENANT acme");
    owner.update("CREATE TABLE mails (m VARCHAR(40))");
    owner.update("INSERT INTO mails VALUES ('ada@example.org')");
    String batch = "SELECT mask_email(m) FROM mails";
    String rowByRow = "SELECT x.m FROM mails x JOIN mails y ON mask_email(x.m || y.m) <> 'x'";
    String constant = "SELECT mask_email('ada@example.org')";
    for (String sql : new String[] {batch, rowByRow, constant}) {
      assertThat(acme.query(sql)).as(sql).isNotEmpty();
    }
    owner.update("ALTER TENANT acme SET (memory.total.bytes = 1, deadline.ms = 1)");
    for (String sql : new String[] {batch, rowByRow, constant}) {
      assertThat(owner.query(sql)).as(sql).isNotEmpty();
    }
  }

  private static String names(SqlSession session) throws SQLException {
    return session
        .query("SHOW FUNCTIONS")
        .replaceAll("(?m)^(\\w+) \\|.*\\| (\\w*) \\| [^|]*$", "$1 of $2");
  }

  /// A function of two numbers: `double` multiplies them, `half` divides the first by the second.
  private static String named(String name, String kind) {
    String operation = kind.equals("double") ? "7E" : "7F";
    return """
    CREATE FUNCTION %s(a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE WASM EXTERNAL NAME 'f' AS X'
      0061736D01000000 01070160027E7E017E 03020100 0705010166 0000 0A0901070020002001%s0B'\
    """
        .formatted(name, operation);
  }
}
