package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.RuntimeSample;

/// Guests that bring a language's runtime, from CREATE FUNCTION to a result.
class RuntimeGuestsTest {
  @TempDir private Path folder = Path.of("");

  private String create(RuntimeSample sample, String signature) throws IOException {
    Path file = folder.resolve(sample + ".wasm");
    Files.write(file, sample.bytes());
    return "CREATE FUNCTION %s LANGUAGE WASM FROM '%s'".formatted(signature, file);
  }

  @Test
  void guestsOfEveryLanguageAnswerInSql() throws SQLException, IOException {
    try (SqlSession session = SqlSession.open("jdbc:wasmudf:")) {
      session.update(create(RuntimeSample.GO, "word_count(t VARCHAR) RETURNS INTEGER"));
      session.update(create(RuntimeSample.RUST_STD, "top_word(t VARCHAR) RETURNS VARCHAR"));
      session.update(create(RuntimeSample.ASSEMBLYSCRIPT, "roman(n INTEGER) RETURNS VARCHAR"));
      session.update(create(RuntimeSample.C_WASI, "sort_words(t VARCHAR) RETURNS VARCHAR"));
      session.update("CREATE TABLE texts (id INTEGER, t VARCHAR(100))");
      session.update("INSERT INTO texts VALUES (1, 'b a b'), (4, NULL), (1994, 'é  ü')");
      assertThat(
              session.query(
                  """
                  SELECT word_count(t), top_word(t), roman(id), sort_words(t)
                  FROM texts ORDER BY id\
                  """))
          .isEqualTo(
              """
              3 | b (2) | I | a b b
              null | null | IV | null
              2 | é (1) | MCMXCIV | é ü\
              """);
      assertThat(session.failure("SELECT roman(id + 4000) FROM texts"))
          .startsWith("38000 ")
          .contains("function ROMAN, row 0 of the batch: no Roman numeral for 4001 (words.ts:");
      assertThat(session.query("SELECT roman(id) FROM texts WHERE id = 4")).isEqualTo("IV");
    }
  }
}
