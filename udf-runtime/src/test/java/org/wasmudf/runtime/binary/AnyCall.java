package org.wasmudf.runtime.binary;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.Import;

/// Calls exported functions whatever their types are: a kernel takes the arguments from a memory of
/// the host's and leaves the results there. Used by one thread.
final class AnyCall {
  private static final int VALUE_BYTES = 16;
  private static final String RUN = "run";

  private final Extern.DataMemory values;
  private final BiFunction<String, byte[], CompiledModule> compiler;
  private final Map<FunctionType, CompiledModule> kernels = new HashMap<>();

  /// Makes an instance where the function to call lives.
  interface Linker {
    EngineInstance link(CompiledModule kernel, List<Import> imports);
  }

  /// @param values one page for arguments and results
  /// @param compiler compiles a kernel of some name
  AnyCall(Extern.DataMemory values, BiFunction<String, byte[], CompiledModule> compiler) {
    this.values = values;
    this.compiler = compiler;
  }

  /// The kernel that calls a function.
  Extern.Function link(Linker linker, FunctionType type, Extern.Function function) {
    CompiledModule kernel =
        kernels.computeIfAbsent(
            type, absent -> compiler.apply("caller of " + type, kernel(type, RUN)));
    List<Import> imports =
        List.of(new Import("guest", "function", function), new Import("host", "values", values));
    return linker.link(kernel, imports).function(RUN);
  }

  /// Calls the function that a kernel was linked to.
  ///
  /// @param arguments their bits; a vector has the same 64 bits twice, and a reference is null
  /// @return the results' bits, as in [Outcome#results]
  /// @throws org.wasmudf.runtime.UdfException when it traps
  List<Long> call(Extern.Function kernel, FunctionType type, long... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      values.segment().set(ValueLayout.JAVA_LONG, (long) i * VALUE_BYTES, arguments[i]);
    }
    kernel.call();
    List<Long> results = new ArrayList<>();
    for (int i = 0; i < type.results().size(); i++) {
      long address = (long) i * VALUE_BYTES;
      results.add(values.segment().get(ValueLayout.JAVA_LONG, address));
      if (type.results().get(i) == ValueType.V128) {
        results.add(values.segment().get(ValueLayout.JAVA_LONG, address + Long.BYTES));
      }
    }
    return results;
  }

  private static byte[] kernel(FunctionType type, String export) {
    ModuleWriter module = new ModuleWriter();
    int function = module.importFunction("guest", "function", type);
    int values = module.importMemory("host", "values");
    CodeWriter code = new CodeWriter(new FunctionType(List.of(), List.of()));
    for (int i = 0; i < type.parameters().size(); i++) {
      argument(code, type.parameters().get(i), values, i * VALUE_BYTES);
    }
    code.call(function);
    List<ValueType> results = type.results();
    int[] locals = results.stream().mapToInt(code::local).toArray();
    for (int i = locals.length - 1; i >= 0; i--) {
      code.set(locals[i]);
    }
    for (int i = 0; i < locals.length; i++) {
      // Clears what a narrower result leaves.
      code.i32(0).i64(0).access(Opcode.I64_STORE, values, i * VALUE_BYTES);
      code.i32(0).get(locals[i]);
      result(code, results.get(i), values, i * VALUE_BYTES);
    }
    module.exportFunction(export, module.function(code));
    return module.toBytes();
  }

  private static void argument(CodeWriter code, ValueType type, int values, int offset) {
    switch (type) {
      case I32 -> code.i32(0).access(Opcode.I32_LOAD, values, offset);
      case I64 -> code.i32(0).access(Opcode.I64_LOAD, values, offset);
      case F32 -> code.i32(0).access(Opcode.F32_LOAD, values, offset);
      case F64 -> code.i32(0).access(Opcode.F64_LOAD, values, offset);
      case V128 -> code.i32(0).access(Opcode.V128_LOAD64_SPLAT, values, offset);
      case FUNCREF, EXTERNREF -> code.refNull(type);
    }
  }

  private static void result(CodeWriter code, ValueType type, int values, int offset) {
    switch (type) {
      case I32 -> code.access(Opcode.I32_STORE, values, offset);
      case I64 -> code.access(Opcode.I64_STORE, values, offset);
      case F32 -> code.access(Opcode.F32_STORE, values, offset);
      case F64 -> code.access(Opcode.F64_STORE, values, offset);
      case V128 -> code.access(Opcode.V128_STORE, values, offset);
      case FUNCREF, EXTERNREF ->
          code.op(Opcode.REF_IS_NULL).access(Opcode.I32_STORE, values, offset);
    }
  }
}
