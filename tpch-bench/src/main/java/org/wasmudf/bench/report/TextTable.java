package org.wasmudf.bench.report;

import java.util.ArrayList;
import java.util.List;

/// A table of text with aligned columns: the first to the left, the others to the right.
final class TextTable {
  private static final String GAP = "   ";

  private final List<List<String>> lines = new ArrayList<>();

  TextTable(List<String> header) {
    lines.add(List.copyOf(header));
  }

  void add(List<String> cells) {
    if (cells.size() != lines.getFirst().size()) {
      throw new IllegalArgumentException("not as many cells as columns: " + cells);
    }
    lines.add(List.copyOf(cells));
  }

  List<String> toLines() {
    return lines.stream().map(this::aligned).toList();
  }

  private String aligned(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String padding = " ".repeat(width(i) - cells.get(i).length());
      line.append(i == 0 ? cells.get(i) + padding : GAP + padding + cells.get(i));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return lines.stream().mapToInt(cells -> cells.get(column).length()).max().orElse(0);
  }
}
