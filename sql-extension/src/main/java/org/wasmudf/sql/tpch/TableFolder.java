package org.wasmudf.sql.tpch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Where a table's files are kept. The folder appears under its name when all its files are there,
/// never before; until then they are in a temporary folder beside it. Safe for any number of
/// threads and processes at once.
///
/// @param path the folder
/// @param files the names of the files that belong in it
record TableFolder(Path path, Set<String> files) {
  /// A temporary folder in which nothing was written for so long was left by a process that died.
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final String TEMPORARY_SUFFIX = ".tmp";

  /// Another process may put another broken folder back, but hardly twice.
  private static final int ATTEMPTS = 3;

  TableFolder {
    files = Set.copyOf(files);
  }

  /// What is in the folder, if it is whole.
  Optional<Manifest> manifest() throws IOException {
    return Manifest.ofWhole(path, files);
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /// Makes an empty folder for the files; for [#install] or [#delete].
  Path newTemporary() throws IOException {
    Files.createDirectories(parent());
    deleteAbandoned();
    return Files.createDirectory(temporaryPath());
  }

  /// Gives a folder with all files its name. If another process was first, its files stay: they are
  /// the same. What is there and isn't whole makes room.
  void install(Path temporary) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        move(temporary, path);
        return;
      } catch (FileSystemException e) {
        if (manifest().isPresent()) {
          delete(temporary);
          return;
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
        removeBroken();
      }
    }
  }

  private void removeBroken() throws IOException {
    try {
      Path broken = temporaryPath();
      move(path, broken);
      delete(broken);
    } catch (NoSuchFileException _) {
      // Another process has just done that.
    }
  }

  /// Deletes a folder, as far as possible: what stays is in nobody's way.
  static void delete(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException _) {
      // Another process deletes it as well, or it isn't ours to delete.
    }
  }

  private void deleteAbandoned() throws IOException {
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(parent(), ".*" + TEMPORARY_SUFFIX)) {
      for (Path each : found) {
        if (lastWritten(each).isBefore(Instant.now().minus(ABANDONED))) {
          delete(each);
        }
      }
    }
  }

  private static Instant lastWritten(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      Instant last = Instant.MIN;
      for (Path each : found.toList()) {
        Instant written = Files.getLastModifiedTime(each).toInstant();
        last = written.isAfter(last) ? written : last;
      }
      return last;
    } catch (IOException | UncheckedIOException _) {
      return Instant.MAX;
    }
  }

  private Path temporaryPath() {
    return parent().resolve("." + path.getFileName() + "-" + UUID.randomUUID() + TEMPORARY_SUFFIX);
  }

  private Path parent() {
    return Objects.requireNonNull(path.getParent(), "a table's folder is in its scale's");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
