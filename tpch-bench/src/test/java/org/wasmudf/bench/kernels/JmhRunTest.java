package org.wasmudf.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.micro.JmhRun;

class JmhRunTest {
  private static final JmhRun JMH = new JmhRun(Effort.SMOKE, List.of());

  @Test
  void processOfABenchmarkInheritsTheEnginesFlags() {
    // The benchmark itself refuses to run where guests would be interpreted.
    double[] nanos = JmhRun.nanos(JMH.options(CallBenchmark.class, "emptyExport").forks(1));

    assertThat(nanos).hasSize(1);
  }

  @Test
  void benchmarkThatFailsSaysWhy() {
    assertThatThrownBy(
            () ->
                JmhRun.nanos(
                    JMH.options(BatchBenchmark.class, "batch").param("function", "no_such")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no_such");
  }
}
