package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TextTwin;

/// What the driver promises over every database.
abstract class DriverContract {
  private String url = "";
  private SqlSession session;

  /// The URL of a new, empty database, for our driver.
  abstract String newDatabase() throws Exception;

  @BeforeEach
  void open() throws Exception {
    url = newDatabase();
    session = SqlSession.open(url);
    session.update(
        "CREATE TABLE pairs (id INTEGER PRIMARY KEY, a BIGINT, b BIGINT, note VARCHAR(40))");
    session.update(
        """
        INSERT INTO pairs VALUES
          (1, 12, 18, 'first'), (2, 7, 13, NULL), (3, NULL, 5, 'third'), (4, 100, 75, 'fourth')\
        """);
    session.update(Guests.GCD);
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  SqlSession session() {
    return session;
  }

  String url() {
    return url;
  }

  // Functions

  @Test
  void aFunctionRunsOverATableOfTheDatabase() throws SQLException {
    assertThat(session.query("SELECT id, gcd(a, b) FROM pairs ORDER BY id"))
        .isEqualTo(
            """
            1 | 6
            2 | 1
            3 | null
            4 | 25\
            """);
  }

  @Test
  void aFunctionRunsWhereverAnExpressionStands() throws SQLException {
    assertThat(
            session.query(
                """
                SELECT CASE WHEN a IS NULL THEN -1 ELSE gcd(a, gcd(b, 4)) END AS g, COUNT(*)
                FROM pairs
                WHERE gcd(id, 2) >= 1
                GROUP BY CASE WHEN a IS NULL THEN -1 ELSE gcd(a, gcd(b, 4)) END
                HAVING SUM(gcd(id, 6)) > 0
                ORDER BY gcd(COUNT(*), 10), g\
                """))
        .isEqualTo(
            """
            -1 | 1
            2 | 1
            1 | 2\
            """);
  }

  @Test
  void aFunctionInAJoinConditionRunsRowByRow() throws SQLException {
    assertThat(
            session.query(
                """
                SELECT x.id, y.id FROM pairs x LEFT JOIN pairs y ON gcd(x.a + y.b, 5) = 5
                ORDER BY x.id, y.id\
                """))
        .isEqualTo(
            """
            1 | 1
            1 | 2
            2 | 1
            2 | 2
            3 | null
            4 | 3
            4 | 4\
            """);
  }

  @Test
  void aStringFunctionTakesAndReturnsText() throws SQLException {
    session.update(Guests.MASK_EMAIL);
    assertThat(session.query("SELECT mask_email('ada@example.org'), mask_email(NULL)"))
        .isEqualTo(TextTwin.maskEmail("ada@example.org") + " | null");
  }

  @Test
  void textOfAnyCharacterPassesAsALiteralAColumnAndAResult() throws SQLException {
    session.update(Guests.MASK_EMAIL);
    session.update("INSERT INTO pairs VALUES (9, 1, 1, 'é@日本.😀')");
    assertThat(
            session.query(
                """
                SELECT mask_email(note), mask_email('é@日本.😀'), note
                FROM pairs WHERE note = 'é@日本.😀' AND mask_email(note) LIKE 'é%日本._'\
                """))
        .isEqualTo("é***@日本.😀 | é***@日本.😀 | é@日本.😀");
  }

  @Test
  void argumentsAreCastToTheParametersTypes() throws SQLException {
    session.update(Guests.DISC_PRICE);
    assertThat(
            session.query(
                "SELECT disc_price(100, 0.25), disc_price(id, 0) FROM pairs WHERE id = 3"))
        .isEqualTo("75.0 | 3.0");
  }

  @Test
  void overloadsAreToldApartByTheirTypes() throws SQLException {
    session.update(
        "CREATE FUNCTION gcd(a DOUBLE, b DOUBLE) RETURNS DOUBLE LANGUAGE WASM EXTERNAL NAME"
            + " 'disc_price' AS X'"
            + Guests.hex(SampleModule.C_MONEY)
            + "'");
    assertThat(session.query("SELECT gcd(a, b), gcd(2e0, 0.5e0) FROM pairs WHERE id = 1"))
        .isEqualTo("6 | 1.0");
    assertThat(session.failure("DROP FUNCTION gcd"))
        .isEqualTo(
            "42725 there are 2 functions %1$s; name the parameter types of one: DROP FUNCTION"
                    .formatted(folded("gcd"))
                + " %1$s(BIGINT, BIGINT) or %1$s(DOUBLE, DOUBLE)".formatted(folded("gcd")));
    session.update("DROP FUNCTION gcd(DOUBLE, DOUBLE)");
    assertThat(session.query("SELECT gcd(2, 4)")).isEqualTo("2");
  }

  @Test
  void namesFoldAsInTheDatabase() throws SQLException {
    assertThat(
            session.query("SELECT Gcd(A, \"%s\") FROM Pairs WHERE ID = 1".formatted(folded("b"))))
        .isEqualTo("6");
    assertThat(session.failure("SELECT gcd(\"Id\", 1) FROM pairs"))
        .isEqualTo(
            "42703 line 1, column 12: Column 'Id' not found in any table; did you mean '%s'?"
                .formatted(folded("id")));
  }

  @Test
  void showFunctionsListsWhatThereIs() throws SQLException {
    assertThat(session.query("SHOW FUNCTIONS"))
        .startsWith(
            "%s | %s BIGINT, %s BIGINT | BIGINT | SCALAR | IMMUTABLE | gcd | "
                .formatted(folded("gcd"), folded("a"), folded("b")))
        .endsWith(" bytes in the statement")
        .hasLineCount(1);
    session.update("DROP FUNCTION gcd");
    assertThat(session.query("SHOW FUNCTIONS")).isEmpty();
  }

  @Test
  void aFunctionIsCreatedOnceReplacedOrKept() throws SQLException {
    assertThat(session.failure(Guests.GCD))
        .isEqualTo(
            "42723 function %s(BIGINT, BIGINT) exists; write CREATE OR REPLACE FUNCTION to replace it"
                .formatted(folded("gcd")));
    session.update(Guests.GCD.replace("CREATE FUNCTION", "CREATE FUNCTION IF NOT EXISTS"));
    session.update(Guests.GCD.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"));
    session.update("DROP FUNCTION IF EXISTS gcd");
    session.update("DROP FUNCTION IF EXISTS no_such_function");
    assertThat(session.failure("DROP FUNCTION no_such_function")).startsWith("42");
  }

  @Test
  void connectionsToOneDatabaseShareItsFunctions() throws SQLException {
    try (SqlSession other = SqlSession.open(url)) {
      assertThat(other.query("SELECT gcd(4, 6)")).isEqualTo("2");
      other.connection().setAutoCommit(false);
      other.update("DROP FUNCTION gcd");
      assertThat(session.query("SHOW FUNCTIONS")).isEmpty();
      other.connection().rollback();
      assertThat(session.query("SHOW FUNCTIONS")).isEmpty();
    }
  }

  @Test
  void aDroppedFunctionEndsAPreparedStatementAndAReplacedOneDoesNot() throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement("SELECT gcd(?, 18)")) {
      statement.setInt(1, 12);
      assertThat(only(statement)).isEqualTo("6");
      session.update(
          Guests.GCD
              .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
              .replace("IMMUTABLE", "VOLATILE"));
      assertThat(only(statement)).isEqualTo("6");
      session.update("DROP FUNCTION gcd");
      assertThatThrownBy(() -> only(statement))
          .isInstanceOf(SQLException.class)
          .hasMessage(
              "function %s(BIGINT, BIGINT) has been dropped since the statement was prepared"
                  .formatted(folded("gcd")));
      session.update(Guests.GCD);
      assertThat(only(statement)).isEqualTo("6");
    }
  }

