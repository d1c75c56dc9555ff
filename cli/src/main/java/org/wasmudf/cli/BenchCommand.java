package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wasmudf.bench.BenchmarkOptions;
import org.wasmudf.bench.Benchmarks;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.Suite;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `wasm-udf bench`: measures this engine beside others on this machine.
@Command(
    name = "bench",
    description = {
      "Measures functions in WebAssembly beside the same in C, Java and other engines.",
      "",
      "Suite kernels: each sample function over batches of 8,192 rows, beside C (where there is a C"
          + " compiler) and Java. Suite tpch: queries over line items, beside DuckDB and Calcite."
          + " Suite sandbox: what counting fuel costs, how soon endless functions are stopped, what"
          + " tenants and instances cost. Suite kafka: what a record costs in Kafka Connect, beside"
          + " Kafka's own transforms, in batches, and from topic to topic through Kafka Streams and"
          + " the runner. All results are compared before they are timed.",
      ""
    },
    footer = {
      "",
      "Prints medians, ratios to the first rival, and whether the goals are met. Leave the machine"
          + " alone meanwhile, and trust the ratios more than the times."
    })
final class BenchCommand implements Callable<Integer> {
  private final Streams streams;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "What to run: ${COMPLETION-CANDIDATES}. May be repeated. Default: all.")
  private Set<Suite> suites = EnumSet.allOf(Suite.class);

  @Option(
      names = "--scale",
      paramLabel = "S",
      description =
          "Scale of the TPC-H data; 1 is 6 million line items and takes 4 GiB of memory. Default:"
              + " 1.")
  private double scale = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads other engines may use in suite tpch. Default: 1.")
  private int threads = 1;

  @Option(
      names = "--effort",
      paramLabel = "EFFORT",
      description =
          "How long to measure: ${COMPLETION-CANDIDATES}. Smoke only shows that all works."
              + " Default: normal, some minutes a suite.")
  private Effort effort = Effort.NORMAL;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder to write results.json into; made if it doesn't exist.")
  private @Nullable Path out;

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  @SuppressWarnings("UnusedVariable") // read from the parse result
  private boolean debug;

  BenchCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    BenchmarkOptions options = options();
    try {
      Benchmarks.run(suites, options, streams.out(), progress());
      return CommandLine.ExitCode.OK;
    } catch (SQLException e) {
      throw new CommandFailure(ErrorReport.describe(e), e);
    } catch (IllegalStateException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } finally {
      if (streams.errIsTerminal()) {
        new StatusLine(streams.err()).clear();
      }
    }
  }

  private BenchmarkOptions options() {
    try {
      return new BenchmarkOptions(scale, threads, Optional.ofNullable(out), effort);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private Consumer<String> progress() {
    return streams.errIsTerminal() ? new StatusLine(streams.err())::show : line -> {};
  }
}
