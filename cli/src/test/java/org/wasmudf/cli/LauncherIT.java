package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher as a process of its own, over what the build has just assembled.
final class LauncherIT {
  /// Tests run in the folder of their module.
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder = Path.of("");

  private Run launch(Path launcher, String... args) throws IOException, InterruptedException {
    return launch("", launcher, args);
  }

  /// @param path what is searched for programs before anything else, for a tree without jars; empty
  ///   for this one
  private Run launch(String path, Path launcher, String... args)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
    // As a bare container has it: no UTF-8 in the environment.
    builder.environment().put("LC_ALL", "POSIX");
    if (!path.isEmpty()) {
      builder.environment().merge("PATH", path, (present, first) -> first + ":" + present);
      Path jar = Path.of("target", "lib", "wasm-udf.jar").toAbsolutePath();
      builder.environment().put("WASM_UDF_CLASSPATH", jar.toString());
    }
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

  /// A tree with sources of an hour ago, and the build of half an hour ago, for the jars of which
  /// this one's are taken.
  private Path tree() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Files.copy(ROOT.resolve("wasm-udf"), tree.resolve("wasm-udf"));
    Path lib = Files.createDirectories(tree.resolve("cli/target/lib"));
    for (String name : List.of("build", "target/graal-compiler", "cli/src/main/java")) {
      Files.createDirectories(tree.resolve(name));
    }
    Path findJdk = Path.of("build", "find-jdk");
    Files.copy(ROOT.resolve(findJdk), tree.resolve(findJdk));
    String options = "udf-runtime/src/main/resources/org/wasmudf/runtime/jvm.options";
    Files.createDirectories(tree.resolve(options).getParent());
    Files.copy(ROOT.resolve(options), tree.resolve(options));
    for (String source : List.of("pom.xml", "cli/pom.xml", "cli/src/main/java/A.java")) {
      Files.writeString(tree.resolve(source), "");
    }
    Files.writeString(lib.resolve("built"), "");
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path each : all.toList()) {
        touch(each, -60);
      }
    }
    touch(lib.resolve("built"), -30);
    return tree;
  }

  private static void touch(Path file, int minutes) throws IOException {
    Instant time = Instant.now().plus(minutes, ChronoUnit.MINUTES);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  /// A folder with a program `mvn` that does this.
  private String maven(String script) throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path maven = Files.writeString(programs.resolve("mvn"), "#!/bin/sh\n" + script);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    return programs.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cli/src/main/java/A.java", "pom.xml", "cli/pom.xml"})
  void buildsOnceWhenASourceIsNewerThanTheBuild(String source) throws Exception {
    Path tree = tree();
    Path launcher = tree.resolve("wasm-udf");
    String path = maven("pwd -P; echo \"$@\"; echo called >>calls; touch cli/target/lib/built\n");
    Path calls = tree.resolve("calls");

    assertThat(launch(path, launcher, "--version").err()).isEmpty();
    assertThat(calls).doesNotExist();

    touch(tree.resolve(source), -1);
    Run built = launch(path, launcher, "--version");
    assertThat(built.err())
        .isEqualTo("wasm-udf: the sources are newer than the build; building with Maven ...\n");
    assertThat(built.out()).startsWith("wasm-udf ");
    assertThat(built.status()).isZero();
    assertThat(tree.resolve("target/launcher-build.log"))
        .hasContent(tree.toRealPath() + "\n-q -Pquick -pl cli -am package");

    assertThat(launch(path, launcher, "--version").err()).isEmpty();
    assertThat(calls).hasContent("called");
  }

  @Test
  void aBuildThatFailsIsShownAndNothingRuns() throws Exception {
    Path tree = tree();
    touch(tree.resolve("pom.xml"), -1);
    Run run = launch(maven("echo it broke; exit 1\n"), tree.resolve("wasm-udf"), "--version");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).endsWith("it broke\nwasm-udf: the build failed, see above.\n");
    String works = maven("touch cli/target/lib/built\n");
    assertThat(launch(works, tree.resolve("wasm-udf"), "--version").out()).startsWith("wasm-udf ");
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