  @Test
  void aTrapNamesTheFunctionAndTheRowAndTheNextStatementWorks() throws SQLException {
    session.update(Guests.QUOTIENT);
    assertThat(session.query("SELECT quotient(7, 2)")).isEqualTo("3");
    assertThat(session.failure("SELECT quotient(10, id - 3) FROM pairs ORDER BY id"))
        .startsWith("22012 function " + folded("quotient"));
    assertThat(session.query("SELECT quotient(9, 3)")).isEqualTo("3");
  }

  @Test
  void aCallOfAnImmutableFunctionOnConstantsIsFolded() throws SQLException {
    assertThat(session.query("EXPLAIN SELECT gcd(12, 18), id FROM pairs"))
        .doesNotContainIgnoringCase("gcd");
    assertThat(session.query("EXPLAIN SELECT gcd(a, 18) FROM pairs")).containsIgnoringCase("gcd");
    session.update(Guests.QUOTIENT.replace("LANGUAGE WASM", "LANGUAGE WASM IMMUTABLE"));
    assertThat(session.query("SELECT quotient(1, 0) FROM pairs WHERE id > 100")).isEmpty();
    assertThat(session.failure("SELECT quotient(1, 0) FROM pairs")).startsWith("22012");
  }

  // Queries

  @Test
  void aQuerySeesWhatItsTransactionWrote() throws SQLException {
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    session.update("INSERT INTO pairs VALUES (5, 9, 6, NULL)");
    assertThat(session.query("SELECT gcd(a, b) FROM pairs WHERE id = 5")).isEqualTo("3");
    Savepoint savepoint = connection.setSavepoint();
    session.update("UPDATE pairs SET a = 8 WHERE id = 5");
    assertThat(session.query("SELECT gcd(a, b) FROM pairs WHERE id = 5")).isEqualTo("2");
    connection.rollback(savepoint);
    assertThat(session.query("SELECT gcd(a, b) FROM pairs WHERE id = 5")).isEqualTo("3");
    connection.rollback();
    assertThat(session.query("SELECT gcd(a, b) FROM pairs WHERE id = 5")).isEmpty();
  }

  @Test
  void aQuerySeesATableThatWasChangedOrMadeAMomentAgo() throws SQLException {
    assertThat(session.query("SELECT gcd(a, 1) FROM pairs WHERE id = 1")).isEqualTo("1");
    session.update("ALTER TABLE pairs ADD COLUMN c BIGINT DEFAULT 6");
    assertThat(session.query("SELECT gcd(a, c) FROM pairs WHERE id = 4")).isEqualTo("2");
    session.update("CREATE TABLE made (n INTEGER)");
    session.update("INSERT INTO made VALUES (10)");
    assertThat(session.query("SELECT gcd(n, 4) FROM made")).isEqualTo("2");
    session.update("DROP TABLE made");
    assertThat(session.failure("SELECT gcd(n, 4) FROM made"))
        .isEqualTo("42P01 line 1, column 23: Object '%s' not found".formatted(folded("made")));
  }

  @Test
  void aTableWithANamelikeAnothersIsNotTakenForIt() throws SQLException {
    session.update("CREATE TABLE a_b (n INTEGER)");
    session.update("CREATE TABLE axb (n INTEGER, m INTEGER)");
    session.update("INSERT INTO a_b VALUES (4)");
    assertThat(session.query("SELECT gcd(n, 6), a_b.* FROM a_b")).isEqualTo("2 | 4");
  }

