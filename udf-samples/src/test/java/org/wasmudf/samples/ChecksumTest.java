package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The committed modules are those that were built from the committed sources. Reads the files of
/// this Maven module, which is the working directory of its tests.
class ChecksumTest {
  private static final Pattern GUEST_FILE =
      Pattern.compile(".*\\.(c|h|flags|rs|toml|lock|go|mod|ts|wat|wasm)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c",
        "c-batch",
        "rust",
        "c-wasi",
        "rust-std",
        "rust-batch",
        "go",
        "assemblyscript",
        "wat",
        "evil"
      })
  void sourcesAndModulesAreThoseOfTheLastBuild(String language) throws IOException {
    Path folder = Path.of(language);
    Map<String, String> built = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("SHA256SUMS"))) {
      String[] sumAndFile = line.split(" [ *]", 2);
      built.put(sumAndFile[1], sumAndFile[0]);
    }
    assertThat(sums(folder))
        .as("after editing a guest run: udf-samples/build-guests %s", language)
        .isEqualTo(built);
  }

  @ParameterizedTest
  @EnumSource
  void resourceIsTheModuleBesideItsSource(SampleModule module) throws IOException {
    assertThat(module.bytes())
        .isEqualTo(Files.readAllBytes(Path.of(module.language(), module.topic() + ".wasm")));
  }

  @Test
  void everyCommittedModuleIsASampleModule() throws IOException {
    var listed =
        Arrays.stream(SampleModule.values())
            .map(module -> module.language() + "/" + module.topic() + ".wasm")
            .toList();
    try (var c = Files.list(Path.of("c"));
        var rust = Files.list(Path.of("rust"))) {
      assertThat(
              Stream.concat(c, rust)
                  .map(path -> path.toString().replace('\\', '/'))
                  .filter(path -> path.endsWith(".wasm")))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  private static Map<String, String> sums(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> GUEST_FILE.matcher(file.getFileName().toString()).matches())
          .collect(
              Collectors.toMap(
                  file -> folder.relativize(file).toString().replace('\\', '/'),
                  ChecksumTest::sha256,
                  (one, other) -> one,
                  TreeMap::new));
    }
  }

  private static String sha256(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
