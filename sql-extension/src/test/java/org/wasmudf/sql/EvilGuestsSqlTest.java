package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Evil guests of a tenant, in SQL: a statement fails with the state that says why, the tenant's
/// next one works, and so does another tenant's.
final class EvilGuestsSqlTest {
  private static final Path FOLDER = Path.of("../udf-samples/evil");
  private static final String URL = "jdbc:wasmudf:jdbc:h2:mem:evil;DB_CLOSE_DELAY=-1";

  private SqlSession owner;
  private SqlSession villain;
  private SqlSession neighbour;

  @BeforeEach
  void open() throws SQLException {
    owner = SqlSession.open(URL);
    owner.update("CREATE TENANT villain WITH (fuel.call = 10000000, memory.bytes = 8388608)");
    owner.update("CREATE TENANT neighbour");
    villain = SqlSession.open(URL, "villain");
    neighbour = SqlSession.open(URL, "neighbour");
    villain.update(Guests.GCD);
    neighbour.update(Guests.GCD);
  }

  @AfterEach
  void close() throws SQLException {
    villain.close();
    neighbour.close();
    owner.update("DROP TENANT villain");
    owner.update("DROP TENANT neighbour");
    owner.close();
  }

  private void create(String module, String signature) throws SQLException, IOException {
    byte[] wasm = Files.readAllBytes(FOLDER.resolve(module + ".wasm"));
    villain.update(
        "CREATE OR REPLACE FUNCTION %s LANGUAGE WASM AS X'%s'"
            .formatted(signature, HexFormat.of().formatHex(wasm)));
  }

  private void assertNextStatementsWork() throws SQLException {
    assertThat(villain.query("SELECT gcd(12, 18)")).isEqualTo("6");
    assertThat(neighbour.query("SELECT gcd(7, 21)")).isEqualTo("7");
  }

  @ParameterizedTest
  @CsvSource({
    "row/spin, 57014",
    "row/recurse, 38004",
    "row/beg, 57014",
    "row/hoard, 53200",
    "row/fill, 57014",
    "row/store, 38002",
    "row/wrong-type, 38003",
    "row/exit, 38000",
    "row/log, 57014",
    "start/spin, 57014",
    "initialize/spin, 57014",
    "initialize/hoard, 53200",
    "declares-4gib, 53200",
    "data-outside, 38002"
  })
  void aStatementFailsAndTheNextOnesWork(String module, String state)
      throws SQLException, IOException {
    create(module, "f(n BIGINT) RETURNS BIGINT");
    for (int i = 0; i < 3; i++) {
      assertThat(villain.failure("SELECT f(13)")).startsWith(state + " ");
      assertNextStatementsWork();
    }
    if (module.startsWith("row/")) {
      assertThat(villain.query("SELECT f(12)")).isEqualTo("12");
    }
  }

  @ParameterizedTest
  @CsvSource({"allocator/spin, 57014", "allocator/recurse, 38004", "allocates-outside, 53200"})
  void anEvilAllocatorFailsTheStatementThatPassesText(String module, String state)
      throws SQLException, IOException {
    create(module, "f(t VARCHAR) RETURNS BIGINT");
    assertThat(villain.failure("SELECT f('text')")).startsWith(state + " ");
    assertNextStatementsWork();
  }

  @Test
  void aTextThatIsNoneIsAnError() throws SQLException, IOException {
    create("results", "negative(n BIGINT) RETURNS VARCHAR");
    assertThat(villain.failure("SELECT negative(13)")).startsWith("22003 ");
    assertThat(villain.query("SELECT negative(12)")).isEqualTo("good");
    assertNextStatementsWork();
  }
}
