package org.wasmudf.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/// Aligned columns with a line that counts the rows. The first rows decide how wide the columns
/// are, so that a result of any length passes through in little memory; a later, wider value sticks
/// out. A value of several lines takes as many lines of the table, each but the last marked with a
/// `+`.
final class TableWriter implements ResultWriter {
  private static final int ROWS_MEASURED = 1_000;
  private static final String NULL = "NULL";

  private final Writer out;
  private final List<String[]> waiting = new ArrayList<>();
  private List<Column> columns = List.of();
  private int[] widths = {};
  private long rows;

  TableWriter(Writer out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> columns) {
    this.columns = columns;
    rows = 0;
    waiting.clear();
    widths = columns.stream().mapToInt(column -> width(printable(column.label()))).toArray();
  }

  @Override
  public void row(@Nullable Object[] values) throws IOException {
    String[] cells = new String[values.length];
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      cells[i] = value == null ? NULL : printable(Column.text(value));
    }
    rows++;
    if (rows > ROWS_MEASURED) {
      line(cells);
      return;
    }
    for (int i = 0; i < cells.length; i++) {
      widths[i] = Math.max(widths[i], width(cells[i]));
    }
    waiting.add(cells);
    if (rows == ROWS_MEASURED) {
      writeWaiting();
    }
  }

  @Override
  public void end() throws IOException {
    if (rows < ROWS_MEASURED) {
      writeWaiting();
    }
    out.write("(" + count(rows) + ")\n\n");
    out.flush();
  }

  @Override
  public void changed(long rows) throws IOException {
    out.write(rows == 0 ? "done\n\n" : count(rows) + " changed\n\n");
    out.flush();
  }

  private static String count(long rows) {
    return rows == 1 ? "1 row" : rows + " rows";
  }

  private void writeWaiting() throws IOException {
    line(columns.stream().map(column -> printable(column.label())).toArray(String[]::new));
    for (int i = 0; i < widths.length; i++) {
      out.write(i == 0 ? "-" : "+-");
      out.write("-".repeat(widths[i] + 1));
    }
    out.write('\n');
    for (String[] cells : waiting) {
      line(cells);
    }
    waiting.clear();
  }

  private void line(String[] cells) throws IOException {
    List<String[]> parts = Stream.of(cells).map(cell -> cell.split("\n", -1)).toList();
    int lines = parts.stream().mapToInt(each -> each.length).max().orElse(1);
    for (int i = 0; i < lines; i++) {
      line(parts, i);
    }
  }

  /// Writes one of the lines that a row takes.
  private void line(List<String[]> cells, int index) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String[] parts = cells.get(i);
      String part = index < parts.length ? parts[index] : "";
      String padding = " ".repeat(Math.max(0, widths[i] - width(part)));
      line.append(i == 0 ? " " : "| ");
      if (columns.get(i).numeric()) {
        line.append(padding).append(part);
      } else {
        line.append(part).append(padding);
      }
      line.append(index + 1 < parts.length ? '+' : ' ');
    }
    out.write(line.toString().stripTrailing());
    out.write('\n');
  }

  /// The text without control characters other than line breaks, which would break the table or
  /// reprogram the terminal.
  private static String printable(String text) {
    if (text.codePoints().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> clean.append('\n');
                case '\r' -> clean.append("\\r");
                case '\t' -> clean.append("\\t");
                default -> {
                  if (Character.isISOControl(c)) {
                    clean.append("\\u%04x".formatted(c));
                  } else {
                    clean.appendCodePoint(c);
                  }
                }
              }
            });
    return clean.toString();
  }

  /// How many cells of a terminal the text takes: its longest line.
  private static int width(String text) {
    if (text.indexOf('\n') >= 0) {
      return text.lines().mapToInt(TableWriter::width).max().orElse(0);
    }
    return text.chars().allMatch(c -> c < 0x7f)
        ? text.length()
        : text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }
}
