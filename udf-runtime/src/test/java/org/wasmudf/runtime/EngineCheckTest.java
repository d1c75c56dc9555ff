package org.wasmudf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.ValueType;

final class EngineCheckTest {
  /// The flags as the warning must have them, in the order of the file that everybody reads.
  private static final String FLAGS =
      "-XX:+UnlockExperimentalVMOptions -XX:+EnableJVMCI --enable-native-access=ALL-UNNAMED"
          + " --sun-misc-unsafe-memory-access=allow --add-opens=java.base/java.nio=ALL-UNNAMED"
          + " --upgrade-module-path=";

  private static final Path COMPILER =
      Path.of("..", "target", "graal-compiler").toAbsolutePath().normalize();

  @TempDir private Path folder = Path.of("");

  /// Loads two modules, calls both and says what the runtime says of its engine.
  static final class TwoModules {
    public static void main(String[] args) {
      for (int answer : new int[] {1, 2}) {
        CodeWriter code = new CodeWriter(new FunctionType(List.of(), List.of(ValueType.I32)));
        code.i32(answer);
        ModuleWriter writer = new ModuleWriter();
        writer.exportFunction("answer", writer.function(code));
        WasmModule module = UdfRuntime.shared().load(writer.toBytes());
        try (Sandbox sandbox = UdfRuntime.shared().lease(List.of(module))) {
          System.out.println(sandbox.guest(module).function("answer").call());
        }
      }
      System.out.println("compiled: " + UdfRuntime.shared().engineStatus().compiled());
    }
  }

  private record Run(List<String> out, List<String> err) {}

  /// Runs it in a process of its own.
  private Run run(List<String> flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    command.addAll(List.of("-cp", classPath, TwoModules.class.getName()));
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    Process process = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended in time").isTrue();
    List<String> errors = Files.readAllLines(err.toPath());
    assertThat(process.exitValue()).as("%s", errors).isZero();
    return new Run(Files.readAllLines(out.toPath()), errors);
  }

  @Test
  void aProcessWithoutTheFlagsIsWarnedOnceWithThemAndWorks() throws Exception {
    Run run = run(List.of());
    assertThat(run.out()).containsExactly("1", "2", "compiled: false");
    assertThat(run.err()).filteredOn(line -> line.contains("NOT COMPILED")).hasSize(1);
    assertThat(run.err()).contains(FLAGS + "graal-compiler");
    assertThat(run.err()).noneMatch(line -> line.contains("The compiler is there"));
  }

  @Test
  void aProcessWithTheFlagsCompilesAndIsNotWarned() throws Exception {
    Run run = run(List.of((FLAGS + COMPILER).split(" ")));
    assertThat(run.out()).containsExactly("1", "2", "compiled: true");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anEngineThatCannotUseItsCompilerSaysWhatElseToLookAt() throws Exception {
    List<String> flags = new ArrayList<>(List.of((FLAGS + COMPILER).split(" ")));
    flags.add("-Dpolyglot.engine.userResourceCache=/dev/null/cache");
    Run run = run(flags);
    assertThat(run.out()).containsExactly("1", "2", "compiled: false");
    assertThat(run.err()).filteredOn(line -> line.contains("NOT COMPILED")).hasSize(1);
    assertThat(run.err()).filteredOn(line -> line.contains("userResourceCache=FOLDER")).hasSize(1);
  }

  /// Everything that the tests show of speed and of traps is worth nothing in an interpreter.
  @Test
  void theTestsThemselvesRunCompiled() {
    assertThat(UdfRuntime.shared().engineStatus().compiled()).isTrue();
  }
}
