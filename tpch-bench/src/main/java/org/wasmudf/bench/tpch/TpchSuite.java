package org.wasmudf.bench.tpch;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wasmudf.bench.BenchmarkOptions;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Measurements;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.Target;

/// The suite `tpch`: queries as prepared statements, from executing to having read the last row.
public final class TpchSuite {
  private static final String NAME = "tpch";
  private static final String PER_ROW = "ns/row";
  private static final String WASM_UDF = "wasm-udf";
  private static final String DUCKDB = "DuckDB built in";
  private static final String DUCKDB_JAVA = "DuckDB, Java UDF";
  private static final String CALCITE_JAVA = "Calcite, Java UDF";

  private static final int ITEMS_PER_SCALE = 6_000_000;

  private final BenchmarkOptions options;
  private final Consumer<String> progress;
  private final Measurements measurements;
  private final List<String> notes = new ArrayList<>();
  private long rows;

  private TpchSuite(BenchmarkOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
    this.measurements = new Measurements(NAME, progress);
  }

  /// Runs the suite.
  ///
  /// @param progress is told what goes on
  /// @throws IllegalStateException when two systems come to different results, naming both
  /// @throws SQLException when a system fails
  public static Report run(BenchmarkOptions options, Consumer<String> progress)
      throws SQLException {
    return new TpchSuite(options, progress).run();
  }

  private Report run() throws SQLException {
    try (WasmUdf wasmUdf = new WasmUdf(options.scale(), progress);
        DuckDb duckDb = new DuckDb(options.threads());
        CalciteEnumerable calcite = heapHoldsRows() ? new CalciteEnumerable() : null) {
      load(calcite == null ? List.of(duckDb) : List.of(duckDb, calcite));
      for (Query query : Query.values()) {
        measure(query, wasmUdf, duckDb, calcite);
      }
    }
    if (options.threads() > 1) {
      notes.add("wasm-udf and Calcite run a statement on one thread.");
    }
    return new Report(NAME, DUCKDB, measurements.all(), targets(), notes);
  }

  private boolean heapHoldsRows() {
    double bytes = options.scale() * ITEMS_PER_SCALE * CalciteEnumerable.BYTES_PER_ROW;
    boolean fits = bytes < Runtime.getRuntime().maxMemory() / 2.0;
    if (!fits) {
      notes.add("Calcite is left out: its rows would fill the heap (-Xmx).");
    }
    return fits;
  }

  private void load(List<LineItemSink> sinks) throws SQLException {
    progress.accept("Generating line items for the others ...");
    for (LineItem each : new LineItemGenerator(options.scale(), 1, 1)) {
      for (LineItemSink sink : sinks) {
        sink.add(each);
      }
      rows++;
    }
    for (LineItemSink sink : sinks) {
      sink.finish();
    }
    notes.add("%,d line items; DuckDB may use %d threads.".formatted(rows, options.threads()));
  }

  private void measure(
      Query query, WasmUdf wasmUdf, DuckDb duckDb, @Nullable CalciteEnumerable calcite)
      throws SQLException {
    try (Race race = new Race(query)) {
      race.enter(WASM_UDF, wasmUdf.prepare(query.withFunctions()));
      race.enter(DUCKDB, duckDb.prepare(query.builtIn()));
      if (!query.isOfAggregates()) {
        race.enter(DUCKDB_JAVA, duckDb.prepare(query.withFunctions()));
        if (calcite != null) {
          race.enter(CALCITE_JAVA, calcite.prepare(query.withFunctions()));
        }
      }
      progress.accept("Warming up and measuring %s ...".formatted(query.title()));
      race.run(options.effort()).forEach((system, nanos) -> add(query, system, nanos));
    }
  }

  private void add(Query query, String system, long[] nanos) {
    double[] perRow = Arrays.stream(nanos).mapToDouble(each -> (double) each / rows).toArray();
    measurements.add(query.title(), system, PER_ROW, perRow);
  }

  /// What we promise: for one thread, and for so many rows that fixed costs don't count.
  private List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    if (options.threads() == 1 && options.scale() >= 1) {
      addTarget(targets, Query.SUM, DUCKDB, 0.8);
      addTarget(targets, Query.SUM, CALCITE_JAVA, 0.1);
      addTarget(targets, Query.CHARGES, DUCKDB, 1.0);
      addTarget(targets, Query.ORDER_CHARGES, DUCKDB, 1.5);
    }
    return targets;
  }

  private void addTarget(List<Target> targets, Query query, String system, double limit) {
    median(query, WASM_UDF)
        .flatMap(ours -> median(query, system).map(theirs -> ours / theirs))
        .ifPresent(ratio -> targets.add(new Target(query.title() + " to " + system, limit, ratio)));
  }

  private Optional<Double> median(Query query, String system) {
    return Report.find(measurements.all(), query.title(), system).map(Measurement::median);
  }
}
