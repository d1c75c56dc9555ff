package org.wasmudf.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Which engine runs the modules, and whether it compiles them.
///
/// @param name the engine's own name, such as `GraalVM CE` or `Interpreted`
/// @param compiled whether hot code becomes machine code; without it functions run 100 to 500 times
///   slower
/// @param hasCompiler whether this process has the compiler; the engine can't always use it
public record EngineStatus(String name, boolean compiled, boolean hasCompiler) {
  private static final String FOUND =
      """

      The compiler is there. If the flags are too, the engine couldn't load its native library, for one of two reasons:
      - Another class loader of this process has a copy of the engine, and loaded it first. Keep the engine's jars in one place, for Kafka Connect on the worker's class path and in no plugin's folder.
      - There is no folder to unpack it to. -Dpolyglot.engine.userResourceCache=FOLDER names one that this process may write to and load libraries from.\
      """;

  /// What to tell those who started this process when functions aren't compiled: that, and what to
  /// do about it, in several lines.
  public String warning() {
    String text =
        """
        WebAssembly is NOT COMPILED in this process (engine: %s): functions run 100 to 500 times slower than they should.
        Start java with these flags, where graal-compiler is the folder with the Graal compiler's jars:
        %s --upgrade-module-path=graal-compiler\
        """
            .formatted(name, String.join(" ", jvmOptions().lines().toList()));
    return hasCompiler ? text + FOUND : text;
  }

  private static String jvmOptions() {
    try (InputStream in = EngineStatus.class.getResourceAsStream("jvm.options")) {
      if (in == null) {
        throw new IllegalStateException("jvm.options is missing from the jar of udf-runtime");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
