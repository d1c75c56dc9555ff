package org.wasmudf.runtime.binary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every module that is committed anywhere: samples, and the guests of all tests.
final class CommittedModules {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private CommittedModules() {}

  /// Their files, relative to the root of the repository, in an order that is always the same.
  static List<Path> files() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".wasm"))
          .map(ROOT::relativize)
          .filter(file -> !file.toString().contains("target"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
