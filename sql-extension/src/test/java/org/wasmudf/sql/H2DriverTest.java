package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class H2DriverTest extends DriverContract {
  private static final AtomicInteger NEXT = new AtomicInteger();

  @Override
  String newDatabase() {
    return "jdbc:wasmudf:jdbc:h2:mem:driver" + NEXT.getAndIncrement() + ";DB_CLOSE_DELAY=-1";
  }

  @Override
  String folded(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  @Test
  void withoutADatabaseTheConnectionHasOneInMemoryAndFunctionsOfItsOwn() throws SQLException {
    try (SqlSession first = SqlSession.open("jdbc:wasmudf:");
        SqlSession second = SqlSession.open("jdbc:wasmudf:")) {
      first.update(Guests.GCD);
      first.update("CREATE TABLE t (n INTEGER)");
      assertThat(first.query("SELECT gcd(9, 6)")).isEqualTo("3");
      assertThat(second.query("SHOW FUNCTIONS")).isEmpty();
      second.update("CREATE TABLE t (n INTEGER)");
    }
  }

  @Test
  void typesThatPostgresHasNotComeThroughAFunction() throws Exception {
    for (RoundTrip each : RoundTrip.OF_H2) {
      each.check(session());
    }
  }

  @Test
  void settingsInTheUrlDoNotMakeAnotherDatabase() throws SQLException {
    try (SqlSession other = SqlSession.open(url().replace(";DB_CLOSE_DELAY=-1", ""))) {
      assertThat(other.query("SELECT gcd(9, 6)")).isEqualTo("3");
    }
  }

  @Test
  void aUrlWithoutADatabasesUrlIsRefusedWithAnExample() {
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:wasmudf:h2:mem:x"))
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "jdbc:wasmudf:h2:mem:x: after jdbc:wasmudf: comes the URL of a database, such as"
                + " jdbc:wasmudf:jdbc:h2:mem:test");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:wasmudf:jdbc:nosuch:x"))
        .hasMessage(
            "there is no JDBC driver for jdbc:nosuch:x: put the database's driver on the class"
                + " path");
  }

  @Test
  void propertiesGoToTheDatabaseExceptForOurs() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("MODE", "PostgreSQL");
    properties.setProperty("DATABASE_TO_LOWER", "TRUE");
    try (var connection = DriverManager.getConnection("jdbc:wasmudf:", properties)) {
      assertThat(connection.getMetaData().storesLowerCaseIdentifiers()).isTrue();
    }
    properties.setProperty("tpch", "much");
    assertThatThrownBy(() -> DriverManager.getConnection("jdbc:wasmudf:", properties))
        .hasMessage(
            "the property tpch is a scale factor from 0.0001 to 100000, such as 0.01 or 1, and not"
                + " 'much'");
  }

  @Test
  void aFunctionHidesTheDatabasesOwnOfTheSameName() throws SQLException {
    session().update("DROP FUNCTION gcd");
    // H2 has a function of that name itself.
    assertThat(session().query("SELECT gcd(12, 18)")).isEqualTo("6");
    session().update(Guests.GCD.replace("LANGUAGE WASM", "LANGUAGE WASM EXTERNAL NAME 'gcd'"));
    assertThat(session().query("SELECT gcd(CAST(NULL AS BIGINT), 18)")).isEqualTo("null");
  }
}
