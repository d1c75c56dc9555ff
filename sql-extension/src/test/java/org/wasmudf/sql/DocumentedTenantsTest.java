package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.SampleModule;

/// The example of tenants in `docs/sql.md` happens as it is written there.
final class DocumentedTenantsTest {
  private static final String URL = "jdbc:wasmudf:jdbc:h2:mem:documented;DB_CLOSE_DELAY=-1";
  private static final Pattern PROMPT = Pattern.compile("(\\w+)> (.*);");

  @TempDir private Path folder = Path.of("");
  private final Map<String, SqlSession> sessions = new HashMap<>();

  /// A statement, and what is written below it.
  private record Step(String who, String sql, List<String> answer) {}

  private static List<Step> steps() throws IOException {
    String text = Files.readString(Path.of("../docs/sql.md"));
    List<Step> steps = new ArrayList<>();
    for (String line : text.split("### An example", -1)[1].split("\n#", -1)[0].split("\n", -1)) {
      Matcher prompt = PROMPT.matcher(line.strip());
      if (prompt.matches()) {
        steps.add(new Step(prompt.group(1), prompt.group(2), new ArrayList<>()));
      } else if (line.startsWith("    ")) {
        steps.getLast().answer().add(line.strip());
      }
    }
    return steps;
  }

  private SqlSession session(String who) throws SQLException {
    SqlSession known = sessions.get(who);
    if (known != null) {
      return known;
    }
    SqlSession opened =
        who.equals("owner")
            ? SqlSession.open(URL)
            : SqlSession.open(URL, who, "module.path", folder.toString());
    sessions.put(who, opened);
    return opened;
  }

  @Test
  void theExampleHappensAsItIsWritten() throws IOException, SQLException {
    Files.write(folder.resolve("numbers.wasm"), SampleModule.C_NUMBERS.bytes());
    List<Step> steps = steps();
    assertThat(steps).hasSizeGreaterThan(8);
    for (Step step : steps) {
      String answer = answer(session(step.who()), step.sql());
      String expected = String.join("\n", step.answer());
      assertThat(answer)
          .as("%s> %s", step.who(), step.sql())
          .matches(Pattern.quote(expected).replace("...", "\\E.*\\Q"));
    }
    for (SqlSession each : sessions.values()) {
      each.close();
    }
  }

  private static String answer(SqlSession session, String sql) {
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      return statement.getMetaData() == null ? update(statement) : session.query(sql);
    } catch (SQLException e) {
      return "ERROR " + e.getSQLState() + ": " + e.getMessage();
    }
  }

  private static String update(PreparedStatement statement) throws SQLException {
    statement.executeUpdate();
    return "";
  }
}
