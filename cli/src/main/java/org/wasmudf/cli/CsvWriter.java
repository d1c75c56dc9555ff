package org.wasmudf.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RFC 4180: a header, then a line per row, ended by CR LF. NULL is empty, the empty string is
/// `""`.
final class CsvWriter implements ResultWriter {
  private final Writer out;

  CsvWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) throws IOException {
    row(columns.stream().map(Column::label).toArray());
  }

  @Override
  public void row(@Nullable Object[] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.write(',');
      }
      Object value = values[i];
      if (value != null) {
        field(Column.text(value));
      }
    }
    out.write("\r\n");
  }

  private void field(String text) throws IOException {
    if (text.isEmpty()
        || text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')) {
      out.write('"');
      out.write(text.replace("\"", "\"\""));
      out.write('"');
    } else {
      out.write(text);
    }
  }

  @Override
  public void end() throws IOException {
    out.flush();
  }

  @Override
  public void changed(long rows) {}
}
