package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PostgresDriverTest extends DriverContract {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  String newDatabase() throws SQLException {
    String name = "driver" + NEXT.getAndIncrement();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "jdbc:wasmudf:" + server.getJdbcUrl("postgres", name);
  }

  @Override
  String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
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
  void theDatabasesOwnFunctionsAreCreatedAndDroppedThere() throws SQLException {
    session()
        .update(
            "CREATE FUNCTION twice(n INTEGER) RETURNS INTEGER LANGUAGE SQL AS $$ SELECT n * 2 $$");
    assertThat(session().query("SELECT twice(4)")).isEqualTo("8");
    session().update("DROP FUNCTION twice(INTEGER)");
    assertThat(session().failure("SELECT twice(4)")).startsWith("42883 ERROR: ");
  }
}
