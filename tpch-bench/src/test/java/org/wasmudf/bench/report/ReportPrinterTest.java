package org.wasmudf.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportPrinterTest {
  @Test
  void tableHasRatiosToTheBaselineAndGapsWhereNothingWasMeasured() throws IOException {
    Report report =
        new Report(
            "kernels",
            "C",
            List.of(
                Measurement.of("kernels", "gcd", "ours", "ns/row", 30, 20, 25),
                Measurement.of("kernels", "gcd", "C", "ns/row", 20),
                Measurement.of("kernels", "fnv1a", "ours", "ns/row", 130, 110),
                Measurement.of("kernels", "a call", "ours", "ns/call", 0.4567)),
            List.of(new Target("gcd to C", 1.6, 1.25), new Target("fnv1a to C", 1.6, 1.7)),
            List.of("C was tired."));
    StringWriter printed = new StringWriter();

    new ReportPrinter(printed).print(report);

    assertThat(printed.toString().lines())
        .containsExactly(
            "kernels, ns/row           ours              C",
            "gcd               25.0 (1.25x)   20.0 (1.00x)",
            "fnv1a                      120",
            "",
            "kernels, ns/call   ours",
            "a call             0.46",
            "",
            "met     gcd to C: 1.25, at most 1.60",
            "MISSED  fnv1a to C: 1.70, at most 1.60",
            "Note: C was tired.",
            "");
  }
}
