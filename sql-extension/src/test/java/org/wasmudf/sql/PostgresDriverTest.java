package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresDriverTest extends DriverContract {
  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  String newDatabase() throws SQLException {
    return "jdbc:wasmudf:jdbc:postgresql://localhost:%d/%s?user=postgres"
        .formatted(server.port(), server.newDatabase());
  }

  @Override
  String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  @Test
  void intervalWithMonthsIsRefused() throws SQLException {
    session()
        .update(
            "CREATE FUNCTION d(a INTERVAL DAY TO SECOND) RETURNS INTERVAL DAY TO SECOND"
                + " LANGUAGE WASM EXTERNAL NAME 'id_i64' FROM 'src/test/guests/types.wasm'");
    session().update("CREATE TABLE spans (id INTEGER, v INTERVAL)");
    session().update("INSERT INTO spans VALUES (1, '-1 day -2.0015 seconds'), (2, '1 month')");
    assertThat(session().query("SELECT d(v) FROM spans WHERE id = 1")).isEqualTo("PT-24H-2.001S");
    assertThat(session().failure("SELECT d(v) FROM spans"))
        .startsWith("22015 column v: '0 years 1 mons 0 days ")
        .contains("has months");
    assertThat(session().query("SELECT d(v) FROM spans WHERE id = 1")).isEqualTo("PT-24H-2.001S");
  }

  @Test
  void temporaryTablesComeFirst() throws SQLException {
    session().update("CREATE TEMPORARY TABLE pairs (a BIGINT, b BIGINT)");
    session().update("INSERT INTO pairs VALUES (21, 14)");
    assertThat(session().query("SELECT gcd(a, b) FROM pairs")).isEqualTo("7");
    assertThat(session().query("SELECT gcd(a, b) FROM public.pairs WHERE id = 1")).isEqualTo("6");
  }

  @Test
  void everySchemaOfTheSearchPathIsSearched() throws SQLException {
    session().update("CREATE SCHEMA extra");
    session().update("CREATE TABLE extra.more (n INTEGER)");
    session().update("INSERT INTO extra.more VALUES (21)");
    session().update("SET search_path TO public, extra");
    assertThat(session().query("SELECT gcd(n, 14), gcd(id, 1) FROM more, pairs WHERE id = 1"))
        .isEqualTo("7 | 1");
  }

  @Test
  void columnsOfTypesThatOnlyTheDatabaseHasPassThrough() throws SQLException {
    session()
        .update(
            """
            CREATE TABLE odd (id INTEGER, u UUID, j JSONB, z TIMESTAMPTZ, n NUMERIC, b BYTEA,
              p BOOLEAN, c CHAR(5), r REAL, d DATE, t TIME, a INTEGER[])\
            """);
    session()
        .update(
            """
            INSERT INTO odd VALUES (6, '7d444840-9dc0-11d1-b245-5ffdce74fad2', '{"k": 1}', NULL,
              1.5, '\\x0102', TRUE, 'ab', 0.5, DATE '2024-02-29', TIME '01:02:03', '{1,2}')\
            """);
    assertThat(session().query("SELECT gcd(id, 4), u, j, z, n, b, p, c, r, d, t, a FROM odd"))
        .isEqualTo(
            "2 | 7d444840-9dc0-11d1-b245-5ffdce74fad2 | {\"k\": 1} | null | 1.5000000000 | [1, 2]"
                + " | true | ab    | 0.5 | 2024-02-29 | 01:02:03 | {1,2}");
    assertThat(session().query("SELECT n FROM odd")).isEqualTo("1.5");
  }

  @Test
  void anErrorInATransactionEndsItAsTheDatabaseDoes() throws SQLException {
    session().connection().setAutoCommit(false);
    assertThat(session().failure("SELECT nothing FROM pairs")).startsWith("42703");
    assertThat(session().failure("SELECT gcd(a, b) FROM pairs")).startsWith("25P02");
    session().connection().rollback();
    assertThat(session().query("SELECT gcd(a, b) FROM pairs WHERE id = 1")).isEqualTo("6");
  }

  @Test
  void aTenantReachesNeitherTheDriverNorTheDatabasesFunctions() throws SQLException {
    session().update("CREATE TENANT acme");
    session().update("CREATE TABLE odd (a INTEGER[], j JSONB)");
    session().update("INSERT INTO odd VALUES ('{1,2}', '{\"k\": 1}')");
    session().update("CREATE TABLE wasmudf.secrets (s VARCHAR(10))");
    session()
        .update(
            "CREATE FUNCTION twice(n INTEGER) RETURNS INTEGER LANGUAGE SQL AS $$ SELECT n * 2 $$");
    try (SqlSession tenant = SqlSession.open(url(), "acme")) {
      assertThat(tenant.query("SELECT a, j FROM odd")).isEqualTo("{1,2} | {\"k\": 1}");
      try (Statement statement = tenant.connection().createStatement();
          ResultSet rows = statement.executeQuery("SELECT a, j FROM odd");
          ResultSet tables =
              tenant.connection().getMetaData().getTables(null, "public", "odd", null)) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getObject(1)).isEqualTo("{1,2}");
        assertThat(rows.getObject(2)).isInstanceOf(String.class);
        // The driver's own is a statement with its connection.
        assertThat(tables.getStatement()).isNull();
        assertThat(tables.isWrapperFor(org.postgresql.PGConnection.class)).isFalse();
        assertThatThrownBy(() -> tenant.connection().unwrap(org.postgresql.PGConnection.class))
            .hasMessageContaining("gives no access to what is behind it");
      }
      for (String unknown :
          List.of(
              "SELECT twice(2)",
              "SELECT id FROM pairs WHERE twice(id) = 2",
              "SELECT pg_read_file('/etc/passwd')",
              "SELECT * FROM pg_ls_dir('/')",
              "SELECT * FROM wasmudf.secrets",
              "INSERT INTO wasmudf.secrets VALUES ('x')",
              "SELECT * FROM wasmudf.functions",
              "SELECT * FROM wasmudf.entries",
              "INSERT INTO wasmudf.entries SELECT * FROM wasmudf.entries",
              "INSERT INTO pg_catalog.pg_proc SELECT * FROM pg_catalog.pg_proc",
              "SELECT $$x$$",
              "COPY pairs TO PROGRAM 'id'",
              "DO $$ BEGIN END $$")) {
        assertThat(tenant.failure(unknown)).as(unknown).matches("(42|0A).*");
        assertThat(tenant.query("SELECT MIN(id) FROM pairs")).isEqualTo("1");
      }
      String evil = "\\'; DROP TABLE pairs; -- é😀\\u0027";
      assertThat(
              tenant.query(
                  "SELECT COUNT(*) AS \"x\"\"; DROP TABLE pairs\" FROM pairs WHERE note = '%s'"
                      .formatted(evil.replace("'", "''"))))
          .isEqualTo("0");
    }
  }

  @Test
  void aRoleThatIsCalledTenantIsTheDatabasesOwn() throws SQLException {
    session().update("CREATE FUNCTION one() RETURNS INTEGER LANGUAGE SQL AS $$ SELECT 1 $$");
    session().update("CREATE ROLE tenant");
    session().update("GRANT EXECUTE ON FUNCTION one() TO tenant");
    session().update("REVOKE EXECUTE ON FUNCTION one() FROM tenant CASCADE");
    session().update("DROP FUNCTION one()");
    session().update("DROP ROLE tenant");
  }

  @Test
  void theDatabasesOwnFunctionsAreCreatedAndDroppedThere() throws SQLException {
    session()
        .update(
            "CREATE FUNCTION twice(n INTEGER) RETURNS INTEGER LANGUAGE SQL AS $$ SELECT n * 2 $$");
    assertThat(session().query("SELECT twice(4)")).isEqualTo("8");
    session().update("DROP FUNCTION twice(INTEGER)");
    assertThat(session().failure("SELECT twice(4)")).startsWith("42883 ERROR: ");
  }
}
