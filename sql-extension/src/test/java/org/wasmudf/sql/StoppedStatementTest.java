package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Statements that would run for minutes end when they are cancelled, or when their time is over.
final class StoppedStatementTest {
  /// The join's condition is evaluated here, and the function over batches of what it lets through.
  private static final String OVER_BATCHES =
      """
      SELECT SUM(gcd(x.n * y.n, z.n)) FROM n x JOIN n y ON x.n / 2 >= y.n / 4 - 1000
        JOIN n z ON x.n / 2 >= z.n / 4 - 1000 WHERE x.n >= %d\
      """;

  private static final String ROW_BY_ROW =
      """
      SELECT COUNT(*) FROM n x LEFT JOIN n y ON gcd(x.n + y.n, 5) = 5
        LEFT JOIN n z ON gcd(x.n + z.n, 7) = 7 WHERE x.n >= %d\
      """;

  /// Joins that make no row of many, and call nothing.
  private static final String NO_ROWS =
      """
      SELECT gcd(x.n, 1) FROM n x JOIN n y ON x.n / 2 >= y.n / 4 - 1000
        JOIN n z ON x.n / 2 + y.n / 3 < z.n / 4 - 1000 JOIN w ON w.n = gcd(x.n, 1) + 5 - z.n
        WHERE x.n >= %d\
      """;

  private static final String INSERT = "INSERT INTO n " + OVER_BATCHES;

  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update(Guests.GCD.replace("IMMUTABLE", "VOLATILE"));
    session.update("CREATE TABLE n (n BIGINT)");
    session.update("INSERT INTO n SELECT x FROM SYSTEM_RANGE(1, 2000)");
    session.update("CREATE TABLE w (n BIGINT)");
    session.update("INSERT INTO w VALUES (0)");
  }

  @AfterEach
  void close() throws SQLException {
    later.shutdownNow();
    session.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {OVER_BATCHES, ROW_BY_ROW, NO_ROWS, INSERT})
  void aStatementWhoseTimeIsOverEnds(String sql) throws SQLException {
    try (PreparedStatement statement = session.connection().prepareStatement(sql.formatted(0))) {
      statement.setQueryTimeout(1);
      failsWithin(5_000, statement, "the statement took longer than its timeout of 1,000 ms");
    }
    theNextStatementWorks();
  }

  @ParameterizedTest
  @ValueSource(strings = {OVER_BATCHES, ROW_BY_ROW, NO_ROWS, INSERT})
  void aStatementThatIsCancelledEnds(String sql) throws Exception {
    try (PreparedStatement statement = session.connection().prepareStatement(sql.formatted(0))) {
      Future<?> cancelled = cancelLater(statement);
      failsWithin(5_000, statement, "the statement was cancelled");
      cancelled.get();
      // And so it does the next time.
      cancelled = cancelLater(statement);
      failsWithin(5_000, statement, "the statement was cancelled");
      cancelled.get();
    }
    theNextStatementWorks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT spin(n) FROM n",
        "SELECT COUNT(*) FROM n x LEFT JOIN n y ON spin(x.n + y.n) = 7",
        "INSERT INTO n SELECT spin(n) FROM n"
      })
  void aRowThatNeverEndsIsStoppedWhereverItIs(String sql) throws Exception {
    String url = "jdbc:wasmudf:jdbc:h2:mem:endless";
    try (SqlSession owner = SqlSession.open(url)) {
      // So that nothing else stops it.
      owner.update("CREATE OR REPLACE TENANT patient WITH (fuel.row = NONE, deadline.ms = NONE)");
      owner.update("CREATE TABLE n (n BIGINT)");
      owner.update("INSERT INTO n SELECT x FROM SYSTEM_RANGE(1, 13)");
      try (SqlSession patient = SqlSession.open(url, "patient")) {
        patient.update(Guests.SPIN);
        try (PreparedStatement statement = patient.connection().prepareStatement(sql)) {
          statement.setQueryTimeout(1);
          failsWithin(20_000, statement, "the statement took longer than its timeout of 1,000 ms");
          statement.setQueryTimeout(0);
          Future<?> cancelled = cancelLater(statement);
          failsWithin(20_000, statement, "the statement was cancelled");
          cancelled.get();
        }
        assertThat(patient.query("SELECT SUM(spin(n)) FROM n WHERE n < 13")).isEqualTo("78");
        patient.update("DROP FUNCTION spin");
      }
    }
  }

  @Test
  void aStatementThatWasCancelledRunsAgain() throws Exception {
    String sql = ROW_BY_ROW.replace("%d", "?");
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      statement.setInt(1, 0);
      Future<?> cancelled = cancelLater(statement);
      failsWithin(5_000, statement, "the statement was cancelled");
      cancelled.get();
      session.update("DELETE FROM n");
      try (ResultSet rows = statement.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isZero();
      }
    }
  }

  @Test
  void theRestOfAResultIsNotReadAfterACancel() throws SQLException {
    for (String sql : List.of("SELECT n FROM n", "SELECT gcd(n, 2) FROM n")) {
      try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
        for (int run = 0; run < 2; run++) {
          try (ResultSet rows = statement.executeQuery()) {
            assertThat(rows.next()).isTrue();
            statement.cancel();
            failsWithin(5_000, rows::next, "the statement was cancelled");
          }
        }
      }
    }
    theNextStatementWorks();
  }

  @Test
  void aStatementThatIsNotPreparedIsStoppedAsWell() throws Exception {
    try (Statement statement = session.connection().createStatement()) {
      Future<?> cancelled = cancelLater(statement);
      failsWithin(
          5_000,
          () -> read(statement.executeQuery(OVER_BATCHES.formatted(0))),
          "the statement was cancelled");
      cancelled.get();
    }
    theNextStatementWorks();
  }

  private Future<?> cancelLater(Statement statement) {
    return later.schedule(
        () -> {
          statement.cancel();
          return null;
        },
        500,
        TimeUnit.MILLISECONDS);
  }

  private static void failsWithin(long millis, PreparedStatement statement, String message) {
    failsWithin(
        millis,
        () -> {
          if (statement.execute()) {
            read(statement.getResultSet());
          }
        },
        message);
  }

  private static void failsWithin(long millis, ThrowingCallable execution, String message) {
    long start = System.nanoTime();
    assertThatThrownBy(execution)
        .isInstanceOf(SQLException.class)
        .hasMessage(message)
        .hasFieldOrPropertyWithValue("SQLState", "57014");
    assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(millis);
  }

  private static void read(ResultSet rows) throws SQLException {
    try (rows) {
      while (rows.next()) {}
    }
  }

  private void theNextStatementWorks() throws SQLException {
    assertThat(session.query("SELECT COUNT(*), MIN(gcd(n, 1)) FROM n")).isEqualTo("2000 | 1");
  }
}
