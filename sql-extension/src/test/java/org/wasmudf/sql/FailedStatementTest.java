package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A statement that fails gives back all its guests, wherever in its plan it fails: a tenant with
/// room for three would soon have none.
final class FailedStatementTest {
  private static final String URL = "jdbc:wasmudf:jdbc:h2:mem:failed;DB_CLOSE_DELAY=-1";
  private static final int TIMES = 8;

  private SqlSession owner;
  private SqlSession tenant;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlSession.open(URL);
    owner.update("CREATE TABLE n (n INTEGER)");
    owner.update("INSERT INTO n SELECT x FROM SYSTEM_RANGE(0, 20000)");
    owner.update("CREATE TENANT small WITH (instances = 3, deadline.ms = 500)");
    tenant = SqlSession.open(URL, "small");
    tenant.update(Guests.QUOTIENT);
    tenant.update(Guests.GCD.replace("IMMUTABLE", "VOLATILE"));
  }

  @AfterEach
  void close() throws SQLException {
    tenant.close();
    owner.update("DROP TENANT small");
    owner.update("DROP TABLE n");
    owner.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT quotient(1, n) FROM n",
        "SELECT quotient(1, n - 20000) FROM n",
        "SELECT SUM(quotient(1, n)) FROM n",
        "SELECT n FROM n WHERE quotient(1, n) > 0 ORDER BY n",
        "INSERT INTO n SELECT quotient(1, n) FROM n",
        "SELECT quotient(1, x.g - 8) FROM (SELECT gcd(n, 8) AS g FROM n) x JOIN n y ON x.g = y.n",
        "SELECT x.g FROM (SELECT gcd(n, 8) AS g FROM n) x"
            + " JOIN (SELECT quotient(1, n) AS q FROM n) y ON x.g = y.q",
        "SELECT x.q FROM (SELECT quotient(1, n) AS q FROM n) x"
            + " JOIN (SELECT gcd(n, 8) AS g FROM n) y ON x.q = y.g",
        "SELECT gcd(n, 2) FROM n UNION ALL SELECT quotient(1, n) FROM n",
        "SELECT n FROM n x WHERE EXISTS"
            + " (SELECT 1 FROM n y WHERE y.n = x.n AND quotient(1, y.n) > gcd(x.n, 2))",
        "SELECT * FROM n x LEFT JOIN n y ON x.n = y.n AND quotient(1, x.n + y.n) = 1"
      })
  void itsGuestsAreFreeAgain(String sql) throws SQLException {
    for (int i = 0; i < TIMES; i++) {
      assertThat(tenant.failure(sql)).startsWith("22012").contains("QUOTIENT");
    }
    assertThat(tenant.query("SELECT quotient(6, 3), gcd(4, 6)")).isEqualTo("2 | 2");
  }
}
