package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher as a process of its own, over what the build has just assembled.
final class LauncherIT {
  /// Tests run in the folder of their module.
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder = Path.of("");

  private Run launch(Path launcher, String... args) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    // As a bare container has it: no UTF-8 in the environment.
    builder.environment().put("LC_ALL", "POSIX");
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void startsFromAnyFolder() throws Exception {
    Run run = launch(ROOT.resolve("wasm-udf").toAbsolutePath(), "--version");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).matches("wasm-udf [0-9].*\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void startsThroughASymbolicLink() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, ROOT.resolve("wasm-udf").toAbsolutePath());
    Run run = launch(link, "--version");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void startsInAFolderWithSpacesInItsName() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("a folder with spaces"));
    Files.copy(ROOT.resolve("wasm-udf"), copy.resolve("wasm-udf"));
    for (String name : List.of("build", "cli", "pom.xml", "target", "udf-runtime")) {
      Files.createSymbolicLink(copy.resolve(name), ROOT.resolve(name).toAbsolutePath());
    }
    Run run = launch(copy.resolve("wasm-udf"), "--version");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
  }

  @Test
  void theCommandsStatusBecomesTheLaunchers() throws Exception {
    Path launcher = ROOT.resolve("wasm-udf").toAbsolutePath();
    assertThat(launch(launcher, "--nonsense").status()).isEqualTo(2);
    assertThat(launch(launcher, "inspect", "none").status()).isEqualTo(1);
  }

  @Test
  void namesOutsideAsciiSurviveAnyLocale() throws Exception {
    Run run = launch(ROOT.resolve("wasm-udf").toAbsolutePath(), "inspect", "größe-日本.wasm");
    assertThat(run.err()).isEqualTo("error: there is no file größe-日本.wasm\n");
  }
}
