package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file that the command line names.
final class InputFile {
  private InputFile() {}

  /// The whole file.
  static byte[] bytes(Path file) throws CommandFailure {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new CommandFailure("there is no file " + file, e);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : e.getMessage();
      throw new CommandFailure("cannot read " + file + ": " + reason, e);
    }
  }
}
