package org.wasmudf.kafka.transform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.ModuleLimits;

/// The file that a configured module is in. Whether there is another one is found by looking, as
/// network file systems tell nobody. Used by one thread at a time.
final class ModuleFile {
  private final Settings settings;
  private @Nullable Stamp read;
  private @Nullable Stamp seen;

  /// What tells one content of a file from another without reading it.
  ///
  /// @param key of the file itself, where its system has such; a link may lead to another one
  private record Stamp(FileTime modified, long bytes, @Nullable Object key) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(found.lastModifiedTime(), found.size(), found.fileKey());
    }
  }

  ModuleFile(Settings settings) {
    this.settings = settings;
  }

  /// Its name, without the folder.
  String name() {
    return String.valueOf(Path.of(settings.get(Settings.MODULE_FILE)).getFileName());
  }

  /// The file's content.
  ///
  /// @throws ConfigException when there is no such file, or it can't be read or is too large
  byte[] read() {
    try {
      Path file = Path.of(settings.get(Settings.MODULE_FILE));
      Stamp now = Stamp.of(file);
      read = now;
      if (now.bytes > ModuleLimits.DEFAULT.moduleBytes()) {
        throw settings.wrong(
            Settings.MODULE_FILE,
            "MODULE_TOO_LARGE: it has %,d bytes, and may have %,d"
                .formatted(now.bytes, ModuleLimits.DEFAULT.moduleBytes()));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw settings.wrong(
          Settings.MODULE_FILE,
          "there is no such file on this worker, in %s or at that path"
              .formatted(Path.of("").toAbsolutePath()));
    } catch (IOException | InvalidPathException e) {
      throw settings.wrong(Settings.MODULE_FILE, "it can't be read: " + e);
    }
  }

  /// Whether the file has become another one since it was read, and stayed so since this was asked
  /// before: then nobody is writing it.
  boolean hasChanged() {
    Stamp now;
    try {
      now = Stamp.of(Path.of(settings.get(Settings.MODULE_FILE)));
    } catch (IOException e) {
      // Gone, perhaps only until another one takes its place.
      seen = null;
      return false;
    }
    boolean isStable = now.equals(seen);
    seen = now;
    return isStable && !now.equals(read);
  }
}
