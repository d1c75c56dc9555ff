package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.samples.SampleModule;

/// A tenant tries to get at the database, at others and at the process.
final class TenantIsolationTest {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private final String url =
      "jdbc:wasmudf:jdbc:h2:mem:isolation"
          + NEXT.getAndIncrement()
          + ";DB_CLOSE_DELAY=-1;USER=SA;PASSWORD=secret";
  private SqlSession owner;
  private SqlSession tenant;

  /// Past us, to the database itself.
  private SqlSession database;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlSession.open(url);
    owner.update("CREATE TENANT acme");
    owner.update("CREATE TABLE t (id INTEGER PRIMARY KEY, s VARCHAR(100), n INTEGER DEFAULT 7)");
    owner.update("INSERT INTO t (id, s) VALUES (1, 'one')");
    database = SqlSession.open(url.substring("jdbc:wasmudf:".length()));
    database.update("CREATE SCHEMA wasmudf");
    database.update("CREATE TABLE wasmudf.functions (name VARCHAR(40))");
    database.update("INSERT INTO wasmudf.functions VALUES ('secret')");
    owner.update("CREATE ALIAS property FOR 'java.lang.System.getProperty(java.lang.String)'");
    tenant = SqlSession.open(url, "acme");
  }

  @AfterEach
  void close() throws SQLException {
    tenant.close();
    owner.close();
    database.close();
  }

  private void theNextStatementWorks() throws SQLException {
    assertThat(tenant.query("SELECT id, s FROM t WHERE id = 1")).isEqualTo("1 | one");
  }

  // Statements

  @Test
  void queriesAndInsertsWork() throws SQLException {
    tenant.update(Guests.GCD);
    assertThat(tenant.query("SELECT s, gcd(id, 6) FROM t WHERE id = ?", 1)).isEqualTo("one | 1");
    assertThat(tenant.update("INSERT INTO t SELECT id + 1, s || '!', 3 FROM t")).isEqualTo(1);
    assertThat(tenant.update("INSERT INTO t (s, id) VALUES (?, gcd(12, 18))", "six")).isEqualTo(1);
    assertThat(tenant.update("INSERT INTO PUBLIC.\"T\" (\"ID\") VALUES (9)")).isEqualTo(1);
    assertThat(tenant.query("WITH w AS (SELECT * FROM t) SELECT * FROM w ORDER BY id"))
        .isEqualTo("1 | one | 7\n2 | one! | 3\n6 | six | 7\n9 | null | 7");
    assertThat(tenant.query("EXPLAIN SELECT gcd(id, 2) FROM t")).contains("ArrowProject");
    assertThat(tenant.query("EXPLAIN PLAN FOR SELECT id FROM t")).contains("DatabaseTableScan");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UPDATE t SET s = 'x'                                   | UPDATE
          DELETE FROM t                                          | DELETE
          WITH w AS (SELECT 1) DELETE FROM t                     | DELETE
          MERGE INTO t KEY (id) VALUES (1, 'x', 1)               | MERGE
          CREATE TABLE u AS SELECT * FROM t                      | CREATE TABLE AS
          CREATE VIEW v AS SELECT * FROM t                       | CREATE VIEW
          CREATE TABLE u (n INTEGER)                             | CREATE TABLE
          CREATE ALIAS f FOR 'java.lang.System.exit(int)'        | CREATE ALIAS
          CREATE FUNCTION f() RETURNS INTEGER LANGUAGE JAVA      | CREATE FUNCTION
          DROP TABLE t                                           | DROP TABLE
          DROP ALIAS property                                    | DROP ALIAS
          CALL property('user.home')                             | CALL PROPERTY
          {call property('user.home')}                           |
          SCRIPT TO 'copy.sql'                                   | SCRIPT TO
          RUNSCRIPT FROM 'copy.sql'                              | RUNSCRIPT FROM
          SHUTDOWN                                               | SHUTDOWN
          SET SCHEMA wasmudf                                     | SET SCHEMA
          GRANT ALL ON t TO PUBLIC                               | GRANT ALL
          COMMIT                                                 | COMMIT
          SELECT 1; DROP TABLE t                                 | several statements in one text
          EXPLAIN ANALYZE DELETE FROM t                          | this EXPLAIN
          EXPLAIN PLAN FOR UPDATE t SET s = 'x'                  | this EXPLAIN
          INSERT INTO t DEFAULT VALUES                           | this form of INSERT
          INSERT INTO t SET id = property('x')                   | this form of INSERT
          INSERT INTO t (id) SELECT 2 ON CONFLICT (id) DO NOTHING | this form of INSERT
          INSERT INTO t OVERRIDING USER VALUE SELECT 1, 'x', 1   | this form of INSERT
          INSERT INTO t (id) SELECT 2 RETURNING property('x')    | this form of INSERT
          WITH w AS (SELECT 1) INSERT INTO t (id) DIRECT SELECT 1 | this form of INSERT
          ``                                                     | a text without a statement
          """)
  void everythingElseIsRefusedByName(String sql, String name) throws SQLException {
    assertThat(tenant.failure(sql))
        .startsWith("0A000 a tenant's connection can't execute " + (name == null ? "" : name))
        .contains(": it executes queries, INSERT INTO table");
    try (Statement statement = tenant.connection().createStatement()) {
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("can't execute");
      assertThatThrownBy(() -> statement.executeUpdate(sql, 1))
          .hasMessageContaining("can't execute");
      assertThatThrownBy(() -> statement.addBatch(sql)).hasMessageContaining("can't execute");
      assertThat(statement.executeBatch()).isEmpty();
    }
    theNextStatementWorks();
    assertThat(owner.query("SELECT COUNT(*) FROM t")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT property('user.home')                                  | 42883
          SELECT id FROM t WHERE property(s) IS NOT NULL                | 42883
          SELECT id FROM t ORDER BY property(s)                         | 42883
          SELECT PUBLIC.property(s) FROM t                              | 42883
          SELECT "PROPERTY"(s) FROM t                                   | 42883
          SELECT {fn property('x')} FROM t                              | 42
          SELECT FILE_READ('/etc/passwd')                               | 42883
          SELECT * FROM CSVREAD('/etc/passwd')                          | 42
          SELECT * FROM TABLE(LINK_SCHEMA('X', '', 'jdbc:h2:mem:', '', '', 'P')) | 42
          SELECT id FROM t FOR UPDATE                                   | 42601
          SELECT id::VARCHAR FROM t                                     | 42601
          SELECT CURRENT_USER                                           | 0A000
          SELECT * FROM wasmudf.functions                               | 42P01
          SELECT * FROM "WASMUDF".functions                             | 42P01
          SELECT id FROM t WHERE EXISTS (SELECT * FROM wasmudf.functions) | 42P01
          INSERT INTO wasmudf.functions VALUES ('x')                    | 42P01
          INSERT INTO t (s) SELECT name FROM WasmUdf.Functions          | 42P01
          SELECT * FROM "wasmudf"."entries"                             | 42P01
          INSERT INTO "wasmudf"."catalog" VALUES (1, 1, 'x', 1, 1)      | 42P01
          INSERT INTO INFORMATION_SCHEMA.USERS SELECT 'x', 'y', 'z'     | 42P01
          INSERT INTO t (nothing) VALUES (1)                            | 42703
          INSERT INTO nothing VALUES (1)                                | 42P01
          INSERT INTO t (id) VALUES (property('1'))                     | 42883
          """)
  void whatOnlyTheDatabaseKnowsIsUnknown(String sql, String state) throws SQLException {
    assertThat(tenant.failure(sql)).startsWith(state);
    theNextStatementWorks();
    assertThat(database.query("SELECT COUNT(*) FROM wasmudf.functions")).isEqualTo("1");
  }

  @Test
  void theOwnersSchemaStaysHiddenWhereItIsTheConnectionsOwn() throws SQLException {
    try (SqlSession inside = SqlSession.open(url + ";SCHEMA=WASMUDF", "acme")) {
      assertThat(inside.failure("SELECT * FROM functions")).startsWith("42P01");
      assertThat(inside.failure("INSERT INTO functions VALUES ('x')")).startsWith("42P01");
      assertThat(inside.query("SELECT id FROM public.t")).isEqualTo("1");
    }
  }

  @Test
  void namesAndTextsAreNothingButNamesAndTexts() throws SQLException {
    String evil = "'; DROP TABLE t; -- \" \\' /* $$";
    String name = "x\"\"; DROP TABLE t; -- ' \\";
    tenant.update("INSERT INTO t VALUES (2, ?, 1)", evil);
    tenant.update("INSERT INTO t VALUES (3, '" + evil.replace("'", "''") + "', 1)");
    assertThat(
            tenant.query(
                "SELECT \"%1$s\" FROM (SELECT id AS \"%1$s\", s FROM t) WHERE s = '%2$s' ORDER BY 1"
                    .formatted(name, evil.replace("'", "''"))))
        .isEqualTo("2\n3");
    assertThat(tenant.query("SELECT COUNT(*) AS \"%s\" FROM t GROUP BY s".formatted(name)))
        .hasLineCount(2);
    assertThat(tenant.failure("INSERT INTO t (\"%s\") VALUES (1)".formatted(name)))
        .startsWith("42703");
    assertThat(tenant.failure("INSERT INTO \"%s\" VALUES (1)".formatted(name))).startsWith("42P01");
    theNextStatementWorks();
  }

  // JDBC

  @Test
  void nothingThatJdbcGivesLeadsToTheDatabasesOwn() throws SQLException {
    Connection connection = tenant.connection();
    DatabaseMetaData metadata = connection.getMetaData();
    try (Statement statement = connection.createStatement();
        PreparedStatement prepared = connection.prepareStatement("SELECT id FROM t");
        ResultSet rows = prepared.executeQuery();
        ResultSet executed = statement.executeQuery("SELECT id FROM t");
        ResultSet tables = metadata.getTables(null, null, "T", null)) {
      assertThat(rows.next()).isTrue();
      assertThat(tables.next()).isTrue();
      assertThat(tables.getString("TABLE_NAME")).isEqualTo("T");
      for (Wrapper each :
          List.of(
              connection,
              metadata,
              statement,
              prepared,
              rows,
              executed,
              tables,
              rows.getMetaData(),
              tables.getMetaData(),
              prepared.getMetaData(),
              prepared.getParameterMetaData())) {
        for (String type :
            List.of(
                "org.h2.jdbc.JdbcConnection",
                "org.h2.jdbc.JdbcStatement",
                "org.h2.jdbc.JdbcResultSet",
                "org.h2.jdbc.JdbcDatabaseMetaData",
                "org.apache.calcite.jdbc.CalciteConnection",
                "org.apache.calcite.avatica.AvaticaResultSet",
                "java.lang.AutoCloseable")) {
          Class<?> wanted = of(type);
          if (!wanted.isInstance(each)) {
            assertThat(each.isWrapperFor(wanted)).isFalse();
            assertThatThrownBy(() -> each.unwrap(wanted))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("gives no access to what is behind it");
          }
        }
      }
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
      assertThat(metadata.getConnection()).isSameAs(connection);
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(prepared.getConnection()).isSameAs(connection);
      assertThat(rows.getStatement()).isSameAs(prepared);
      assertThat(executed.getStatement()).isSameAs(statement);
      assertThat(tables.getStatement()).isNull();
      assertThat(metadata.getURL() + connection)
          .doesNotContain("secret")
          .startsWith("jdbc:wasmudf");
    }
    theNextStatementWorks();
  }

  @Test
  void metadataAreSilentAboutTheOwnersSchemaAndTheDatabasesFunctions() throws SQLException {
    database.update("CREATE VIEW wasmudf.v AS SELECT * FROM wasmudf.functions");
    database.update("CREATE INDEX wasmudf.i ON wasmudf.functions (name)");
    tenant.update(Guests.GCD);
    DatabaseMetaData all = database.connection().getMetaData();
    DatabaseMetaData owners = owner.connection().getMetaData();
    DatabaseMetaData metadata = tenant.connection().getMetaData();
    assertThat(texts(all.getTables(null, null, "%", null))).contains("WASMUDF", "wasmudf");
    assertThat(texts(owners.getTables(null, null, "%", null)))
        .contains("T")
        .doesNotContain("WASMUDF", "wasmudf");
    assertThat(texts(owners.getProcedures(null, null, "%"))).contains("PROPERTY");
    List<ResultSet> everything =
        List.of(
            metadata.getSchemas(),
            metadata.getSchemas(null, "%"),
            metadata.getTables(null, null, "%", null),
            metadata.getTables(null, "WASMUDF", "%", null),
            metadata.getColumns(null, null, "%", "%"),
            metadata.getColumns(null, "WASMUDF", "%", "%"),
            metadata.getIndexInfo(null, "WASMUDF", "FUNCTIONS", false, false),
            metadata.getTablePrivileges(null, null, "%"),
            metadata.getColumnPrivileges(null, "WASMUDF", "FUNCTIONS", "%"),
            metadata.getBestRowIdentifier(null, "WASMUDF", "FUNCTIONS", 2, true),
            metadata.getPrimaryKeys(null, "WASMUDF", "FUNCTIONS"),
            metadata.getUDTs(null, null, "%", null),
            metadata.getFunctions(null, null, "%"),
            metadata.getFunctionColumns(null, null, "%", "%"),
            metadata.getProcedures(null, null, "%"),
            metadata.getProcedureColumns(null, null, "%", "%"));
    for (ResultSet each : everything) {
      assertThat(texts(each)).doesNotContain("WASMUDF", "wasmudf", "PROPERTY", "secret");
    }
    assertThat(texts(metadata.getSchemas())).contains("PUBLIC");
    assertThat(texts(metadata.getTables(null, "PUBLIC", "T", null))).contains("T");
    assertThat(texts(metadata.getColumns(null, "PUBLIC", "T", "%"))).contains("ID", "S", "N");
    assertThat(texts(metadata.getPrimaryKeys(null, "PUBLIC", "T"))).contains("ID");
    for (Move each :
        List.<Move>of(
            ResultSet::last,
            ResultSet::first,
            ResultSet::previous,
            rows -> rows.absolute(1),
            rows -> rows.relative(1),
            ResultSet::isLast)) {
      try (ResultSet rows = metadata.getSchemas()) {
        assertThatThrownBy(() -> each.on(rows))
            .hasMessageStartingWith("a tenant reads metadata from the first row to the last");
      }
    }
    theNextStatementWorks();
  }

  private interface Move {
    boolean on(ResultSet rows) throws SQLException;
  }

  private static List<String> texts(ResultSet rows) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          texts.add(rows.getString(i));
        }
      }
    }
    return texts;
  }

  private static Class<?> of(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTakesTextsOrObjectsForTheDatabaseIsRefused() throws SQLException {
    Connection connection = tenant.connection();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
      assertThat(rows.next()).isTrue();
      for (ThrowingCallable each :
          List.<ThrowingCallable>of(
              () -> connection.nativeSQL("SELECT 1"),
              () -> connection.prepareCall("{call property('x')}"),
              () -> connection.setSchema("WASMUDF"),
              () -> connection.setCatalog("X"),
              () -> connection.setClientInfo("a", "b"),
              () -> connection.setClientInfo(new Properties()),
              () -> connection.setTypeMap(Map.of()),
              connection::getTypeMap,
              () -> connection.setSavepoint("x; DROP TABLE t"),
              () -> connection.createArrayOf("x", new Object[0]),
              () -> connection.createStruct("x", new Object[0]),
              connection::createNClob,
              connection::getClientInfo,
              () -> statement.enquoteIdentifier("x", true),
              connection::createBlob,
              connection::createClob,
              connection::createSQLXML,
              () -> connection.setNetworkTimeout(Runnable::run, 1),
              () -> statement.setCursorName("x"),
              () -> rows.getObject(1, Map.of()),
              () -> rows.getArray(1),
              () -> rows.getRef(1),
              () -> rows.updateInt(1, 2),
              rows::deleteRow)) {
        assertThatThrownBy(each)
            .isInstanceOf(SQLException.class)
            .hasMessageEndingWith(" is not for connections of a tenant");
      }
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> connection.rollback(strange()))
          .hasMessageEndingWith(" is not for connections of a tenant");
    }
    theNextStatementWorks();
  }

  private static Savepoint strange() {
    return new Savepoint() {
      @Override
      public int getSavepointId() {
        return 1;
      }

      @Override
      public String getSavepointName() {
        return "x; DROP TABLE t";
      }
    };
  }

  @Test
  void transactionsAreTheTenantsOwn() throws SQLException {
    Connection connection = tenant.connection();
    connection.setAutoCommit(false);
    tenant.update("INSERT INTO t (id) VALUES (2)");
    Savepoint savepoint = connection.setSavepoint();
    tenant.update("INSERT INTO t (id) VALUES (3)");
    connection.rollback(savepoint);
    connection.commit();
    assertThat(owner.query("SELECT COUNT(*) FROM t")).isEqualTo("2");
  }

  @Test
  void anArrayOfTheDatabaseIsText() throws SQLException {
    owner.update("CREATE TABLE arrays (a INTEGER ARRAY)");
    owner.update("INSERT INTO arrays VALUES (ARRAY[1, 2])");
    try (Statement statement = tenant.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT a FROM arrays")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getObject(1)).isInstanceOf(String.class);
      assertThatThrownBy(() -> rows.getObject(1, Array.class)).isInstanceOf(SQLException.class);
    }
    theNextStatementWorks();
  }

  @Test
  void aClosedStatementGivesItsTextToNobody() throws SQLException {
    Statement statement = tenant.connection().createStatement();
    statement.close();
    assertThatThrownBy(() -> statement.execute("DROP TABLE t")).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    theNextStatementWorks();
  }

  @Test
  void theOwnersConnectionIsAsOpenAsBefore() throws SQLException {
    assertThat(owner.query("SELECT property('java.version')")).startsWith("25");
    assertThat(owner.query("SELECT * FROM \"wasmudf\".\"catalog\"")).startsWith("1 | 1 | ");
    try (CallableStatement call =
        owner.connection().prepareCall("{call property('java.version')}")) {
      assertThat(call.execute()).isTrue();
    }
  }

  // Files

  @Test
  void modulesAreReadBelowTheConnectionsFoldersOnly(@TempDir Path root)
      throws IOException, SQLException {
    Path modules = Files.createDirectories(root.resolve("modules/deep"));
    Path outside = Files.write(root.resolve("out.wasm"), SampleModule.C_NUMBERS.bytes());
    Files.write(modules.resolve("in.wasm"), SampleModule.C_NUMBERS.bytes());
    Files.createSymbolicLink(root.resolve("modules/link.wasm"), outside);
    Files.createSymbolicLink(root.resolve("modules/up"), root);
    Files.createSymbolicLink(root.resolve("alias"), root.resolve("modules"));
    String path = root.resolve("none") + java.io.File.pathSeparator + root.resolve("alias");
    try (SqlSession session = SqlSession.open(url, "acme", "module.path", path)) {
      session.update(gcd("deep/in.wasm"));
      session.update(gcd(modules.resolve("in.wasm").toString()));
      session.update(gcd(root.resolve("alias/deep/../deep/in.wasm").toString()));
      assertThat(session.query("SELECT gcd(4, 6)")).isEqualTo("2");
      for (String file :
          List.of(
              "nothing.wasm",
              "../out.wasm",
              outside.toString(),
              root.resolve("nothing.wasm").toString(),
              "link.wasm",
              "up/out.wasm",
              "deep/../../out.wasm",
              "deep",
              "/etc/passwd",
              "/dev/zero",
              "/proc/self/environ",
              "a\0b")) {
        assertThat(session.failure(gcd(file)).replace("'" + file + "'", "'?'"))
            .as(file)
            .isEqualTo(
                "46103 line 2, column 6: function GCD: can't read the module '?': there is no such"
                    + " file below the folders that this connection may read from (property"
                    + " module.path)");
      }
      assertThat(session.query("SELECT gcd(4, 6)")).isEqualTo("2");
    }
    assertThat(tenant.failure(gcd(outside.toString())))
        .isEqualTo(tenant.failure(gcd("nothing")).replace("'nothing'", "'" + outside + "'"))
        .contains("opened without folders to read from");
    owner.update(gcd(outside.toString()));
  }

  private static String gcd(String file) {
    return """
    CREATE OR REPLACE FUNCTION gcd(a BIGINT, b BIGINT) RETURNS BIGINT LANGUAGE WASM
    FROM '%s'\
    """
        .formatted(file);
  }
}
