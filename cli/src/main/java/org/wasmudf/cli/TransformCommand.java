package org.wasmudf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.runner.DryRun;
import org.wasmudf.kafka.runner.RecordFailedException;
import org.wasmudf.kafka.runner.Runner;
import org.wasmudf.kafka.runner.RunnerConfig;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `wasm-udf transform`: functions between topics of Kafka.
@Command(
    name = "transform",
    description = {
      "Consumes records from Kafka, transforms them with functions of a WebAssembly module, and"
          + " produces what becomes of them, exactly once.",
      "",
      "Runs until it is interrupted; then what it has transformed is committed.",
      ""
    },
    footer = {
      "",
      "docs/kafka.md has the keys of the configuration.",
      "",
      "Exit status: 0 when it was stopped, 1 when it failed, 2 when the options are wrong."
    })
final class TransformCommand implements Callable<Integer> {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final Streams streams;

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  /// What to run.
  static final class What {
    @ArgGroup(exclusive = false)
    private @Nullable Configured configured;

    @Option(
        names = "--demo",
        required = true,
        description = "Start a broker in this process, send it orders, and show them transformed.")
    private boolean demo;
  }

  /// A configuration, with or without Kafka.
  static final class Configured {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        required = true,
        description = "The configuration, a file of Java properties in UTF-8.")
    private Path config = Path.of("");

    @Option(
        names = "--dry-run",
        description =
            "Speak to no broker; print what would be produced for the records of --input.")
    private boolean dryRun;

    @Option(
        names = "--input",
        paramLabel = "FILE",
        description = "Records for --dry-run, a value on each line. Default: standard input.")
    private @Nullable Path input;

    @Option(
        names = "--keys",
        description = "A line of --input is the record's key, a tab, and the value.")
    private boolean keys;
  }

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  @SuppressWarnings("UnusedVariable") // read from the parse result
  private boolean debug;

  TransformCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    try {
      Configured configured = what.configured;
      if (what.demo || configured == null) {
        TransformDemo.run(streams);
        return ExitCode.OK;
      }
      RunnerConfig config = RunnerConfig.of(read(configured.config));
      if (configured.dryRun) {
        dryRun(config, configured);
      } else {
        run(config);
      }
      return ExitCode.OK;
    } catch (RecordFailedException e) {
      throw new CommandFailure(
          e.getMessage()
              + "\n  The next start begins with this record; wasm.on.error says what"
              + " else may become of those that fail.",
          e);
    } catch (ConfigException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (KafkaException e) {
      throw new CommandFailure("Kafka: " + describe(e), e);
    }
  }

  private static Map<String, String> read(Path file) throws CommandFailure {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(InputFile.bytes(file), UTF_8)));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          "%s is no file of properties: %s".formatted(file, e.getMessage()), e);
    }
    Map<String, String> config = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> config.put(key, properties.getProperty(key)));
    return config;
  }

  /// Kafka's clients wrap the reason more than once.
  private static String describe(KafkaException failure) {
    StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
    for (Throwable each = failure.getCause(); each != null; each = each.getCause()) {
      String message = String.valueOf(each.getMessage());
      if (text.indexOf(message) < 0) {
        text.append("; ").append(message);
      }
    }
    return text.toString();
  }

  private void run(RunnerConfig config) {
    try (RunnerReport report = new RunnerReport(config, streams);
        Runner runner = new Runner(config, report::warn)) {
      List<Object> before = new ArrayList<>();
      SIGNALS.forEach(each -> before.add(Signals.register(each, runner::stop)));
      try {
        report.watch(runner);
        runner.run();
      } finally {
        for (int i = 0; i < SIGNALS.size(); i++) {
          Signals.unregister(SIGNALS.get(i), before.get(i));
        }
      }
    }
  }

  private void dryRun(RunnerConfig config, Configured options) throws CommandFailure, IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                options.input == null
                    ? streams.in()
                    : new ByteArrayInputStream(InputFile.bytes(options.input)),
                UTF_8));
    ResultWriter table = new TableWriter(streams.out());
    table.begin(
        List.of(
            new Column("line", true),
            new Column("topic", false),
            new Column("key", false),
            new Column("value", false)));
    List<ProducerRecord<byte[], byte[]>> made = new ArrayList<>();
    try (DryRun run = new DryRun(config, made::add, streams.err()::println)) {
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        int tab = options.keys ? line.indexOf('\t') : -1;
        byte[] key = tab < 0 ? null : line.substring(0, tab).getBytes(UTF_8);
        run.transform(key, line.substring(tab + 1).getBytes(UTF_8));
        for (ProducerRecord<byte[], byte[]> each : made) {
          table.row(new Object[] {number, each.topic(), text(each.key()), text(each.value())});
        }
        made.clear();
      }
    } finally {
      table.end();
    }
  }

  /// Bytes as text, in hexadecimal where they are none.
  static @Nullable String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    String text = new String(bytes, UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : HexFormat.of().formatHex(bytes);
  }
}
