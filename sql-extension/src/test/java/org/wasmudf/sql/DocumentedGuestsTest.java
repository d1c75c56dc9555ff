package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.RecordsFunction;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;
import org.wasmudf.arrow.RecordsUdf;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;

/// The page on the guest ABI: its examples are the modules that are committed, its statements
/// create them, and they do what the page says.
class DocumentedGuestsTest {
  private static final Path PAGE = Path.of("../docs/guest-abi.md");
  private static final Path GUESTS = Path.of("../udf-samples/wat");
  private static final Pattern CREATE = Pattern.compile("CREATE[^;]*(?=;)");
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

  private SqlSession session;

  @BeforeEach
  void open() throws SQLException, IOException {
    session = SqlSession.open("jdbc:wasmudf:");
    for (MatchResult each : CREATE.matcher(String.join("", blocks("sql"))).results().toList()) {
      session.update(each.group().replace("FROM '", "FROM '" + GUESTS + "/"));
    }
    session.update("CREATE TABLE t (id INT PRIMARY KEY, g INT, a BIGINT, b BIGINT, x DOUBLE)");
    session.update(
        "INSERT INTO t VALUES (1, 1, 7, 2, 2), (2, 1, 7, 0, 3), (3, 2, NULL, 2, 5),"
            + " (4, 2, NULL, NULL, NULL)");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  private static List<String> blocks(String language) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(PAGE));
    return blocks
        .results()
        .filter(each -> each.group(1).equals(language))
        .map(each -> each.group(2))
        .toList();
  }

  static List<Path> guests() throws IOException {
    try (Stream<Path> files = Files.list(GUESTS)) {
      return files.filter(each -> each.toString().endsWith(".wat")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("guests")
  void everyExampleIsAModuleThatIsCommitted(Path guest) throws IOException {
    assertThat(blocks("wat")).contains(Files.readString(guest));
  }

  @Test
  void plainFunctions() throws SQLException {
    assertThat(session.query("SELECT disc_price(x, 0.5) FROM t ORDER BY id"))
        .isEqualTo("1.0\n1.5\n2.5\nnull");
    assertThat(session.query("SELECT shout('caf\u00e9 ' || g) FROM t WHERE id = 1"))
        .isEqualTo("CAF\u00e9 1");
  }

  @Test
  void functionsAndNull() throws SQLException {
    assertThat(session.query("SELECT quotient(a, b), nulls(a, b) FROM t ORDER BY id"))
        .isEqualTo("3 | 0\nnull | 0\nnull | 1\nnull | 2");
  }

  @Test
  void batchFunctions() throws SQLException {
    assertThat(session.query("SELECT total(a, b), total(id, 10) FROM t ORDER BY id"))
        .isEqualTo("9 | 11\n7 | 12\nnull | 13\nnull | 14");
    assertThat(session.query("SELECT SUM(total(n, n)) FROM TABLE(series(1, 20000))"))
        .isEqualTo(String.valueOf(20_000L * 20_001));
  }

  @Test
  void nestedTypes() throws SQLException {
    assertThat(
            session.query(
                "SELECT sum_of(pair(1, 2)), sum_of(ARRAY[1, 2, NULL]), pair(3, 4)[1] FROM t"
                    + " WHERE id < 3"))
        .isEqualTo("3 | 3 | 3\n3 | 3 | 3");
    assertThat(session.query("SELECT id, pair(id, g), sum_of(pair(id, g)) FROM t ORDER BY id"))
        .isEqualTo("1 | [1, 1] | 2\n2 | [2, 1] | 3\n3 | [3, 2] | 5\n4 | [4, 2] | 6");
    assertThat(
            session.query("SELECT COUNT(*), SUM(sum_of(pair(n, 1))) FROM TABLE(series(1, 20000))"))
        .isEqualTo("20000 | " + (20_000L * 20_001 / 2 + 20_000));
  }

  @Test
  void tableFunctions() throws SQLException {
    assertThat(session.query("SELECT COUNT(*), MIN(n), MAX(n) FROM TABLE(series(1, 10000))"))
        .isEqualTo("10000 | 1 | 10000");
    assertThat(session.query("SELECT id, n FROM t, LATERAL TABLE(series(t.id, 2)) ORDER BY id, n"))
        .isEqualTo("1 | 1\n1 | 2\n2 | 2");
    assertThat(session.query("SELECT n FROM TABLE(series(5, 1000000000)) LIMIT 2"))
        .isEqualTo("5\n6");
  }

  @Test
  void functionsOfRecords() throws IOException {
    WasmModule module = UdfRuntime.shared().load(Files.readAllBytes(GUESTS.resolve("spread.wasm")));
    RecordsInput records = new RecordsInput();
    byte[] value = {1, 2, 3};
    for (int offset = 0; offset < 10_000; offset++) {
      records.add("t", 9, offset, 17, 0, null, value).header("h", value);
    }
    int taken = 0;
    try (RecordsUdf spread =
        RecordsUdf.of(
            new RecordsFunction(module, "spread"), new BatchEvaluator(LinearMemory.shared()))) {
      while (taken < records.size()) {
        try (RecordsOutput output = spread.call(records, taken, records.size() - taken)) {
          assertThat(output.size()).isEqualTo(output.taken()).isPositive();
          for (int i = 0; i < output.size(); i++) {
            assertThat(output.source(i)).isEqualTo(taken + i);
            assertThat(output.partition(i)).isEqualTo((taken + i) % 4);
            assertThat(output.topic(i)).isEqualTo("t");
            assertThat(output.timestamp(i)).isEqualTo(17);
            assertThat(output.key(i)).isNull();
            assertThat(output.value(i)).isEqualTo(value);
            assertThat(output.headerKey(i, 0)).isEqualTo("h");
          }
          taken += output.taken();
        }
      }
    }
    assertThat(taken).isEqualTo(10_000);
  }

  @Test
  void aggregateFunctions() throws SQLException {
    assertThat(session.query("SELECT g, product(x) FROM t GROUP BY g ORDER BY g"))
        .isEqualTo("1 | 6.0\n2 | 5.0");
    assertThat(session.query("SELECT product(x) FROM t WHERE id > 9")).isEqualTo("1.0");
  }
}
