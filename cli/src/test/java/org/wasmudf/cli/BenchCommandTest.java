package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void printsATableAndWritesResultsAndNothingElse() throws IOException {
    Path out = folder.resolve("results");
    Run run = Run.of("bench", "--suite=tpch", "--scale=0.001", "--effort=smoke", "--out=" + out);
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("tpch, ns/row")
        .contains("DuckDB built in")
        .endsWith("Results: " + out.resolve("results.json") + "\n");
    assertThat(Files.readString(out.resolve("results.json"))).startsWith("[").contains("\"tpch\"");
  }

  @Test
  void optionsThatMeanNothingAreRefusedBeforeAnythingRuns() {
    assertThat(Run.of("bench", "--suite=tpcds"))
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(2);
              assertThat(run.out()).isEmpty();
              assertThat(run.err()).contains("tpcds").contains("KERNELS").contains("TPCH");
            });
    assertThat(Run.of("bench", "--scale=0").err())
        .startsWith("error: a scale factor is more than 0");
    assertThat(Run.of("bench", "--threads=0").err())
        .startsWith("error: at least 1 thread is needed");
  }
}
