package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that the command line names.
final class InputFile {
  private InputFile() {}

  /// Fails where the file can't be read, saying why.
  static void checkReadable(Path file) throws CommandFailure {
    if (!Files.exists(file)) {
      throw new CommandFailure("there is no file " + file);
    }
    if (Files.isDirectory(file)) {
      throw new CommandFailure("cannot read " + file + ": it is a folder");
    }
    if (!Files.isReadable(file)) {
      throw new CommandFailure("cannot read " + file + ": permission denied");
    }
  }

  /// The whole file.
  static byte[] bytes(Path file) throws CommandFailure {
    checkReadable(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
