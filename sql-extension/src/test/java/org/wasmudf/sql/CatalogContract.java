package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every database promises that keeps the catalog: it lasts, and it is one for all.
abstract class CatalogContract {
  private static final String DECLARED =
      Modules.with(
          Modules.TIMES,
          """
          f(a BIGINT, b BIGINT) RETURNS BIGINT IMMUTABLE
          product(a BIGINT, b BIGINT) RETURNS BIGINT EXTERNAL NAME 'f'
          """);

  private static final String CALL = "SELECT f(a, b) FROM pairs";

  /// What H2 and PostgreSQL say of a function that nobody has.
  private static final String UNKNOWN = "(?s)(42883|90022) .*";

  private Addresses addresses = new Addresses("", "", "");
  private SqlSession here;
  private SqlSession there;

  /// Two URLs of one new, empty database, for our driver. To us they are two, so that connections
  /// to them share as little as if they were in two processes.
  ///
  /// @param guests one without a user in it
  record Addresses(String here, String there, String guests) {}

  abstract Addresses newDatabase() throws Exception;

  /// Makes a user of the database who may read and write what is public, and nothing else.
  abstract void createGuest(SqlSession database) throws SQLException;

  @BeforeEach
  void open() throws Exception {
    addresses = newDatabase();
    here = SqlSession.open(addresses.here());
    there = SqlSession.open(addresses.there());
    here.update("CREATE TABLE pairs (a BIGINT, b BIGINT)");
    here.update("INSERT INTO pairs VALUES (2, 3)");
  }

  @AfterEach
  void close() throws SQLException {
    here.close();
    there.close();
  }

  private SqlSession database() throws SQLException {
    return SqlSession.open(addresses.here().substring("jdbc:wasmudf:".length()));
  }

  private static String function(String name, String source) {
    return "CREATE FUNCTION %s(a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE WASM EXTERNAL NAME 'f' %s"
        .formatted(name, source);
  }

  private static String replacing(String name, String module) {
    return function(name, "AS " + module).replace("CREATE", "CREATE OR REPLACE");
  }

  // It lasts, and others see it

  @Test
  void whatIsChangedIsSeenElsewhereAtTheNextStatement() throws SQLException {
    assertThat(there.failure(CALL)).matches(UNKNOWN);
    here.update("CREATE MODULE m AS " + Modules.TIMES);
    here.update(function("f", "FROM MODULE m"));
    assertThat(there.query(CALL)).isEqualTo("6");
    there.update("CREATE OR REPLACE MODULE m AS " + Modules.PLUS);
    assertThat(here.query(CALL)).isEqualTo("5");
    there.update("DROP FUNCTION f");
    assertThat(here.failure(CALL)).matches(UNKNOWN);
    here.update("DROP MODULE m");
    assertThat(there.query("SHOW MODULES")).isEmpty();
  }

  @Test
  void nestedTypesAreReadAsTheyWereWritten() throws SQLException {
    String type =
        "ROW(\"A b\" INTEGER ARRAY, r ROW(d DECIMAL(5, 2), e CHAR(3)) ARRAY, m MAP<VARCHAR(5),"
            + " DATE>) ARRAY";
    here.update(
        "CREATE FUNCTION nested(v %s) RETURNS %s LANGUAGE WASM EXTERNAL NAME 'echo' FROM '%s'"
            .formatted(type, type, "../arrow-bridge/src/test/guests/nested.wasm"));
    String call =
        "SELECT nested(ARRAY[ROW(ARRAY[1, NULL], ARRAY[ROW(1.5, 'x')], MAP['k', DATE"
            + " '1970-01-02'])]) FROM pairs";
    assertThat(there.query(call)).isEqualTo("[{[1, null], [{1.50, x  }], {k=1}}]");
    assertThat(there.query("SHOW FUNCTIONS"))
        .isEqualTo(here.query("SHOW FUNCTIONS"))
        .containsIgnoringCase(
            "nested | v ROW(A b INTEGER ARRAY, r ROW(d DECIMAL(5, 2), e VARCHAR) ARRAY, m"
                + " MAP<VARCHAR, DATE>) ARRAY | ROW(A b INTEGER ARRAY, r ROW(d DECIMAL(5, 2), e"
                + " CHAR(3)) ARRAY, m MAP<VARCHAR(5), DATE>) ARRAY | ");
    there.update("DROP FUNCTION nested(%s)".formatted(type));
    assertThat(here.query("SHOW FUNCTIONS")).isEmpty();
  }

