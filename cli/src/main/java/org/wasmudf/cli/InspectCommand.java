package org.wasmudf.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.wasmudf.runtime.UdfException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wasm-udf inspect`: says what is in a module, without running it.
@Command(
    name = "inspect",
    description = {
      "Shows what a WebAssembly module exports and imports, and what it lacks to be called from"
          + " SQL.",
      "",
      "Reads the module and runs nothing of it.",
      ""
    })
final class InspectCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(paramLabel = "FILE.wasm", description = "The module.")
  private Path file = Path.of("");

  @Option(names = "--debug", description = "Print the stack trace of an error.")
  @SuppressWarnings("UnusedVariable") // read from the parse result
  private boolean debug;

  InspectCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() throws CommandFailure, IOException {
    byte[] wasm = InputFile.bytes(file);
    try {
      streams.out().write(ModuleReport.of(file.toString(), wasm));
    } catch (UdfException e) {
      throw new CommandFailure(file + ": " + ErrorReport.describe(e), e);
    }
    return ExitCode.OK;
  }
}
