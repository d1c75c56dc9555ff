package org.wasmudf.cli;

import java.io.IOException;
import java.io.Writer;

/// How results are written.
enum OutputFormat {
  /// Aligned columns, for people.
  TABLE,
  /// A header line and rows as in RFC 4180.
  CSV,
  /// An array of objects on a line of its own for each result.
  JSON;

  /// A writer in this format.
  ResultWriter writer(Writer out) throws IOException {
    return switch (this) {
      case TABLE -> new TableWriter(out);
      case CSV -> new CsvWriter(out);
      case JSON -> new JsonWriter(out);
    };
  }
}