  @Test
  void preparedStatementsGoOnWithAReplacedFunctionAndNotWithADroppedOne() throws SQLException {
    here.update(function("f", "AS " + Modules.TIMES));
    try (PreparedStatement statement = there.connection().prepareStatement(CALL)) {
      assertThat(number(statement)).isEqualTo(6);
      here.update(replacing("f", Modules.PLUS));
      assertThat(number(statement)).isEqualTo(5);
      here.update("DROP FUNCTION f");
      assertThatThrownBy(statement::executeQuery)
          .hasMessageContaining("has been dropped since the statement was prepared");
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void tenantsGrantsAndLimitsAreSeenElsewhereAndUsageGoesOn() throws SQLException {
    here.update("CREATE TENANT acme WITH (fuel.row = 1000)");
    here.update("CREATE TENANT \"ze\"\"nith\"");
    try (SqlSession acme = SqlSession.open(addresses.here(), "acme");
        SqlSession zenith = SqlSession.open(addresses.there(), "ze\"nith")) {
      acme.update(function("f", "WITH (fuel.row = 500) AS " + Modules.TIMES));
      acme.update("GRANT EXECUTE ON FUNCTION f TO TENANT \"ze\"\"nith\"");
      assertThat(zenith.query(CALL)).isEqualTo("6");
      here.update("ALTER TENANT \"ze\"\"nith\" SET (instances = 3, fuel.second = NONE)");
      assertThat(zenith.query("SHOW TENANTS")).startsWith("ze\"nith | instances = 3 | 1 | 1 | ");
      acme.update("REVOKE EXECUTE ON FUNCTION f FROM TENANT \"ze\"\"nith\"");
      assertThat(zenith.failure(CALL)).startsWith("42");
      acme.update("GRANT EXECUTE ON FUNCTION f TO TENANT \"ze\"\"nith\"");
      acme.update(replacing("f", Modules.PLUS));
      assertThat(zenith.query(CALL)).isEqualTo("5");
      here.update("DROP TENANT acme");
      here.update("CREATE TENANT acme");
      assertThat(zenith.failure(CALL)).startsWith("42");
      assertThat(acme.failure(CALL)).startsWith("28000");
      here.update("DROP TENANT \"ze\"\"nith\"");
      here.update("CREATE TENANT \"ze\"\"nith\"");
      assertThat(zenith.failure("SELECT 1")).startsWith("28000");
    }
  }

  @Test
  void transactionsAreNeitherEndedNorWaitedFor() throws SQLException {
    here.connection().setAutoCommit(false);
    here.update("INSERT INTO pairs VALUES (5, 5)");
    here.update(function("f", "AS " + Modules.TIMES));
    assertThat(here.failure("CREATE MODULE m AS X'00'")).startsWith("46103");
    assertThat(here.query("SELECT MAX(f(a, b)) FROM pairs")).isEqualTo("25");
    assertThat(there.query("SELECT MAX(f(a, b)) FROM pairs")).isEqualTo("6");
    here.connection().rollback();
    here.connection().setAutoCommit(true);
    assertThat(here.query("SELECT MAX(f(a, b)) FROM pairs")).isEqualTo("6");
  }

  @Test
  void nothingIsCreatedBeforeThereIsSomethingToKeep() throws SQLException {
    assertThat(here.query("SELECT a FROM pairs")).isEqualTo("2");
    assertThat(here.failure("DROP TENANT nobody")).startsWith("42704");
    assertThat(here.failure("CREATE MODULE m AS X'00'")).startsWith("46103");
    here.update("DROP MODULE IF EXISTS m");
    try (SqlSession database = database();
        ResultSet schemas = database.connection().getMetaData().getSchemas()) {
      while (schemas.next()) {
        assertThat(schemas.getString(1)).isNotEqualToIgnoringCase("wasmudf");
      }
    }
    here.update("CREATE MODULE m AS " + Modules.SAME);
    assertThat(there.query("SHOW MODULES")).hasLineCount(1);
  }

  @Test
  void aDatabaseWhoseCatalogIsTakenAwayHasNone() throws SQLException {
    here.update("CREATE TENANT acme");
    here.update(function("f", "AS " + Modules.TIMES));
    assertThat(there.query(CALL)).isEqualTo("6");
    try (SqlSession database = database()) {
      database.update("DROP SCHEMA \"wasmudf\" CASCADE");
    }
    assertThat(here.query("SHOW TENANTS")).isEmpty();
    assertThat(there.failure(CALL)).matches(UNKNOWN);
    there.update(function("f", "AS " + Modules.PLUS));
    assertThat(here.query(CALL)).isEqualTo("5");
  }

  @Test
  void whoeverWritesAtTheSameTimeWaits()
      throws SQLException, InterruptedException, ExecutionException {
    int each = 6;
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      List<Future<?>> done = new ArrayList<>();
      for (SqlSession session : List.of(here, there)) {
        String name = session.equals(here) ? "here" : "there";
        done.add(
            both.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    session.update(function(name + i, "AS " + Modules.TIMES));
                  }
                  return name;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(here.query("SELECT COUNT(*) FROM wasmudf.functions")).isEqualTo("" + 2 * each);
    assertThat(there.query("SELECT here0(2, 3), there5(2, 4)")).isEqualTo("6 | 8");
    try (SqlSession database = database()) {
      assertThat(database.query("SELECT COUNT(*) FROM \"wasmudf\".\"binaries\"")).isEqualTo("1");
    }
  }

  @Test
  void aFunctionThatCantBeMadeAgainIsListedAndSaysWhy() throws SQLException {
    here.update("CREATE TENANT acme");
    here.update(function("f", "AS " + Modules.TIMES));
    here.update("GRANT EXECUTE ON FUNCTION f TO TENANT acme");
    here.update(function("g", "AS " + Modules.PLUS));
    try (SqlSession database = database()) {
      database.update(
          """
          UPDATE "wasmudf"."binaries" SET "bytes" = ? WHERE "sha256" =
            (SELECT "sha256" FROM "wasmudf"."entries" WHERE LOWER("name") = 'f' AND "kind" = 'FUNCTION')\
          """,
          (Object) new byte[] {0});
    }
    String reason = "can't be called any more: the module that is kept has the SHA-256 ";
    assertThat(there.failure(CALL)).startsWith("55000 ").contains(reason);
    assertThat(there.query("SELECT g(a, b) FROM pairs")).isEqualTo("5");
    assertThat(there.query("SHOW FUNCTIONS")).contains(reason).hasLineCount(2);
    assertThat(there.query("SELECT COUNT(*) FROM wasmudf.functions WHERE problem LIKE '%SHA-256%'"))
        .isEqualTo("1");
    there.update(replacing("f", Modules.PLUS));
    assertThat(there.query(CALL)).isEqualTo("5");
    assertThat(here.query(CALL)).isEqualTo("5");
    try (SqlSession acme = SqlSession.open(addresses.there(), "acme")) {
      assertThat(acme.query(CALL)).isEqualTo("5");
    }
  }

  @Test
  void functionsAreListedByTheirStatementsWithoutTheirModules() throws SQLException {
    here.update(function("f", "AS " + Modules.TIMES));
    here.update(
        "CREATE FUNCTION g(BIGINT, t VARCHAR) RETURNS INTEGER LANGUAGE WASM STABLE CALLED ON NULL"
            + " INPUT EXTERNAL NAME 'nulls' WITH (fuel.row = 700) FROM"
            + " 'src/test/guests/nulls.wasm'");
    String query =
        "SELECT name, parameters, result, kind, volatility, on_null_input, limits, problem, export"
            + " FROM wasmudf.functions ORDER BY name";
    try (SqlSession database = database()) {
      database.update("UPDATE \"wasmudf\".\"binaries\" SET \"bytes\" = ?", (Object) new byte[1]);
    }
    for (SqlSession each : List.of(here, there)) {
      assertThat(each.query(query))
          .isEqualToIgnoringCase(
              """
              f | a BIGINT, b BIGINT | BIGINT | SCALAR | VOLATILE | RETURNS NULL |  |  | f
              g | arg0 BIGINT, t VARCHAR | INTEGER | SCALAR | STABLE | CALLED | fuel.row = 700 |  | nulls\
              """);
    }
    assertThat(there.failure("SELECT f(2, 3)")).startsWith("55000 ");
    assertThat(there.query("SELECT name FROM wasmudf.functions WHERE problem LIKE '%SHA-256%'"))
        .isEqualToIgnoringCase("f");
  }

  @Test
  void aDeclarationThatCantBeReadAnyMoreIsListedAndDropped() throws SQLException {
    here.update(function("f", "AS " + Modules.TIMES));
    try (SqlSession database = database()) {
      database.update("UPDATE \"wasmudf\".\"entries\" SET \"declaration\" = 'CREATE CANAL f'");
    }
    assertThat(there.query("SHOW FUNCTIONS")).contains("can't read CREATE CANAL f").hasLineCount(1);
    assertThat(there.failure(CALL)).startsWith("55000 ");
    there.update("DROP FUNCTION f");
    assertThat(here.query("SHOW FUNCTIONS")).isEmpty();
    assertThat(there.query("SELECT a FROM pairs")).isEqualTo("2");
  }

  @Test
  void whoMayNotCreateTheSchemaIsToldWhatToDo() throws SQLException {
    try (SqlSession database = database()) {
      createGuest(database);
    }
    Properties guest = new Properties();
    guest.setProperty("user", "guest");
    guest.setProperty("password", "guest");
    try (SqlSession session = open(addresses.guests(), guest)) {
      assertThat(session.query("SELECT a FROM pairs")).isEqualTo("2");
      assertThat(session.failure(function("f", "AS " + Modules.TIMES)))
          .startsWith("42501 functions and tenants are kept in the schema wasmudf, which the")
          .contains("GRANT ")
          .contains("catalog=memory");
      assertThat(session.query("SHOW FUNCTIONS")).isEmpty();
    }
    guest.setProperty("catalog", "memory");
    try (SqlSession session = open(addresses.guests(), guest)) {
      session.update(function("f", "AS " + Modules.TIMES));
      assertThat(session.query(CALL)).isEqualTo("6");
      assertThat(here.query("SHOW FUNCTIONS")).isEmpty();
    }
    guest.remove("catalog");
    here.update(function("f", "AS " + Modules.PLUS));
    assertThatThrownBy(() -> open(addresses.guests(), guest))
        .hasMessageContaining("may not read the schema wasmudf")
        .hasMessageContaining("catalog.user");
    guest.setProperty("catalog.user", keeper());
    try (SqlSession session = open(addresses.guests(), guest)) {
      assertThat(session.query(CALL)).isEqualTo("5");
    }
  }

  /// The user with whom the database was created, who has no password.
  abstract String keeper();

  private static SqlSession open(String url, Properties properties) throws SQLException {
    return SqlSession.of(DriverManager.getConnection(url, properties));
  }

  @Test
  void anotherPlaceForTheCatalogIsNamedAsItIs() {
    Properties properties = new Properties();
    properties.setProperty("catalog", "elsewhere");
    assertThatThrownBy(() -> DriverManager.getConnection(addresses.here(), properties))
        .isInstanceOf(SQLException.class)
        .hasMessage("the property catalog is 'database' or 'memory', and not 'elsewhere'");
  }

  // Modules

  @Test
  void aModuleInUseIsReplacedForAllOrForNone() throws SQLException {
    here.update("CREATE MODULE m AS " + Modules.TIMES);
    here.update(function("f", "FROM MODULE m"));
    here.update(function("g", "FROM MODULE m"));
    here.update(function("own", "AS " + Modules.TIMES));
    assertThat(here.failure("DROP MODULE m"))
        .startsWith("2BP01 module ")
        .containsIgnoringCase("is in use: drop F(BIGINT, BIGINT), G(BIGINT, BIGINT) first");
    assertThat(here.failure("CREATE OR REPLACE MODULE m AS " + Modules.SAME))
        .startsWith("42P13 line 1, column 31: ")
        .containsIgnoringCase("function F: ")
        .contains("has the type (i64) -> i64");
    assertThat(here.query("SELECT f(a, b), g(a, b) FROM pairs")).isEqualTo("6 | 6");
    try (PreparedStatement running = here.connection().prepareStatement(CALL);
        ResultSet rows = running.executeQuery()) {
      there.update("CREATE OR REPLACE MODULE m AS " + Modules.PLUS);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(6);
    }
    assertThat(here.query("SELECT f(a, b), g(a, b), own(a, b) FROM pairs")).isEqualTo("5 | 5 | 6");
    assertThat(here.failure("CREATE MODULE m AS " + Modules.PLUS)).startsWith("42710 module ");
    here.update("CREATE MODULE IF NOT EXISTS m AS " + Modules.TIMES);
    assertThat(here.query(CALL)).isEqualTo("5");
    assertThat(here.failure(function("h", "FROM MODULE nothing")))
        .startsWith("42704 line 1, column ");
    assertThat(here.failure(function("h", "FROM MODULE m SHA256 '" + "0".repeat(64) + "'")))
        .contains("but the statement expects 0000");
    assertThat(here.failure("CREATE MODULE n SHA256 '" + "0".repeat(64) + "' AS " + Modules.PLUS))
        .startsWith("46103 ");
    here.update("DROP FUNCTION f");
    here.update("DROP FUNCTION g");
    here.update("DROP MODULE m");
    assertThat(there.query("SELECT COUNT(*) FROM wasmudf.modules")).isEqualTo("0");
  }

  @Test
  void aModuleSaysItselfWhatItsFunctionsAre() throws SQLException {
    here.update("CREATE MODULE m FROM " + DECLARED);
    here.update("CREATE FUNCTIONS FROM MODULE m");
    assertThat(there.query("SELECT f(a, b), product(a, 7) FROM pairs")).isEqualTo("6 | 14");
    assertThat(there.query("SELECT volatility, export FROM wasmudf.functions ORDER BY name"))
        .isEqualTo("IMMUTABLE | f\nVOLATILE | f");
    assertThat(there.query("SHOW MODULES")).contains(" | 2 | ").hasLineCount(1);
    assertThat(here.failure("CREATE FUNCTIONS FROM MODULE m")).startsWith("42723 ");
    here.update("CREATE OR REPLACE FUNCTIONS FROM MODULE m");
    assertThat(
            here.failure(
                "CREATE FUNCTION h(a BIGINT, b BIGINT) RETURNS TIMESTAMP LANGUAGE WASM EXTERNAL"
                    + " NAME 'f' FROM MODULE m"))
        .startsWith("42P13 ")
        .contains("(BIGINT, BIGINT) RETURNS TIMESTAMP of the export 'f', but the module itself")
        .contains("f(a BIGINT, b BIGINT) RETURNS BIGINT IMMUTABLE");
    here.update(function("h", "FROM MODULE m"));
    assertThat(there.query("SELECT h(2, 2)")).isEqualTo("4");
  }

  @Test
  void aSelfDescriptionIsTakenWholeOrNotAtAll() throws SQLException {
    String good = "f(a BIGINT, b BIGINT) RETURNS BIGINT\n";
    for (String evil :
        List.of(
            "g(a BIGINT) RETURNS BIGINT EXTERNAL NAME 'f'",
            "g(a BIGINT, b BIGINT) RETURNS BIGINT",
            "g(a BIGINT, b BIGINT) RETURNS BIGINT EXTERNAL NAME 'f' LANGUAGE WASM FROM"
                + " '/etc/passwd' --",
            "g(a BIGINT, b BIGINT) RETURNS BIGINT EXTERNAL NAME 'f' /*",
            "g(a BIGINT, b BIGINT) RETURNS BIGINT EXTERNAL NAME 'f'; DROP TABLE pairs",
            "AGGREGATE g",
            "f(x BIGINT, y BIGINT) RETURNS BIGINT")) {
      here.update("CREATE OR REPLACE MODULE m AS " + Modules.with(Modules.TIMES, good + evil));
      assertThat(here.failure("CREATE FUNCTIONS FROM MODULE m")).as(evil).startsWith("42");
      assertThat(there.query("SHOW FUNCTIONS")).as(evil).isEmpty();
    }
    here.update("CREATE OR REPLACE MODULE m AS " + Modules.TIMES);
    assertThat(here.failure("CREATE FUNCTIONS FROM MODULE m"))
        .startsWith("42P13 ")
        .contains("declares no functions in a section wasmudf.functions");
    String records = "RECORDS FUNCTION g\n";
    here.update("CREATE OR REPLACE MODULE m AS " + Modules.with(Modules.TIMES, records));
    assertThat(here.failure("CREATE FUNCTIONS FROM MODULE m"))
        .startsWith("42P13 ")
        .contains("declares no functions in a section wasmudf.functions that SQL could call");
    here.update("CREATE OR REPLACE MODULE m AS " + Modules.with(Modules.TIMES, records + good));
    here.update("CREATE FUNCTIONS FROM MODULE m");
    assertThat(there.query(CALL)).isEqualTo("6");
  }

  @Test
  void everyTenantHasModulesOfItsOwn() throws SQLException {
    here.update("CREATE TENANT acme WITH (functions = 1)");
    here.update("CREATE MODULE m AS " + Modules.PLUS);
    try (SqlSession acme = SqlSession.open(addresses.there(), "acme")) {
      assertThat(acme.failure(function("f", "FROM MODULE m"))).startsWith("42704 ");
      acme.update("CREATE MODULE m AS " + Modules.TIMES);
      assertThat(acme.failure("CREATE MODULE n AS " + Modules.TIMES)).startsWith("54000 tenant ");
      acme.update(function("f", "FROM MODULE m"));
      assertThat(acme.query(CALL)).isEqualTo("6");
      assertThat(acme.query("SHOW MODULES")).hasLineCount(1);
      assertThat(here.query("SHOW MODULES")).hasLineCount(2);
      assertThat(here.query("SELECT functions, modules FROM wasmudf.tenants")).isEqualTo("1 | 1");
      assertThat(acme.failure("SELECT * FROM wasmudf.modules")).startsWith("42P01");
    }
  }

  @Test
  void theViewsAreTablesThatCanBeJoined() throws SQLException {
    here.update("CREATE TENANT acme WITH (fuel.row = 77)");
    here.update("CREATE MODULE m AS " + Modules.TIMES);
    here.update(function("f", "FROM MODULE m"));
    assertThat(
            here.query(
                """
                SELECT COUNT(*), SUM(m.functions), MAX(u.calls), MAX(p.a), MAX(t.limits)
                FROM wasmudf.functions f JOIN wasmudf.modules m ON f.module = m.name,
                  wasmudf.tenants t JOIN wasmudf.usage u ON t.name = u.tenant, pairs p\
                """))
        .isEqualTo("1 | 1 | 0 | 2 | fuel.row = 77");
    assertThat(here.failure("DELETE FROM wasmudf.functions")).startsWith("0A000");
    assertThat(here.failure("SELECT * FROM wasmudf.nothing")).startsWith("42P01");
  }

  // Processes that die

  @Test
  void aProcessThatIsKilledInTheMiddleLeavesACatalogThatWorks() throws Exception {
    here.close();
    there.close();
    for (int round = 0; round < 3; round++) {
      Process child = child(addresses.here());
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        for (int i = 0; i < 5 + 7 * round; i++) {
          assertThat(lines.readLine()).as("round %d", round).isNotNull();
        }
        child.destroyForcibly().waitFor();
      }
    }
    here = SqlSession.open(addresses.here());
    there = SqlSession.open(addresses.there());
    List<String> names = here.query("SELECT name FROM wasmudf.functions").lines().toList();
    assertThat(names).isNotEmpty();
    assertThat(here.query("SELECT COUNT(*) FROM wasmudf.functions WHERE problem <> ''"))
        .isEqualTo("0");
    for (String each : names) {
      assertThat(here.query("SELECT %s(2, 2)".formatted(each))).as(each).isEqualTo("4");
    }
    here.update(function("f", "AS " + Modules.PLUS));
    assertThat(there.query("SELECT f(2, 3)")).isEqualTo("5");
  }

  private static Process child(String url) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), CatalogChild.class.getName(), url));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  /// Changes a catalog until it is killed.
  static final class CatalogChild {
    private CatalogChild() {}

    public static void main(String[] arguments) throws SQLException {
      try (Connection connection = DriverManager.getConnection(arguments[0])) {
        SqlSession session = SqlSession.of(connection);
        for (int i = 0; true; i++) {
          String module = i % 2 == 0 ? Modules.TIMES : Modules.PLUS;
          session.update("CREATE OR REPLACE MODULE m AS " + module);
          session.update(
              function("f" + i % 5, "FROM MODULE m")
                  .replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"));
          session.update("CREATE OR REPLACE TENANT acme WITH (fuel.row = %d)".formatted(i + 1000));
          session.update("GRANT EXECUTE ON FUNCTION f%d TO TENANT acme".formatted(i % 5));
          session.update("DROP FUNCTION IF EXISTS f%d".formatted((i + 3) % 5));
          System.out.println(i);
        }
      }
    }
  }
}
