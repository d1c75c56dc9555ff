package org.wasmudf.bench.kernels;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wasmudf.samples.SampleModule;

/// The loops of `loops.c` as native code.
sealed interface NativeLibrary {
  /// Where a process that runs benchmarks finds the library's file.
  String PROPERTY = "wasmudf.bench.library";

  /// A library, ready to be loaded.
  ///
  /// @param file the library
  /// @param compiler the compiler in its own words
  record Built(Path file, String compiler) implements NativeLibrary {}

  /// No library.
  ///
  /// @param reason why, in a sentence
  record Missing(String reason) implements NativeLibrary {}

  /// Compiles the library into a folder with the first C compiler that this machine has.
  static NativeLibrary build(Path folder) throws IOException, InterruptedException {
    Optional<String> compiler =
        Stream.of("cc", "gcc", "clang").filter(NativeLibrary::runs).findFirst();
    if (compiler.isEmpty()) {
      return new Missing("no C compiler is on the path (cc, gcc or clang), so C is not measured.");
    }
    write(folder, "loops.c", Resources.bytes(NativeLibrary.class, "loops.c"));
    for (String source : List.of("money.c", "numbers.c", "text.c")) {
      write(folder, source, Resources.bytes(SampleModule.class, "c/" + source));
    }
    Path library = folder.resolve(System.mapLibraryName("loops"));
    Output output =
        Output.of(
            folder,
            compiler.get(),
            "-std=c11",
            "-O3",
            // As the guests are built: signed integers wrap.
            "-fwrapv",
            "-fPIC",
            "-fvisibility=hidden",
            "-shared",
            "-o",
            library.toString(),
            "loops.c");
    if (output.status() != 0) {
      return new Missing(
          "%s can't compile the loops, so C is not measured: %s"
              .formatted(compiler.get(), output.firstLine()));
    }
    return new Built(library, Output.of(folder, compiler.get(), "--version").firstLine());
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  private static boolean runs(String compiler) {
    try {
      return Output.of(Path.of("."), compiler, "--version").status() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// What a process said.
  record Output(int status, String text) {
    static Output of(Path folder, String... command) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      return new Output(process.waitFor(), text);
    }

    String firstLine() {
      return text.lines().findFirst().orElse("it says nothing");
    }
  }
}
