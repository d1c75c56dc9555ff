package org.wasmudf.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
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
      // Help goes by way of a text: picocli's PrintWriter would not tell that the disk is full.
      StringWriter help = new StringWriter();
      int status = execute(streams, help, args);
      finish(streams.out(), help.toString(), status);
      return status;
    } catch (IOException | LinkageError | OutOfMemoryError e) {
      ErrorReport.print(e, false, streams.err());
      return FAILED;
    }
  }

  /// A command that failed has said so, perhaps because of the same output.
  private static void finish(Writer out, String help, int status) throws IOException {
    try {
      out.write(help);
      out.flush();
    } catch (IOException e) {
      if (status == CommandLine.ExitCode.OK) {
        throw e;
      }
    }
  }

  private static int execute(Streams streams, Writer help, String... args) {
    return new CommandLine(new WasmUdf())
        .addSubcommand(new SqlCommand(streams))
        .addSubcommand(new InspectCommand(streams))
        .addSubcommand(new CallCommand(streams))
        .addSubcommand(new TransformCommand(streams))
        .addSubcommand(new BenchCommand(streams))
        .setOut(new PrintWriter(help))
        .setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((wrong, _) -> explain(wrong))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              ErrorReport.print(failure, debug(parsed), streams.err());
              return FAILED;
            })
        .execute(args);
  }

  /// What is wrong and how it is used, without the whole help, off whose top the error would
  /// scroll.
  private static int explain(CommandLine.ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + wrong.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err)) {
      CommandLine.Help help = command.getHelp();
      err.print(help.synopsisHeading() + help.synopsis(help.synopsisHeadingLength()));
    }
    err.printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static boolean debug(CommandLine.ParseResult parsed) {
    return parsed.hasSubcommand() && parsed.subcommand().hasMatchedOption("--debug");
  }
}
