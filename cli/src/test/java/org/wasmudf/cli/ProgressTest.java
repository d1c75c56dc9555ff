package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  @Test
  void oneLineIsRewrittenAndGoneAtTheEnd() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Progress progress =
        new Progress(new StatusLine(new PrintStream(out, false, StandardCharsets.UTF_8)));
    progress.progress("lineitem", 0, 60_000);
    progress.progress("lineitem", 59_999, 60_000);
    progress.progress("lineitem", 60_175, 60_175);
    assertThat(out.toString(StandardCharsets.UTF_8).split("\r", -1))
        .containsExactly(
            "",
            "\u001b[KGenerating tpch.lineitem: 0 %",
            "\u001b[KGenerating tpch.lineitem: 99 %",
            "\u001b[K");
  }
}
