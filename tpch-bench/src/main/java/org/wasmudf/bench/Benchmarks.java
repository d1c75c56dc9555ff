package org.wasmudf.bench;

import java.io.IOException;
import java.io.Writer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.wasmudf.bench.kafka.KafkaSuite;
import org.wasmudf.bench.kernels.KernelSuite;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.ReportPrinter;
import org.wasmudf.bench.report.ResultsFile;
import org.wasmudf.bench.sandbox.SandboxSuite;
import org.wasmudf.bench.tpch.TpchSuite;

/// The entry point of the benchmarks.
public final class Benchmarks {
  private Benchmarks() {}

  /// Runs suites one after the other on the calling thread, prints their tables, and writes
  /// `results.json` where the options name a folder.
  ///
  /// @param out what was measured; stays open
  /// @param progress is told, a line at a time, what goes on meanwhile
  /// @return the reports, in the order of the suites
  /// @throws IllegalStateException when two systems come to different results, naming both, or a
  ///   benchmark fails
  /// @throws SQLException when another engine fails
  /// @throws IOException when the tables or the results can't be written
  public static List<Report> run(
      Set<Suite> suites, BenchmarkOptions options, Writer out, Consumer<String> progress)
      throws IOException, SQLException {
    out.write(Machine.description() + "\n\n");
    out.flush();
    ReportPrinter printer = new ReportPrinter(out);
    List<Report> reports = new ArrayList<>();
    for (Suite each : suites) {
      Report report =
          switch (each) {
            case KERNELS -> KernelSuite.run(options.effort(), progress);
            case TPCH -> TpchSuite.run(options, progress);
            case SANDBOX -> SandboxSuite.run(options.effort(), progress);
            case KAFKA -> KafkaSuite.run(options.effort(), progress);
          };
      printer.print(report);
      reports.add(report);
    }
    List<Measurement> measurements =
        reports.stream().flatMap(each -> each.measurements().stream()).toList();
    if (options.out().isPresent()) {
      out.write("Results: " + ResultsFile.write(options.out().get(), measurements) + "\n");
      out.flush();
    }
    return List.copyOf(reports);
  }
}
