package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InspectCommandTest {
  private static final String HEADER = "0061736d01000000";

  @TempDir private Path folder = Path.of("");

  private Run inspect(String hex) throws IOException {
    Path file = folder.resolve("m.wasm");
    Files.write(file, HexFormat.of().parseHex(hex.replace(" ", "")));
    return Run.of("inspect", file.toString());
  }

  @Test
  void namesExportsWithTheirTypesAndTheMemory() throws IOException {
    // (module (memory (export "memory") 1 2) (func (export "add") (param i32 i32) (result i32)
    // ...))
    Run run =
        inspect(
            HEADER
                + "01 07 01 60 02 7f 7f 01 7f"
                + "03 02 01 00"
                + "05 04 01 01 01 02"
                + "07 10 02 06 6d656d6f7279 02 00 03 616464 00 00"
                + "0a 09 01 07 00 20 00 20 01 6a 0b");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("size      56 bytes\n")
        .containsPattern("sha-256   [0-9a-f]{64}\n")
        .contains("memory    64 KiB, at most 128 KiB\n")
        .contains("exported functions\n  add (i32, i32) -> i32, deterministic\n")
        .contains("other exports\n  memory memory\n")
        .doesNotContain("needs");
  }

  @Test
  void namesTheImportsThatNoGuestMayHave() throws IOException {
    // (module (import "env" "abort" (func (param i32))))
    Run run = inspect(HEADER + "01 05 01 60 01 7f 00" + "02 0d 01 03 656e76 05 61626f7274 00 00");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("imports\n  function env.abort (i32) -> ()\n")
        .contains("needs\n  env.abort, which no guest may have\n");
  }

  @Test
  void saysWhatAModuleLacksToTakeStrings() throws IOException {
    // (module (func (export "f")))
    String function = "03 02 01 00" + "07 05 01 01 66 00 00" + "0a 04 01 02 00 0b";
    assertThat(inspect(HEADER + "01 04 01 60 00 00" + function).out())
        .contains(
            "needs\n"
                + "  for strings and binaries, and to return NULL: its memory, exported as"
                + " 'memory'\n");
  }

  @Test
  void showsWhatAModuleSaysOfItsFunctionsAndRefusesWhatIsNoText() throws IOException {
    // (module (func (export "f")) (@custom "wasmudf.functions" ...))
    String function =
        "01 04 01 60 00 00 03 02 01 00" + "07 05 01 01 66 00 00" + "0a 04 01 02 00 0b";
    String name = "11 7761736d7564662e66756e6374696f6e73";
    assertThat(inspect(HEADER + function + "00 1a" + name + "662829 00 0a 672829").out())
        .contains("declared functions\n  f()\n  g()\n");
    Run wrong = inspect(HEADER + function + "00 13" + name + "ff");
    assertThat(wrong.err()).contains("the section wasmudf.functions is not UTF-8");
  }

  @Test
  void aModuleWithoutExportsNeedsOne() throws IOException {
    assertThat(inspect(HEADER).out()).contains("needs\n  an exported function\n");
  }

  @Test
  void aFileThatIsNoModuleIsNamedOnStandardErrorWithTheOffset() throws IOException {
    Run run = inspect("0061736d02000000");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("error: " + folder.resolve("m.wasm") + ": ")
        .contains("offset");
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void debugAddsTheStackTrace() {
    Run run = Run.of("inspect", "--debug", folder.resolve("none.wasm").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("\tat org.wasmudf.cli.");
  }

  @Test
  void aMissingFileAndAFolderAreToldApart() {
    Path none = folder.resolve("none.wasm");
    assertThat(Run.of("inspect", none.toString()).err())
        .isEqualTo("error: there is no file " + none + "\n");
    assertThat(Run.of("inspect", folder.toString()).err())
        .isEqualTo("error: cannot read " + folder + ": it is a folder\n");
  }
}
