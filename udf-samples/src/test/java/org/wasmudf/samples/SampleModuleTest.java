package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleModuleTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)\\(.*\\) RETURNS .*` \\| (\\w+) \\|.*");

  @ParameterizedTest
  @EnumSource
  void exportsTheFunctionsThatTheReadmeDeclares(SampleModule module) throws IOException {
    List<String> declared = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      var row = ROW.matcher(line);
      if (row.matches() && row.group(2).equals(module.topic())) {
        declared.add(row.group(1));
      }
    }
    assertThat(declared).isNotEmpty();
    assertThat(functions(module)).containsExactlyInAnyOrderElementsOf(declared);
  }

  /// An aggregate's exports are one function, and the allocator's none.
  private static Set<String> functions(SampleModule module) throws IOException {
    return new Sections(module.bytes())
        .exportedFunctions().stream()
            .filter(each -> !each.startsWith("wasmudf_"))
            .map(each -> each.replaceFirst("__.*", ""))
            .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void importsAndStartsNothing(SampleModule module) throws IOException {
    var sections = new Sections(module.bytes());
    assertThat(sections.has(Sections.IMPORT)).isFalse();
    assertThat(sections.has(Sections.START)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void hasOnePageOfMemoryAndExportsIt(SampleModule module) throws IOException {
    var sections = new Sections(module.bytes());
    assertThat(sections.memoryPages()).isEqualTo(1);
    assertThat(sections.exportedMemories()).containsExactly("memory");
  }

  @ParameterizedTest
  @EnumSource
  void staysSmall(SampleModule module) {
    assertThat(module.bytes()).hasSizeLessThan(3000);
  }
}
