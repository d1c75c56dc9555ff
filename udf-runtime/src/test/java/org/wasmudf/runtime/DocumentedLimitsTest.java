package org.wasmudf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.binary.ModuleLimits;
import org.wasmudf.runtime.limit.Limit;

/// The tables in `docs/limits-and-errors.md` say what the code does: every limit and every error,
/// and nothing more.
class DocumentedLimitsTest {
  private static final Path PAGE = Path.of("..", "docs", "limits-and-errors.md");

  /// The cells of the tables whose header begins with these.
  private static List<List<String>> rows(String... header) throws IOException {
    String begin = "| " + String.join(" | ", header) + " |";
    boolean[] inside = {false};
    return Files.readAllLines(PAGE).stream()
        .filter(
            line -> {
              inside[0] = line.startsWith(begin) || (inside[0] && line.startsWith("|"));
              return inside[0] && line.startsWith("| `");
            })
        .map(line -> Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static String unquoted(String cell) {
    assertThat(cell).startsWith("`").endsWith("`");
    return cell.substring(1, cell.length() - 1);
  }

  @Test
  void everyLimitIsThereWithItsDefault() throws IOException {
    Map<String, String> documented = new LinkedHashMap<>();
    for (List<String> row : rows("limit", "default", "unit")) {
      assertThat(documented.put(unquoted(row.get(0)), row.get(1))).as("twice: %s", row).isNull();
    }
    Map<String, String> actual = new LinkedHashMap<>();
    for (Limit each : Limit.values()) {
      actual.put(each.key(), each.standard() == Limit.NONE ? "NONE" : "" + each.standard());
    }
    ModuleLimits module = ModuleLimits.DEFAULT;
    actual.put("module.bytes", "" + module.moduleBytes());
    actual.put("module.functions", "" + module.functions());
    actual.put("module.locals", "" + module.locals());
    actual.put("module.tables.elements", "" + module.tableElements());
    actual.put("module.data.segments", "" + module.dataSegments());
    actual.put("module.nesting", "" + module.nesting());
    assertThat(ModuleLimits.class.getRecordComponents()).as("limits of modules").hasSize(6);
    assertThat(documented).isEqualTo(actual);
  }

  @Test
  void everyErrorIsThereWithItsCategoryAndSqlState() throws IOException {
    List<List<String>> documented =
        rows("code", "category", "SQLSTATE").stream()
            .map(row -> List.of(unquoted(row.get(0)), row.get(1), row.get(2)))
            .toList();
    List<List<String>> actual =
        Stream.of(UdfErrorCode.values())
            .map(each -> List.of(each.name(), each.category().name(), each.sqlState()))
            .toList();
    assertThat(documented).isEqualTo(actual);
    assertThat(rows("code", "category", "SQLSTATE"))
        .allSatisfy(row -> assertThat(row.subList(3, 5)).as("%s", row).doesNotContain(""));
  }

  @Test
  void theCodesOfLimitsAreErrors() throws IOException {
    for (List<String> row : rows("limit", "default", "unit")) {
      String code = row.get(5);
      if (!code.isEmpty()) {
        assertThat(UdfErrorCode.valueOf(unquoted(code)).category())
            .isNotIn(UdfErrorCode.Category.GUEST, UdfErrorCode.Category.INTERNAL);
      }
    }
  }
}
