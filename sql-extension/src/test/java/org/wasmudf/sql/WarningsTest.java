package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.samples.RuntimeSample;

/// What functions log, and what statements have to tell that is no error, reaches JDBC's warnings.
final class WarningsTest {
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
    session.update(Guests.NOTED);
    session.update("CREATE TABLE n (n INTEGER)");
    session.update("INSERT INTO n VALUES (1), (2), (3), (4), (5)");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private static List<String> messages(@Nullable SQLWarning first) {
    List<String> messages = new ArrayList<>();
    for (SQLWarning each = first; each != null; each = each.getNextWarning()) {
      assertThat(each.getSQLState()).isEqualTo("01000");
      messages.add(each.getMessage());
    }
    return messages;
  }

  private static void read(ResultSet rows) throws SQLException {
    while (rows.next()) {}
  }

  @Test
  void whatAFunctionLogsIsAWarningOfStatementAndResultFromInfoOn() throws SQLException {
    try (Statement statement = session.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT noted(n) FROM n ORDER BY n")) {
      read(rows);
      List<String> expected = List.of("ERROR: seen: 1", "WARNING: seen: 2", "INFO: seen: 3");
      assertThat(messages(rows.getWarnings())).isEqualTo(expected);
      assertThat(messages(statement.getWarnings())).isEqualTo(expected);
      assertThat(messages(session.connection().getWarnings())).isEmpty();
      rows.clearWarnings();
      assertThat(messages(rows.getWarnings())).isEmpty();
      assertThat(messages(statement.getWarnings())).isEmpty();
    }
  }

  @Test
  void eachExecutionHasWarningsOfItsOwn() throws SQLException {
    try (PreparedStatement statement =
        session.connection().prepareStatement("SELECT noted(n) FROM n WHERE n = ?")) {
      for (int level = 1; level <= 5; level++) {
        statement.setInt(1, level);
        try (ResultSet rows = statement.executeQuery()) {
          read(rows);
        }
        assertThat(messages(statement.getWarnings())).hasSize(level <= 3 ? 1 : 0);
      }
      statement.setInt(1, 2);
      try (ResultSet rows = statement.executeQuery()) {
        read(rows);
      }
      statement.clearWarnings();
      assertThat(messages(statement.getWarnings())).isEmpty();
    }
  }

