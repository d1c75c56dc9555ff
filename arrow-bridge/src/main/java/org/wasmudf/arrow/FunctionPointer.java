package org.wasmudf.arrow;

import java.util.List;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.Import;

/// Calls functions that a guest names by their place in its table. The host can't do that itself; a
/// kernel can that imports the table. One for each module, in its companions.
final class FunctionPointer {
  private static final String NAMESPACE = "guest";
  private static final String TABLE = "table";
  private static final String CALL = "call";

  private final CompiledModule kernel;

  private FunctionPointer(WasmModule module, UdfRuntime runtime) {
    this.kernel = runtime.compileKernel("pointers-" + module.sha256(), code());
  }

  private static byte[] code() {
    int place = 0;
    int argument = 1;
    ModuleWriter kernel = new ModuleWriter();
    int table = kernel.importTable(NAMESPACE, TABLE);
    int callee = kernel.type(new FunctionType(List.of(ValueType.I32), List.of()));
    CodeWriter code =
        new CodeWriter(new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of()));
    code.get(argument).get(place).callIndirect(callee, table);
    kernel.exportFunction(CALL, kernel.function(code));
    return kernel.toBytes();
  }

  /// What calls through a guest's table: takes a place in it and an argument.
  ///
  /// @throws UdfException INVALID_RESULT when the module exports none
  static Extern.Function caller(WasmModule module, Sandbox sandbox, UdfRuntime runtime) {
    if (!module.exportsFunctionTable()) {
      throw UdfException.of(
          UdfErrorCode.INVALID_RESULT,
          "it asks for its result to be released, but its module exports no table of functions as '%s'; link it with --export-table"
              .formatted(WasmModule.FUNCTION_TABLE));
    }
    FunctionPointer pointers =
        module.companion(FunctionPointer.class, () -> new FunctionPointer(module, runtime));
    return sandbox
        .link(
            FunctionPointer.class,
            pointers.kernel,
            List.of(new Import(NAMESPACE, TABLE, sandbox.guest(module).functionTable())))
        .function(CALL);
  }
}
