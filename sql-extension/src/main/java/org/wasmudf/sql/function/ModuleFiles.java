package org.wasmudf.sql.function;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// The files that `FROM 'file'` may read. Thread-safe.
public sealed interface ModuleFiles {
  /// Reads a module.
  ///
  /// @throws UdfException INVALID_MODULE when it can't be read
  byte[] read(String path);

  /// All that the process may read; relative to its working directory.
  record All() implements ModuleFiles {
    @Override
    public byte[] read(String path) {
      try {
        Path file = Path.of(path);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
          throw unreadable(path, "it is not a file");
        }
        return Files.readAllBytes(file);
      } catch (NoSuchFileException e) {
        throw unreadable(
            path, "there is no such file in " + Path.of("").toAbsolutePath() + " or at that path");
      } catch (IOException | InvalidPathException e) {
        throw unreadable(path, String.valueOf(e.getMessage()));
      }
    }
  }

  /// Those below some folders, whatever links lead there; a relative name is looked for in each
  /// folder in turn. Whether there is anything elsewhere can't be told: every failure has the same
  /// message.
  record Below(List<Path> folders) implements ModuleFiles {
    public Below {
      folders = List.copyOf(folders);
    }

    @Override
    public byte[] read(String path) {
      return folders.stream()
          .flatMap(folder -> readIn(folder, path).stream())
          .findFirst()
          .orElseThrow(
              () ->
                  unreadable(
                      path,
                      folders.isEmpty()
                          ? "this connection was opened without folders to read from (property"
                              + " module.path); write AS X'...' or AS BASE64 '...'"
                          : "there is no such file below the folders that this connection may"
                              + " read from (property module.path)"));
    }

    private static Optional<byte[]> readIn(Path folder, String path) {
      try {
        Path named = folder.toAbsolutePath().normalize();
        Path real = folder.toRealPath();
        Path file = named.resolve(path).normalize();
        if (!file.startsWith(named) && !file.startsWith(real)) {
          // Without a look at what is there.
          return Optional.empty();
        }
        Path found = file.toRealPath();
        if (!found.startsWith(real) || !Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.empty();
        }
        try (InputStream bytes = Files.newInputStream(found, LinkOption.NOFOLLOW_LINKS)) {
          return Optional.of(bytes.readAllBytes());
        }
      } catch (IOException | InvalidPathException e) {
        return Optional.empty();
      }
    }
  }

  private static UdfException unreadable(String path, String reason) {
    return UdfException.of(
        UdfErrorCode.INVALID_MODULE, "can't read the module '%s': %s".formatted(path, reason));
  }
}
