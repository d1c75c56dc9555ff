package org.wasmudf.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmudf.bench.report.Measurement;
import org.wasmudf.bench.report.Report;
import org.wasmudf.bench.report.ResultsReader;

class BenchmarksTest {
  private static final double SMALLEST_SCALE = 0.001;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void everySuiteRunsPrintsItsTableAndWritesItsResults(Suite suite)
      throws IOException, SQLException {
    Path out = folder.resolve("not").resolve("there yet");
    StringWriter printed = new StringWriter();
    List<String> progress = new ArrayList<>();

    List<Report> reports =
        Benchmarks.run(
            Set.of(suite),
            new BenchmarkOptions(SMALLEST_SCALE, 1, Optional.of(out), Effort.SMOKE),
            printed,
            progress::add);

    List<Measurement> measured = reports.getFirst().measurements();
    assertThat(reports).hasSize(1);
    assertThat(measured)
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.min()).isPositive())
        .allSatisfy(each -> assertThat(each.median()).isBetween(each.min(), each.max()));
    assertThat(progress).hasSizeGreaterThanOrEqualTo(measured.size());
    assertThat(ResultsReader.read(out.resolve("results.json"))).isEqualTo(measured);
    assertThat(printed.toString())
        .contains(measured.stream().map(Measurement::name).toList())
        .contains(measured.stream().map(Measurement::system).toList());
    try (var files = Files.list(out)) {
      assertThat(files).hasSize(1);
    }
  }
}