  @Test
  void aStatementThatIsTheDatabasesForgetsThem() throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      statement.execute("SELECT noted(n) FROM n");
      read(statement.getResultSet());
      assertThat(messages(statement.getWarnings())).hasSize(3);
      statement.executeUpdate("DELETE FROM n WHERE n > 3");
      assertThat(messages(statement.getWarnings())).isEmpty();
    }
  }

  @Test
  void whatIsLoggedRowByRowInAnInsertAndOnConstantsIsThereToo() throws SQLException {
    try (Statement statement = session.connection().createStatement()) {
      String rowByRow = "SELECT COUNT(*) FROM n x LEFT JOIN n y ON noted(x.n + y.n) = 2";
      read(statement.executeQuery(rowByRow));
      assertThat(messages(statement.getWarnings()))
          .containsExactlyInAnyOrder("WARNING: seen: 2", "INFO: seen: 3", "INFO: seen: 3");
      statement.executeUpdate("INSERT INTO n SELECT noted(n) FROM n WHERE n = 2");
      assertThat(messages(statement.getWarnings())).containsExactly("WARNING: seen: 2");
    }
    session.update(
        Guests.NOTED.replace("CREATE", "CREATE OR REPLACE").replace("WASM", "WASM IMMUTABLE"));
    try (Statement statement = session.connection().createStatement()) {
      read(statement.executeQuery("SELECT noted(2)"));
      assertThat(messages(statement.getWarnings())).containsExactly("WARNING: seen: 2");
    }
  }

  @Test
  void whatWasLoggedBeforeAFailureIsThere() throws SQLException {
    session.update("INSERT INTO n VALUES (13)");
    try (Statement statement = session.connection().createStatement()) {
      assertThatThrownBy(
              () -> read(statement.executeQuery("SELECT noted(n) FROM n WHERE n IN (2, 13)")))
          .hasMessageContaining("row 1 of the batch");
      assertThat(messages(statement.getWarnings())).containsExactly("WARNING: seen: 2");
      read(statement.executeQuery("SELECT noted(n) FROM n WHERE n = 3"));
      assertThat(messages(statement.getWarnings())).containsExactly("INFO: seen: 3");
    }
  }

  @Test
  void thereAreOnlySoManyAndTheLastSaysSo() throws SQLException {
    session.update("INSERT INTO n SELECT 2 FROM SYSTEM_RANGE(1, 20000)");
    try (Statement statement = session.connection().createStatement()) {
      read(statement.executeQuery("SELECT noted(n) FROM n"));
      List<String> messages = messages(statement.getWarnings());
      assertThat(messages).hasSize(101).endsWith("there were further warnings");
      assertThat(messages.subList(0, 3))
          .containsExactly("ERROR: seen: 1", "WARNING: seen: 2", "INFO: seen: 3");
    }
  }

  @Test
  void aFunctionsLogIsCutOffWhereItsLimitSays() throws SQLException {
    session.update(
        Guests.NOTED
            .replace("noted(", "brief(")
            .replace("WASM", "WASM EXTERNAL NAME 'noted' WITH (log.bytes = 12)"));
    try (Statement statement = session.connection().createStatement()) {
      read(statement.executeQuery("SELECT brief(n) FROM n ORDER BY n"));
      assertThat(messages(statement.getWarnings()))
          .containsExactly(
              "ERROR: seen: 1", "WARNING: seen ... (the log of this call ends at 12 bytes)");
    }
  }

  @Test
  void aClosedStatementHasNoWarnings() throws SQLException {
    PreparedStatement statement = session.connection().prepareStatement("SELECT noted(1)");
    statement.close();
    assertThatThrownBy(statement::getWarnings).isInstanceOf(SQLException.class);
  }

  @Test
  void aTenantHasTheWarningsOfItsStatements() throws SQLException {
    String url = "jdbc:wasmudf:jdbc:h2:mem:warnings;DB_CLOSE_DELAY=-1";
    try (SqlSession owner = SqlSession.open(url)) {
      owner.update("CREATE TENANT acme");
      try (SqlSession tenant = SqlSession.open(url, "acme")) {
        tenant.update(Guests.NOTED);
        try (Statement statement = tenant.connection().createStatement();
            ResultSet rows = statement.executeQuery("SELECT noted(2)")) {
          read(rows);
          assertThat(messages(rows.getWarnings())).containsExactly("WARNING: seen: 2");
          statement.clearWarnings();
          assertThat(messages(statement.getWarnings())).isEmpty();
        }
      }
    }
  }

  @Test
  void anImmutableFunctionOfAModuleThatCanAskForTheTimeIsCreatedWithAWarning() throws SQLException {
    String create =
        "CREATE OR REPLACE FUNCTION word_count(t VARCHAR) RETURNS INTEGER LANGUAGE WASM %s AS X'"
            + HexFormat.of().formatHex(RuntimeSample.GO.bytes())
            + "'";
    Connection connection = session.connection();
    try (Statement statement = connection.createStatement()) {
      statement.execute(create.formatted("IMMUTABLE"));
      assertThat(messages(statement.getWarnings()))
          .containsExactly(
              "function WORD_COUNT is IMMUTABLE, but it can ask for the time and random"
                  + " numbers: a call on constants is evaluated once, when its statement is"
                  + " planned");
      statement.execute(create.formatted("VOLATILE"));
      assertThat(messages(statement.getWarnings())).isEmpty();
      statement.execute(Guests.GCD);
      assertThat(messages(statement.getWarnings())).isEmpty();
    }
    try (PreparedStatement statement = connection.prepareStatement(create.formatted("IMMUTABLE"))) {
      assertThat(messages(statement.getWarnings())).isEmpty();
      for (int i = 0; i < 2; i++) {
        statement.execute();
        assertThat(messages(statement.getWarnings())).hasSize(1);
      }
    }
    assertThat(session.query("SELECT word_count('a b')")).isEqualTo("2");
  }
}
