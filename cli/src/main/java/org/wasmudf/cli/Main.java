package org.wasmudf.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/// The entry point of the `wasm-udf` command.
public final class Main {
  /// Exit status of a command that was understood and failed.
  static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  private Main() {}

  /// Runs the command and ends the process with its status: 0, 1 when it failed, 2 when it was not
  /// understood.
  public static void main(String[] args) {
    System.exit(run(Streams.ofProcess(), args));
  }

  /// Runs the command on the calling thread.
  ///
  /// @return the exit status
  static int run(Streams streams, String... args) {
    try {
      int status = execute(streams, args);
      streams.out().flush();
      return status;
    } catch (IOException | LinkageError | OutOfMemoryError e) {
      ErrorReport.print(e, false, streams.err());
      return FAILED;
    }
  }

  private static int execute(Streams streams, String... args) {
    return new CommandLine(new WasmUdf())
        .addSubcommand(new SqlCommand(streams))
        .addSubcommand(new InspectCommand(streams))
        .addSubcommand(new CallCommand(streams))
        .addSubcommand(new BenchCommand(streams))
        .setOut(new PrintWriter(streams.out()))
        .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              ErrorReport.print(failure, debug(parsed), streams.err());
              return FAILED;
            })
        .execute(args);
  }

  private static boolean debug(CommandLine.ParseResult parsed) {
    return parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--debug");
  }
}