  @Test
  void aSchemaIsNamedOrFoundByDefault() throws SQLException {
    session.update("CREATE SCHEMA shop");
    session.update("CREATE TABLE shop.items (n INTEGER)");
    session.update("INSERT INTO shop.items VALUES (15)");
    assertThat(session.query("SELECT gcd(i.n, 10) FROM shop.items i")).isEqualTo("5");
    session.connection().setSchema(folded("shop"));
    assertThat(session.query("SELECT gcd(n, 10) FROM items")).isEqualTo("5");
  }

  @Test
  void typesOfSumsAndAveragesAreWideEnough() throws SQLException {
    session.update("CREATE TABLE wide (i INTEGER, l BIGINT, d DECIMAL(15, 2))");
    session.update("INSERT INTO wide VALUES (2147483647, 9223372036854775807, 1.25), (2, 2, 1.26)");
    String sums = "SELECT SUM(i), SUM(l), SUM(d), AVG(i), AVG(d) FROM wide";
    String expected = "2147483649 | 9223372036854775809 | 2.51 | 1073741824.500000 | 1.255000";
    assertThat(session.query(sums)).isEqualTo(expected);
    assertThat(session.query(sums + " WHERE gcd(i, 1) = 1")).isEqualTo(expected);
    assertThat(session.query(sums + " GROUP BY gcd(1, 1)")).isEqualTo(expected);
  }

  @Test
  void overflowIsAnErrorHereAndInTheDatabase() throws SQLException {
    session.update("CREATE TABLE large (n INTEGER)");
    session.update("INSERT INTO large VALUES (2147483647)");
    assertThat(session.failure("SELECT n + 1 FROM large")).startsWith("22003");
    assertThat(session.failure("SELECT n + 1, gcd(n, 1) FROM large")).startsWith("22003");
    assertThat(session.failure("SELECT gcd(n, 1) FROM large WHERE n + 1 > 0")).startsWith("22003");
    assertThat(session.query("SELECT gcd(n, 1) FROM large")).isEqualTo("1");
  }

  @Test
  void largeDecimalsKeepTheirDigits() throws SQLException {
    session.update("CREATE TABLE amounts (d DECIMAL(38, 4))");
    session.update("INSERT INTO amounts VALUES (1234567890123456789012345678901234.5678)");
    assertThat(session.query("SELECT d, gcd(1, 1) FROM amounts"))
        .isEqualTo("1234567890123456789012345678901234.5678 | 1");
  }

  @Test
  void timestampsAreCutWhenReadAndNeverInAPredicate() throws SQLException {
    session.update("CREATE TABLE moments (id INTEGER, t TIMESTAMP(6))");
    session.update("INSERT INTO moments VALUES (1, TIMESTAMP '2024-02-03 04:05:06.123456')");
    assertThat(session.query("SELECT t, gcd(id, 1) FROM moments"))
        .isEqualTo("2024-02-03 04:05:06.123 | 1");
    String refused =
        "TIME and TIMESTAMP have at most 3 fractional digits in a query,"
            + " '2024-02-03 04:05:06.123456' has more";
    assertThat(
            session.failure(
                "SELECT gcd(id, 1) FROM moments WHERE t = TIMESTAMP '2024-02-03 04:05:06.123456'"))
        .isEqualTo("0A000 line 1, column 42: " + refused);
    assertThat(
            session.failure(
                "SELECT gcd(id, 1) FROM moments WHERE t = '2024-02-03 04:05:06.123456'"))
        .isEqualTo("0A000 " + refused);
    assertThat(
            session.failure(
                "SELECT gcd(id, 1) FROM moments WHERE t = ?",
                Timestamp.valueOf("2024-02-03 04:05:06.123456")))
        .isEqualTo("0A000 " + refused);
    // The database alone can compare them.
    assertThat(
            session.query(
                "SELECT id FROM moments WHERE t = TIMESTAMP '2024-02-03 04:05:06.123456'"))
        .isEqualTo("1");
  }

  @Test
  void nullsSortWhereTheDatabaseHasThem() throws SQLException {
    String theirs = session.query("SELECT id FROM pairs ORDER BY note, id");
    assertThat(session.query("SELECT gcd(id, id) FROM pairs ORDER BY note, id")).isEqualTo(theirs);
  }

  @Test
  void whatOnlyTheDatabaseUnderstandsIsItsOwn() throws SQLException {
    assertThat(session.query("SELECT id FROM pairs WHERE id = 1 FOR UPDATE")).isEqualTo("1");
    assertThat(session.query("SELECT id::VARCHAR FROM pairs WHERE id = 2")).isEqualTo("2");
    assertThat(session.failure("SELECT nothing FROM pairs")).doesNotContain("line 1");
    assertThat(session.failure("SELEC 1")).doesNotContain("line 1");
  }

  @Test
  void theDatabaseAnswersForItsSession() throws SQLException {
    String user = session.connection().getMetaData().getUserName();
    assertThat(session.query("SELECT CURRENT_USER")).isEqualToIgnoringCase(user);
    assertThat(session.failure("SELECT CURRENT_USER, gcd(1, 1)"))
        .isEqualTo(
            "0A000 CURRENT_USER is known to the database only: it can't stand in a query with"
                + " functions or tables of wasm-udf");
  }

