package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.SampleModule;

final class TransformCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path config = Path.of("");

  @BeforeEach
  void configuration() throws IOException {
    Path module = Files.write(folder.resolve("money.wasm"), SampleModule.C_MONEY.bytes());
    config =
        Files.writeString(
            folder.resolve("transform.properties"),
            """
            bootstrap.servers=localhost:1
            group.id=pricing
            input.topics=orders
            output.topic=priced
            value.format=json
            wasm.module.file=%s
            wasm.functions=disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE
            wasm.shape=fields
            wasm.call=value.total = disc_price(value.price, value.discount)
            """
                .formatted(module));
  }

  private void add(String line) throws IOException {
    Files.writeString(config, Files.readString(config) + line + "\n");
  }

  private Run dryRun(String input, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "transform";
    args[1] = "--config";
    args[2] = config.toString();
    args[3] = "--dry-run";
    System.arraycopy(more, 0, args, 4, more.length);
    return Run.withInput(input, args);
  }

  @Test
  void dryRunShowsWhatWouldBeProduced() {
    Run run = dryRun("k\t{\"price\":100,\"discount\":0.5,\"a\":\"é\uD83D\uDE80\"}\n", "--keys");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "1 | priced | k   |"
                + " {\"price\":100,\"discount\":0.5,\"a\":\"é\uD83D\uDE80\",\"total\":50.0}")
        .endsWith("(1 row)\n\n");
    assertThat(run.status()).isZero();
  }

  @Test
  void dryRunReadsAFileAndDoesWithFailuresWhatARunnerDoes() throws Exception {
    Path input = Files.writeString(folder.resolve("in"), "{}\n{\"price\":8,\"discount\":0}\nx");
    Run failed = dryRun("", "--input", input.toString());
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err())
        .contains("error: topic orders, partition 0, offset 0: INVALID_RECORD: ", "price");
    add("wasm.on.error=skip");
    Run skipped = dryRun("", "--input", input.toString());
    assertThat(skipped.err()).contains("dropped topic orders, partition 0, offset 0");
    assertThat(skipped.out())
        .contains("2 | priced | NULL | {\"price\":8,\"discount\":0,\"total\":8.0}", "(1 row)");
    assertThat(skipped.status()).isZero();
  }

  @Test
  void whatIsWrongWithTheConfigurationIsSaid() throws Exception {
    Run missing = Run.of("transform", "--config", "nowhere.properties");
    assertThat(missing).isEqualTo(new Run(1, "", "error: there is no file nowhere.properties\n"));
    add("output.topics=x");
    Run unknown = dryRun("");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).startsWith("error: ").contains("output.topics", "no such key");
  }

  @Test
  void withoutAConfigurationItSaysHowItIsUsed() {
    assertThat(Run.of("transform").status()).isEqualTo(2);
    assertThat(Run.of("transform", "--demo", "--config", "x").status()).isEqualTo(2);
    assertThat(Run.of("transform", "--help").out()).contains("--dry-run", "--demo");
  }

  @Test
  void theDemonstrationShowsOrdersAndADeadLetter() {
    Run run = Run.of("transform", "--demo");
    assertThat(run.out())
        .contains(
            "priced-orders | {\"item\":\"chair\",\"price\":80,\"discount\":0.25,\"total\":60.0}",
            "orders-failed | {\"item\": \"café crème\"",
            "(5 rows)");
    assertThat(run.status()).isZero();
  }
}
