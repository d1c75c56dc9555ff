package org.wasmudf.cli;

import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `wasm-udf` itself: does nothing without a subcommand.
@Command(
    name = "wasm-udf",
    description = "Runs sandboxed WebAssembly functions in SQL and over Kafka, in batches.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = WasmUdf.Version.class,
    scope = ScopeType.INHERIT)
final class WasmUdf implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /// The version that the build wrote into the jar's manifest.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = WasmUdf.class.getPackage().getImplementationVersion();
      return new String[] {"wasm-udf " + Objects.requireNonNullElse(version, "(unpackaged)")};
    }
  }
}