  @Test
  void theTablesOfTpchStandBesideTheDatabases() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("tpch", "0.001");
    try (Connection connection = DriverManager.getConnection(url, properties);
        SqlSession tpch = SqlSession.of(connection)) {
      assertThat(tpch.query("SELECT COUNT(*) FROM tpch.region")).isEqualTo("5");
      assertThat(
              tpch.query(
                  """
                  SELECT r.r_name, p.note, gcd(r.r_regionkey, p.b)
                  FROM Tpch.Region r JOIN pairs p ON p.id = r.r_regionkey
                  WHERE p.note IS NOT NULL ORDER BY r.r_name\
                  """))
          .isEqualTo("AMERICA | first | 1\nEUROPE | third | 1\nMIDDLE EAST | fourth | 1");
      assertThat(tpch.failure("DELETE FROM tpch.region"))
          .isEqualTo(
              "0A000 DELETE can't use tpch.region, which is known to wasm-udf only: write INSERT"
                  + " INTO ... SELECT instead");
    }
    assertThat(session.failure("SELECT * FROM tpch.region")).doesNotContain("it worked");
  }

  // Tenants

  @Test
  void aTenantHasFunctionsOfItsOwnAndPlansOnly() throws SQLException {
    session.update("CREATE TENANT acme WITH (fuel.row = 1000000)");
    try (SqlSession tenant = SqlSession.open(url, "acme")) {
      assertThat(tenant.query("SHOW FUNCTIONS")).isEmpty();
      tenant.update(Guests.MASK_EMAIL);
      assertThat(tenant.query("SELECT id, mask_email(note) FROM pairs WHERE a = 12"))
          .isEqualTo("1 | " + TextTwin.maskEmail("first"));
      assertThat(tenant.failure("SELECT gcd(a, b) FROM pairs")).startsWith("42883");
      session.update("GRANT EXECUTE ON FUNCTION gcd TO TENANT acme");
      assertThat(tenant.query("SELECT gcd(a, b) FROM pairs WHERE id = 1")).isEqualTo("6");
      assertThat(
              tenant.update(
                  "INSERT INTO pairs (id, a, note) SELECT id + 10, gcd(a, b), ? FROM pairs",
                  "'; DROP TABLE pairs; --"))
          .isEqualTo(4);
      assertThat(tenant.failure("UPDATE pairs SET a = 1"))
          .startsWith("0A000 a tenant's connection can't execute UPDATE: it executes ");
      assertThat(tenant.failure("SELECT id FROM pairs FOR UPDATE")).startsWith("42601");
      assertThat(tenant.failure("SELECT CURRENT_USER")).startsWith("0A000");
      assertThatThrownBy(() -> tenant.connection().prepareCall("{call gcd(1, 1)}"))
          .hasMessage("Connection.prepareCall is not for connections of a tenant");
      session.update("DROP TENANT acme");
      assertThat(tenant.failure("SELECT id FROM pairs"))
          .isEqualTo(
              "28000 tenant %s has been dropped: its connections can do nothing more"
                  .formatted(folded("acme")));
    }
    assertThat(session.query("SELECT COUNT(*), MIN(note) FROM pairs WHERE id > 10"))
        .isEqualTo("4 | '; DROP TABLE pairs; --");
  }

  @Test
  void aTenantHasLimitsWarningsAndMetadataOfItsOwn() throws SQLException {
    session.update("CREATE SCHEMA IF NOT EXISTS wasmudf");
    session.update("CREATE TABLE wasmudf.secrets (s VARCHAR(10))");
    session.update("CREATE TENANT acme WITH (value.bytes = 10, functions = 2)");
    session.update("CREATE TENANT zenith");
    try (SqlSession acme = SqlSession.open(url, "acme");
        SqlSession zenith = SqlSession.open(url, "zenith")) {
      acme.update(Guests.LETTERS);
      acme.update(Guests.NOTED);
      assertThat(acme.failure(Guests.GCD))
          .startsWith("54000 tenant %s has 2 functions".formatted(folded("acme")));
      acme.update("GRANT EXECUTE ON FUNCTION letters TO TENANT zenith");
      String letters = "SELECT letters(id + 7) FROM pairs ORDER BY id";
      assertThat(acme.failure(letters))
          .startsWith("54000 function %s, row ".formatted(folded("letters")))
          .endsWith("it returned a value of 11 bytes, more than 10 (value.bytes)");
      assertThat(zenith.query(letters)).endsWith("xxxxxxxxxxx").hasLineCount(4);
      assertThat(acme.query("SHOW TENANTS")).endsWith(" | OUTPUT_LIMIT 1");
      assertThat(zenith.query("SHOW TENANTS")).contains(" | 4 | ").endsWith(" | ");
      try (Statement statement = acme.connection().createStatement();
          ResultSet rows = statement.executeQuery("SELECT noted(id) FROM pairs WHERE id = 2")) {
        while (rows.next()) {}
        assertThat(rows.getWarnings().getMessage()).isEqualTo("WARNING: seen: 2");
        assertThat(statement.getWarnings().getMessage()).isEqualTo("WARNING: seen: 2");
      }
      DatabaseMetaData metadata = acme.connection().getMetaData();
      try (ResultSet schemas = metadata.getSchemas();
          ResultSet tables = metadata.getTables(null, null, "%", null);
          ResultSet functions = metadata.getFunctions(null, null, "%")) {
        while (schemas.next()) {
          assertThat(schemas.getString("TABLE_SCHEM")).isNotEqualToIgnoringCase("wasmudf");
        }
        List<String> names = new ArrayList<>();
        while (tables.next()) {
          names.add(tables.getString("TABLE_NAME"));
        }
        assertThat(names).contains(folded("pairs")).doesNotContain(folded("secrets"));
        assertThat(functions.next()).isFalse();
      }
      assertThat(acme.query("SELECT letters(3)")).isEqualTo("xxx");
    }
    session.update("DROP TENANT acme");
    session.update("DROP TENANT zenith");
    session.update("DROP TABLE wasmudf.secrets");
  }

  // Errors

  @Test
  void errorsTellTheirPlace() {
    assertThat(session.failure("SELECT\n  gcd(nothing, 1) FROM pairs"))
        .isEqualTo(
            "42703 line 2, column 7: Column '%s' not found in any table"
                .formatted(folded("nothing")));
    assertThat(session.failure("SELECT gcd(1,\n 2 FROM pairs"))
        .startsWith("42601 line 2, column 4: syntax error: ");
    assertThat(session.failure("SELECT gcd(1)"))
        .isEqualTo(
            "42883 line 1, column 8: there is no function %1$s(INTEGER); there is %1$s(BIGINT, BIGINT)"
                .formatted(folded("gcd")));
  }

  @Test
  void wrongModulesAreRefusedWithTheirPlace() throws SQLException {
    assertThat(
            session.failure(
                "CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM\nFROM '/no/such/file.wasm'"))
        .startsWith(
            "46103 line 2, column 6: function %s: can't read the module '/no/such/file.wasm'"
                .formatted(folded("f")));
    assertThat(session.failure("CREATE FUNCTION f() RETURNS BIGINT LANGUAGE WASM AS X'00112233'"))
        .startsWith("46103 line 1, column 53: function " + folded("f"));
    assertThat(session.failure(Guests.GCD.replace("gcd(", "lcm(")))
        .startsWith("42883 line 1, column ")
        .contains("the module exports no function 'lcm'");
    assertThat(
            session.failure(
                Guests.GCD.replace("RETURNS BIGINT", "RETURNS DOUBLE").replace("gcd(", "\"gcd\"(")))
        .startsWith("42P13 line 1, column ");
    assertThat(
            session.failure(
                Guests.GCD
                    .replace("AS X", "SHA256 '" + "0".repeat(64) + "' AS X")
                    .replace("gcd(", "g(")))
        .startsWith("46103 line 1, column ")
        .contains("the statement expects " + "0".repeat(64));
    assertThat(
            session.failure(
                "CREATE FUNCTION f(t TIME WITH TIME ZONE) RETURNS BIGINT LANGUAGE WASM AS X'00'"))
        .startsWith("42P13 line 1, column 21: a function can't take or return TIME");
    assertThat(
            session.failure(
                "CREATE FUNCTION f(n DECIMAL(39, 2)) RETURNS BIGINT LANGUAGE WASM AS X'00'"))
        .startsWith("42P13 line 1, column 21: a function can't take or return DECIMAL(39, 2): it");
    for (String type : new String[] {"BIGINT ARRAY", "ROW(a BIGINT)", "MAP<VARCHAR, BIGINT>"}) {
      assertThat(
              session.failure(
                  "CREATE FUNCTION f(t %s) RETURNS BIGINT LANGUAGE WASM AS %s"
                      .formatted(type, Modules.SAME)))
          .startsWith("42P13 ")
          .contains(", which only functions for batches have: export ");
    }
    assertThat(session.query("SHOW FUNCTIONS")).hasLineCount(1);
    assertThat(session.query("SELECT gcd(4, 6)")).isEqualTo("2");
  }

  @Test
  void everyTypeComesThroughAFunction() throws Exception {
    for (RoundTrip each : RoundTrip.ALL) {
      each.check(session);
    }
  }

  @Test
  void whatCannotCallFunctionsSaysWhatCan() {
    String advice =
        " can't use gcd, which is known to wasm-udf only: write INSERT INTO ... SELECT instead";
    assertThat(session.failure("UPDATE pairs SET a = gcd(a, b)"))
        .isEqualTo("0A000 UPDATE" + advice);
    assertThat(session.failure("DELETE FROM pairs WHERE gcd(a, b) = 1"))
        .isEqualTo("0A000 DELETE" + advice);
    assertThat(session.failure("CREATE TABLE gcds AS SELECT gcd(a, b) AS g FROM pairs"))
        .isEqualTo("0A000 CREATE TABLE AS" + advice);
    assertThat(session.failure("CREATE VIEW gcds AS SELECT gcd(a, b) AS g FROM pairs"))
        .isEqualTo("0A000 CREATE VIEW" + advice);
    assertThat(
            session.failure(
                "MERGE INTO pairs USING pairs p ON gcd(pairs.a, p.b) = 1 WHEN MATCHED THEN DELETE"))
        .isEqualTo("0A000 MERGE" + advice);
  }

  // Parameters

  @Test
  void parametersWorkEverywhere() throws SQLException {
    assertThat(session.query("SELECT gcd(?, b) FROM pairs WHERE id = ?", 9, 1)).isEqualTo("9");
    assertThat(session.query("SELECT gcd(a, ?) + ? FROM pairs WHERE note = ?", 8L, 1, "first"))
        .isEqualTo("5");
    assertThat(session.query("SELECT gcd(?, 4)", (Object) null)).isEqualTo("null");
  }

  @Test
  void theDatabaseTakesValuesThatItsQueryWasNotPlannedFor() throws SQLException {
    String query = "SELECT id FROM pairs WHERE a > ? ORDER BY id";
    assertThat(session.query(query, new BigDecimal("11.5"))).isEqualTo("1\n4");
    assertThat(session.query(query, 12)).isEqualTo("4");
  }

  @Test
  void aPreparedStatementRunsAgainWithOtherValues() throws SQLException {
    try (PreparedStatement statement =
        session.connection().prepareStatement("SELECT gcd(a, ?) FROM pairs WHERE id = ?")) {
      assertThat(statement.getParameterMetaData().getParameterCount()).isEqualTo(2);
      assertThat(statement.getMetaData().getColumnType(1)).isEqualTo(Types.BIGINT);
      List<String> results = new ArrayList<>();
      for (int id = 1; id <= 4; id++) {
        statement.setInt(1, 50);
        statement.setShort(2, (short) id);
        results.add(only(statement));
      }
      assertThat(results).containsExactly("2", "1", "null", "50");
    }
  }

  @Test
  void wrongParametersAreNamed() throws SQLException {
    assertThat(session.failure("SELECT gcd(?, ?)", 1)).isEqualTo("07002 parameter 2 has no value");
    assertThat(session.failure("SELECT gcd(?, 1)", 1, 2))
        .isEqualTo("07009 there is no parameter 2: the statement has 1");
    assertThat(session.failure("SELECT gcd(?, 1)", "x"))
        .isEqualTo("22018 parameter 1: 'x' is not a number");
    assertThat(session.failure("SELECT gcd(?, 1)", 1.5))
        .isEqualTo(
            "22003 parameter 1: 1.5 is not a whole number from -9223372036854775808 to"
                + " 9223372036854775807");
    assertThat(session.query("SELECT gcd(?, 4)", 6)).isEqualTo("2");
  }

  // INSERT

  @Test
  void insertWritesWhatFunctionsReturn() throws SQLException {
    session.update("CREATE TABLE gcds (id INTEGER, g BIGINT, note VARCHAR(40))");
    assertThat(
            session.update(
                "INSERT INTO gcds (id, g) SELECT id, gcd(a, b) FROM pairs WHERE id < ?", 4))
        .isEqualTo(3);
    assertThat(session.update("INSERT INTO gcds VALUES (?, gcd(?, 6), ?)", 9, 4, "nine"))
        .isEqualTo(1);
    assertThat(session.query("SELECT * FROM gcds ORDER BY id"))
        .isEqualTo(
            """
            1 | 6 | null
            2 | 1 | null
            3 | null | null
            9 | 2 | nine\
            """);
  }

  @Test
  void insertFromItsOwnTableReadsNoneOfTheNewRows() throws SQLException {
    assertThat(
            session.update(
                "INSERT INTO pairs SELECT id + 10, gcd(a, b), b, note FROM pairs WHERE id <= 2"))
        .isEqualTo(2);
    assertThat(session.query("SELECT id, a FROM pairs WHERE id > 10 ORDER BY id"))
        .isEqualTo("11 | 6\n12 | 1");
  }

  @Test
  void insertOfManyBatchesWritesEveryRow() throws SQLException {
    session.update("CREATE TABLE many (n INTEGER)");
    session.update("CREATE TABLE digits (d INTEGER)");
    session.update("INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
    assertThat(
            session.update(
                """
                INSERT INTO many
                SELECT gcd(w.d * 1000 + x.d * 100 + y.d * 10 + z.d, 0)
                FROM digits w, digits x, digits y, digits z WHERE w.d < 3\
                """))
        .isEqualTo(3000);
    assertThat(session.query("SELECT COUNT(*), SUM(n) FROM many")).isEqualTo("3000 | 4498500");
  }

  @Test
  void anInsertThatFailsWritesNothing() throws SQLException {
    session.update(Guests.QUOTIENT);
    String insert = "INSERT INTO pairs (id, a) SELECT 100 + id, quotient(12, id - 3) FROM pairs";
    assertThat(session.failure(insert)).startsWith("22012");
    assertThat(session.connection().getAutoCommit()).isTrue();
    assertThat(session.query("SELECT COUNT(*) FROM pairs")).isEqualTo("4");
    // The second row violates the primary key.
    assertThat(session.failure("INSERT INTO pairs (id) SELECT gcd(100, 50) FROM pairs"))
        .startsWith("23505");
    assertThat(session.query("SELECT COUNT(*) FROM pairs")).isEqualTo("4");
  }

  @Test
  void anInsertThatFailsLeavesTheTransactionAsItWas() throws SQLException {
    session.update(Guests.QUOTIENT);
    Connection connection = session.connection();
    connection.setAutoCommit(false);
    session.update("INSERT INTO pairs VALUES (50, 1, 1, NULL)");
    assertThat(
            session.failure(
                "INSERT INTO pairs (id, a) SELECT 100 + id, quotient(12, id - 3) FROM pairs"))
        .startsWith("22012");
    assertThat(session.failure("INSERT INTO pairs (id) SELECT gcd(100, 50) FROM pairs"))
        .startsWith("23505");
    assertThat(
            session.update(
                "INSERT INTO pairs (id) SELECT 60 + gcd(id, 1) FROM pairs WHERE id = 50"))
        .isEqualTo(1);
    connection.commit();
    assertThat(session.query("SELECT id FROM pairs WHERE id > 4 ORDER BY id")).isEqualTo("50\n61");
  }

  @Test
  void aBatchOfInsertsWithFunctionsRunsOneByOne() throws SQLException {
    try (PreparedStatement statement =
        session.connection().prepareStatement("INSERT INTO pairs (id, a) VALUES (?, gcd(?, 10))")) {
      for (int i = 0; i < 3; i++) {
        statement.setInt(1, 20 + i);
        statement.setInt(2, 4 + i);
        statement.addBatch();
      }
      assertThat(statement.executeBatch()).containsExactly(1, 1, 1);
      statement.setInt(1, 30);
      statement.setInt(2, 1);
      statement.addBatch();
      statement.setInt(1, 20);
      statement.addBatch();
      assertThatThrownBy(statement::executeBatch)
          .isInstanceOfSatisfying(
              BatchUpdateException.class, e -> assertThat(e.getUpdateCounts()).containsExactly(1));
    }
    assertThat(session.query("SELECT id, a FROM pairs WHERE id >= 20 ORDER BY id"))
        .isEqualTo("20 | 2\n21 | 5\n22 | 2\n30 | 1");
  }

  // What is the database's own

  @Test
  void generatedKeysAndBatchesAreTheDatabases() throws SQLException {
    session.update(
        "CREATE TABLE keyed (id INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, s"
            + " VARCHAR(9))");
    try (PreparedStatement statement =
        session
            .connection()
            .prepareStatement(
                "INSERT INTO keyed (s) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      statement.setString(1, "x");
      statement.addBatch();
      statement.setString(1, "y");
      statement.addBatch();
      assertThat(statement.executeBatch()).containsExactly(1, 1);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt(1)).isEqualTo(1);
        assertThat(keys.getStatement()).isSameAs(statement);
      }
    }
    try (Statement statement = session.connection().createStatement()) {
      statement.addBatch("INSERT INTO keyed (s) VALUES ('z')");
      assertThatThrownBy(() -> statement.addBatch("INSERT INTO keyed (id) VALUES (gcd(1, 1))"))
          .isInstanceOf(SQLException.class);
      assertThat(statement.executeBatch()).containsExactly(1);
      assertThat(
              statement.executeUpdate(
                  "INSERT INTO keyed (s) VALUES ('k')", Statement.RETURN_GENERATED_KEYS))
          .isEqualTo(1);
      try (ResultSet keys = statement.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getInt(1)).isEqualTo(4);
      }
    }
  }

  @Test
  void metadataIsTheDatabasesWithOurConnection() throws SQLException {
    Connection connection = session.connection();
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(metadata.getConnection()).isSameAs(connection);
    assertThat(metadata.getURL()).startsWith("jdbc:wasmudf:jdbc:");
    try (ResultSet columns = metadata.getColumns(null, null, folded("pairs"), null)) {
      List<String> names = new ArrayList<>();
      while (columns.next()) {
        names.add(columns.getString("COLUMN_NAME"));
      }
      assertThat(names).containsExactly(folded("id"), folded("a"), folded("b"), folded("note"));
    }
    assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
  }

  @Test
  void statementsKnowTheirConnectionAndResultsTheirStatement() throws SQLException {
    Connection connection = session.connection();
    for (String sql : List.of("SELECT gcd(4, 6)", "SELECT id FROM pairs", "SELECT 1 FOR UPDATE")) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(sql)) {
        assertThat(statement.getConnection()).isSameAs(connection);
        assertThat(rows.getStatement()).isSameAs(statement);
      }
      try (PreparedStatement statement = connection.prepareStatement(sql);
          ResultSet rows = statement.executeQuery()) {
        assertThat(statement.getConnection()).isSameAs(connection);
        assertThat(rows.getStatement()).isSameAs(statement);
      }
    }
  }

  @Test
  void executeTellsRowsFromCounts() throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      assertThat(statement.execute("SELECT gcd(4, 6)")).isTrue();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      try (ResultSet rows = statement.getResultSet()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(2);
      }
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
      assertThat(statement.execute("INSERT INTO pairs (id) VALUES (gcd(70, 140))")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.execute("UPDATE pairs SET a = 1 WHERE id = 70")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThatThrownBy(() -> statement.executeUpdate("SELECT gcd(4, 6)"))
          .hasMessage("the statement gives rows: call execute or executeQuery");
      assertThatThrownBy(() -> statement.executeQuery("DROP FUNCTION gcd"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void limitsOfAStatementHoldForOurQueries() throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.setMaxRows(2);
      int count = 0;
      try (ResultSet rows = statement.executeQuery("SELECT gcd(id, 1) FROM pairs")) {
        while (rows.next()) {
          count++;
        }
      }
      assertThat(count).isEqualTo(2);
    }
  }

  @Test
  void aClosedConnectionSaysSo() throws SQLException {
    Connection connection = session.connection();
    Statement statement = connection.createStatement();
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThatThrownBy(() -> statement.executeQuery("SELECT gcd(4, 6)"))
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> connection.prepareStatement("SELECT gcd(4, 6)"))
        .isInstanceOf(SQLException.class);
    connection.close();
  }

  @Test
  void explainShowsWhatTheDatabaseDoes() throws SQLException {
    assertThat(
            session.query(
                "EXPLAIN PLAN FOR SELECT gcd(a, b) FROM pairs WHERE id > 1 AND gcd(id, 2) = 1"))
        .containsSubsequence("DatabaseToEnumerable", "JdbcFilter(condition=[>($0, 1)])");
    assertThat(session.query("EXPLAIN SELECT gcd(a, b) FROM pairs")).contains("DatabaseTableScan");
  }

  // NaN and the infinities

  private void notFinite() throws SQLException {
    session.update(Guests.DISC_PRICE);
    session.update("CREATE TABLE reals (id INTEGER PRIMARY KEY, x DOUBLE PRECISION)");
    session.update(
        "INSERT INTO reals VALUES (1, 1.5), (2, 'NaN'), (3, 'Infinity'), (4, '-Infinity')");
  }

  @Test
  void nanAndInfinityAreConstantsArgumentsAndResults() throws SQLException {
    notFinite();
    assertThat(
            session.query(
                "SELECT CAST('NaN' AS DOUBLE), CAST('Infinity' AS DOUBLE),"
                    + " CAST('-Infinity' AS REAL), disc_price(CAST('NaN' AS DOUBLE), 0),"
                    + " disc_price(1E308, -100), disc_price(CAST('-0.0' AS DOUBLE), 0)"))
        .isEqualTo("NaN | Infinity | -Infinity | NaN | Infinity | -0.0");
    assertThat(session.query("SELECT id, disc_price(x, 0) FROM reals ORDER BY id"))
        .isEqualTo("1 | 1.5\n2 | NaN\n3 | Infinity\n4 | -Infinity");
    for (Object nan : new Object[] {Double.NaN, "NaN", " NaN ", Float.NaN}) {
      assertThat(session.query("SELECT disc_price(?, 0)", nan)).isEqualTo("NaN");
    }
    assertThat(session.query("SELECT disc_price(?, 0)", "-Infinity")).isEqualTo("-Infinity");
  }

  @Test
  void aDoubleKeepsAllItsDigits() throws SQLException {
    session.update(Guests.DISC_PRICE);
    assertThat(session.query("SELECT 0.30000000000000004E0, disc_price(0.30000000000000004E0, 0)"))
        .isEqualTo("0.30000000000000004 | 0.30000000000000004");
  }

  @Test
  void nanComparesAsInIeee754AndSortsAndGroupsAsTheGreatest() throws SQLException {
    notFinite();
    assertThat(session.query("SELECT id FROM reals WHERE disc_price(x, 0) > 1 ORDER BY id"))
        .isEqualTo("1\n3");
    assertThat(session.query("SELECT id FROM reals WHERE disc_price(x, 0) = x ORDER BY id"))
        .isEqualTo("1\n3\n4");
    assertThat(session.query("SELECT disc_price(x, 0) AS y FROM reals ORDER BY y"))
        .isEqualTo("-Infinity\n1.5\nInfinity\nNaN");
    assertThat(session.query("SELECT disc_price(x, 0) AS y FROM reals ORDER BY y DESC LIMIT 2"))
        .isEqualTo("NaN\nInfinity");
    assertThat(
            session.query(
                "SELECT MIN(disc_price(x, 0)), MAX(disc_price(x, 0)), SUM(disc_price(x, 0)),"
                    + " AVG(disc_price(x, 0)), COUNT(DISTINCT disc_price(x, 0)) FROM reals"))
        .isEqualTo("-Infinity | NaN | NaN | NaN | 4");
    assertThat(
            session.query(
                "SELECT a.id FROM reals a JOIN reals b ON disc_price(a.x, 0) = b.x ORDER BY a.id"))
        .isEqualTo("1\n2\n3\n4");
  }

  @Test
  void whatIsNotFiniteIsNoExactNumberAndTheNextStatementWorks() throws SQLException {
    notFinite();
    for (String type : List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "DECIMAL(10, 2)")) {
      for (int id = 2; id <= 4; id++) {
        assertThat(
                session.failure(
                    "SELECT CAST(disc_price(x, 0) AS %s) FROM reals WHERE id = %d"
                        .formatted(type, id)))
            .as(type)
            .startsWith("22003 numeric value out of range: NaN and Infinity are no exact numbers");
      }
      assertThat(
              session.query(
                  "SELECT CAST(disc_price(x, 0) AS %s) FROM reals WHERE id = 1".formatted(type)))
          .isEqualTo(type.startsWith("DECIMAL") ? "1.50" : "2");
    }
  }

  @Test
  void callsOverSortedRowsRunInBatches() throws SQLException {
    for (String rows :
        List.of(
            "(VALUES (4), (6)) v(n)",
            "(VALUES (6)) v(n)",
            "(SELECT a AS n FROM pairs ORDER BY a LIMIT 2) v",
            "(SELECT gcd(a, 100) AS n FROM pairs ORDER BY n) v")) {
      assertThat(session.query("EXPLAIN SELECT gcd(n, 9) FROM " + rows))
          .as(rows)
          .contains("ArrowProject")
          .doesNotContain("Calc", "RowProject");
    }
    assertThat(session.query("SELECT n, gcd(n, 9) FROM (VALUES (4), (6)) v(n) ORDER BY n DESC"))
        .isEqualTo("6 | 3\n4 | 1");
    assertThat(
            session.query(
                "SELECT id, gcd(a, 9) FROM (SELECT * FROM pairs WHERE id <> 3 ORDER BY a LIMIT 2) p"
                    + " ORDER BY a"))
        .isEqualTo("2 | 1\n1 | 3");
  }

  @Test
  void aPlanHasARowForEachOfItsLines() throws SQLException {
    for (String explain :
        List.of(
            "EXPLAIN SELECT gcd(a, ?) FROM pairs",
            "EXPLAIN PLAN FOR SELECT gcd(a, ?) FROM pairs",
            "EXPLAIN PLAN AS XML FOR SELECT gcd(a, 2) FROM pairs",
            "EXPLAIN INSERT INTO pairs (id) SELECT gcd(a, b) FROM pairs")) {
      try (PreparedStatement statement = session.connection().prepareStatement(explain)) {
        for (int run = 0; run < 2; run++) {
          try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("PLAN");
            int lines = 0;
            while (rows.next()) {
              assertThat(rows.getString(1)).isNotBlank().doesNotContain("\n");
              lines++;
            }
            assertThat(lines).as(explain).isGreaterThan(3);
          }
        }
      }
    }
    assertThat(session.failure("EXPLAIN PLAN FOR SELECT gcd(a, nothing) FROM pairs"))
        .startsWith("42703 ");
    assertThat(session.query("EXPLAIN SELECT gcd(a, b) FROM pairs")).contains("DatabaseTableScan");
  }

  /// A name as this database stores it.
  abstract String folded(String name);

  private static String only(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      String value = String.valueOf(rows.getObject(1));
      assertThat(rows.next()).isFalse();
      return value;
    }
  }
}
