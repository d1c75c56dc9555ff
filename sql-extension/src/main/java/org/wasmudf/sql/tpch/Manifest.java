package org.wasmudf.sql.tpch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/// What a table's folder holds; written after everything else in it.
///
/// @param rows how many rows the table has
/// @param bytes the files' sizes, by their names
record Manifest(long rows, Map<String, Long> bytes) {
  private static final String FILE = "manifest.properties";
  private static final String FORMAT_KEY = "format";
  private static final String ROWS_KEY = "rows";
  private static final String BYTES_PREFIX = "bytes.";

  /// Changes with everything that makes other files of the same table.
  private static final String FORMAT = "1";

  Manifest {
    bytes = Map.copyOf(bytes);
  }

  void write(Path folder) throws IOException {
    List<String> lines = new ArrayList<>(List.of(FORMAT_KEY + "=" + FORMAT, ROWS_KEY + "=" + rows));
    new TreeMap<>(bytes).forEach((file, size) -> lines.add(BYTES_PREFIX + file + "=" + size));
    Files.write(folder.resolve(FILE), lines);
  }

  /// The manifest of a folder that is whole: these files are there, and have the sizes they should
  /// have. That also finds a file that lost its end when the machine lost its power.
  static Optional<Manifest> ofWhole(Path folder, Set<String> files) throws IOException {
    Path path = folder.resolve(FILE);
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      Properties properties = new Properties();
      properties.load(in);
      if (!FORMAT.equals(properties.getProperty(FORMAT_KEY))) {
        return Optional.empty();
      }
      Map<String, Long> bytes = new TreeMap<>();
      for (String file : files) {
        long size = number(properties, BYTES_PREFIX + file);
        if (!Files.isRegularFile(folder.resolve(file))
            || Files.size(folder.resolve(file)) != size) {
          return Optional.empty();
        }
        bytes.put(file, size);
      }
      return Optional.of(new Manifest(number(properties, ROWS_KEY), bytes));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static long number(Properties properties, String key) {
    return Long.parseLong(properties.getProperty(key, ""));
  }
}
