package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.runtime.isolation.PluginClassLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.SampleModule;

/// The archive as it was built, in a worker that has our classes from nowhere else.
final class ConnectArchiveIT {
  @TempDir private Path folder;
  private Path unpacked = Path.of("");
  private Path plugin = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    try (FileSystem archive =
        FileSystems.newFileSystem(Path.of(System.getProperty("wasmudf.connect.archive")))) {
      copy(archive.getPath("/"), folder);
    }
    unpacked = only(folder);
    plugin = only(unpacked.resolve("plugins"));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target);
        }
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static Path only(Path folder) throws IOException {
    List<Path> all = list(folder);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private static List<String> names(Path folder) throws IOException {
    return list(folder).stream().map(each -> each.getFileName().toString()).toList();
  }

  /// This test's class path, without what the archive has of ours and of the engine.
  private List<String> workersClassPath() throws IOException {
    List<String> ours = new ArrayList<>(names(unpacked.resolve("engine")));
    names(plugin).stream()
        .filter(each -> each.matches("(kafka-transform|arrow-|udf-runtime).*"))
        .forEach(ours::add);
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(each -> !ours.contains(Path.of(each).getFileName().toString()))
        .filter(each -> !Path.of(each).endsWith(Path.of("target", "classes")))
        .toList();
  }

  @Test
  void foldersHaveWhatTheyAreForAndNothingOfTheWorkersOwn() throws Exception {
    assertThat(names(unpacked))
        .containsExactly("LICENSE", "README.txt", "compiler", "engine", "jvm.options", "plugins");
    assertThat(names(plugin))
        .noneMatch(each -> each.matches("(kafka-clients|connect-|slf4j|jakarta|zstd).*"))
        .anyMatch(each -> each.startsWith("kafka-transform-"))
        .anyMatch(each -> each.startsWith("arrow-memory-unsafe-"));
    assertThat(names(unpacked.resolve("engine")))
        .noneMatch(each -> each.matches(".*compiler.*"))
        .anyMatch(each -> each.startsWith("truffle-runtime-"))
        .doesNotContainAnyElementsOf(names(plugin));
    assertThat(names(unpacked.resolve("compiler")))
        .hasSize(6)
        .anyMatch(each -> each.startsWith("compiler-"));
    assertThat(unpacked.resolve("README.txt"))
        .content()
        .contains("plugin.path=/opt/" + unpacked.getFileName() + "/plugins")
        .doesNotContain("${");
  }

  /// A copy of the plugin in a folder of its own, with that version.
  private Path copyOfPlugin(String version) throws IOException {
    Path copy = folder.resolve("plugin.path").resolve(version);
    copy(plugin, copy);
    try (Stream<Path> all = Files.list(copy)) {
      Path jar =
          all.filter(each -> each.getFileName().toString().startsWith("kafka-transform-"))
              .findFirst()
              .orElseThrow();
      try (FileSystem contents = FileSystems.newFileSystem(jar)) {
        Path manifest = contents.getPath("META-INF", "MANIFEST.MF");
        String text = Files.readString(manifest);
        Files.writeString(
            manifest, text.replaceAll("(Implementation-Version: )\\S*", "$1" + version));
      }
    }
    return copy;
  }

  /// A variable of README.txt's, as kafka-run-class.sh passes it on, with the archive where it is.
  private String setting(String variable) throws IOException {
    Matcher matcher =
        Pattern.compile(variable + "=\"(.*)\"")
            .matcher(Files.readString(unpacked.resolve("README.txt")));
    assertThat(matcher.find()).as(variable).isTrue();
    return matcher.group(1).replace("/opt/" + unpacked.getFileName(), unpacked.toString());
  }

  @Test
  void pluginsShareTheCompilerAndOneWithAnEngineOfItsOwnSaysThatItHasNone() throws Exception {
    copyOfPlugin("1.0");
    copyOfPlugin("1.1");
    Path wrong = copyOfPlugin("1.2");
    copy(unpacked.resolve("engine"), wrong);

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.slf4j.simpleLogger.log.org.wasmudf=info");
    command.add("-cp");
    command.add(
        setting("CLASSPATH")
            + File.pathSeparator
            + String.join(File.pathSeparator, workersClassPath()));
    command.addAll(List.of(setting("KAFKA_OPTS").split(" ")));
    command.add(ArchiveWorker.class.getName());
    Path report = folder.resolve("report.properties");
    command.addAll(
        List.of(
            folder.resolve("plugin.path").toString(),
            Transforms.sample(SampleModule.C_TEXT, folder),
            report.toString()));
    command.addAll(List.of("1.0=3000", "1.1=3000", "1.2=100"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> read(log)).isZero();

    Properties found = new Properties();
    try (Reader reader = Files.newBufferedReader(report)) {
      found.load(reader);
    }
    long slow = Long.parseLong(found.getProperty("1.2.nanos"));
    for (String each : List.of("1.0", "1.1")) {
      assertThat(found)
          .containsEntry(each + ".Compiled", "true")
          .containsEntry(each + ".Implementation", "GraalVM CE");
      assertThat(found.getProperty(each + ".location"))
          .startsWith(folder.resolve("plugin.path").resolve(each) + "/kafka-transform-");
      assertThat(Long.parseLong(found.getProperty(each + ".nanos"))).isLessThan(slow / 5);
      assertThat(log)
          .content()
          .contains(
              "WebAssembly is compiled by GraalVM CE for " + found.getProperty(each + ".location"));
    }
    assertThat(found)
        .containsEntry("1.2.Compiled", "false")
        .containsEntry("1.2.Implementation", "Interpreted");
    assertThat(log)
        .content()
        .contains("WebAssembly is NOT COMPILED", "Another class loader of this process has a copy")
        .contains("This is about " + found.getProperty("1.2.location"));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void aWorkerWithoutTheEngineIsToldWhereToPutIt() throws Exception {
    URL[] workers = workersClassPath().stream().map(each -> url(Path.of(each))).toArray(URL[]::new);
    URL[] jars = list(plugin).stream().map(ConnectArchiveIT::url).toArray(URL[]::new);
    try (URLClassLoader worker = new URLClassLoader(workers, ClassLoader.getPlatformClassLoader());
        PluginClassLoader isolated = new PluginClassLoader(url(plugin), jars, worker)) {
      Class<?> type = isolated.loadClass("org.wasmudf.kafka.connect.WasmTransform");
      Object transform = type.getConstructor().newInstance();
      Map<String, String> config =
          Transforms.config(
              Transforms.sample(SampleModule.C_TEXT, folder),
              "fnv1a(text VARCHAR) RETURNS BIGINT",
              "map",
              "value = fnv1a(value)");
      for (int attempt = 0; attempt < 2; attempt++) {
        assertThatThrownBy(() -> type.getMethod("configure", Map.class).invoke(transform, config))
            .cause()
            .hasMessageContaining("put the jars of the archive's folder engine on the worker's");
      }
    }
  }
}
