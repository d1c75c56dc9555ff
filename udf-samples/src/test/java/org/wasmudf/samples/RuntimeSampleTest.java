package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RuntimeSampleTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(\\w+)\\(.*\\) RETURNS .*` \\| `(\\S+)` \\|.*");

  @ParameterizedTest
  @EnumSource
  void exportsTheFunctionsThatTheReadmeDeclares(RuntimeSample sample) throws IOException {
    List<String> declared = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      var row = ROW.matcher(line);
      if (row.matches() && row.group(2).equals(sample.path())) {
        declared.add(row.group(1));
      }
    }
    assertThat(declared).isNotEmpty();
    assertThat(new Sections(sample.bytes()).exportedFunctions()).containsAll(declared);
  }

  @ParameterizedTest
  @EnumSource
  void resourceIsTheModuleBesideItsSource(RuntimeSample sample) throws IOException {
    assertThat(sample.bytes()).isEqualTo(Files.readAllBytes(Path.of(sample.path())));
    assertThat(sample.path())
        .startsWith(sample.name().toLowerCase(Locale.ROOT).replace('_', '-') + "/");
  }

  @ParameterizedTest
  @EnumSource
  void staysAsSmallAsItsRuntimeLetsIt(RuntimeSample sample) {
    int most =
        switch (sample) {
          case GO -> 2_000_000;
          case RUST_STD -> 60_000;
          case ASSEMBLYSCRIPT -> 15_000;
          case C_WASI -> 40_000;
        };
    assertThat(sample.bytes()).hasSizeLessThan(most);
  }
}
