package org.wasmudf.bench.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Prints reports as tables: a row for each thing, a column for each system, medians and ratios in
/// the cells.
public final class ReportPrinter {
  private final Writer out;

  /// A printer to that writer, which stays open.
  public ReportPrinter(Writer out) {
    this.out = out;
  }

  /// Prints one report: a table for each unit, the promises, the notes.
  public void print(Report report) throws IOException {
    for (String unit : distinct(report.measurements().stream().map(Measurement::unit).toList())) {
      List<Measurement> rows =
          report.measurements().stream().filter(each -> each.unit().equals(unit)).toList();
      print(report, unit, rows);
    }
    for (Target target : report.targets()) {
      print(target);
    }
    for (String note : report.notes()) {
      line("Note: " + note);
    }
    line("");
    out.flush();
  }

  private void print(Report report, String unit, List<Measurement> measurements)
      throws IOException {
    List<String> systems = distinct(measurements.stream().map(Measurement::system).toList());
    List<String> header = new ArrayList<>();
    header.add(report.suite() + ", " + unit);
    header.addAll(systems);
    TextTable table = new TextTable(header);
    for (String name : distinct(measurements.stream().map(Measurement::name).toList())) {
      Optional<Measurement> baseline = Report.find(measurements, name, report.baseline());
      List<String> cells = new ArrayList<>();
      cells.add(name);
      for (String system : systems) {
        cells.add(
            Report.find(measurements, name, system).map(each -> cell(each, baseline)).orElse(""));
      }
      table.add(cells);
    }
    for (String row : table.toLines()) {
      line(row);
    }
    line("");
  }

  private static String cell(Measurement measurement, Optional<Measurement> baseline) {
    String median = number(measurement.median());
    return baseline
        .map(base -> median + " (" + number(measurement.median() / base.median()) + "x)")
        .orElse(median);
  }

  private void line(String text) throws IOException {
    out.write(text + "\n");
  }

  private void print(Target target) throws IOException {
    line(
        "%s  %s: %s, at most %s"
            .formatted(
                target.isMet() ? "met   " : "MISSED",
                target.claim(),
                number(target.measured()),
                number(target.limit())));
  }

  /// A number with three digits that count, or all before the point.
  private static String number(double value) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  private static List<String> distinct(List<String> all) {
    return all.stream().distinct().toList();
  }
}
