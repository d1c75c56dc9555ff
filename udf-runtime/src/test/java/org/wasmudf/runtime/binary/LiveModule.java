package org.wasmudf.runtime.binary;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.EngineContext;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.Import;
import org.wasmudf.runtime.engine.WasmEngine;
import org.wasmudf.runtime.engine.graal.GraalEngine;

/// An instance of a module in the real engine, as the module is or instrumented, of which any
/// exported function can be called, whatever its type: a kernel passes the values.
final class LiveModule implements AutoCloseable {
  static final int ALL_PAGES = 1024;

  private static final WasmEngine ENGINE = new GraalEngine();
  private static final Extern.DataMemory VALUES = ENGINE.newDataMemory(1);
  private static final Map<FunctionType, CompiledModule> KERNELS = new HashMap<>();
  private static final Map<String, CompiledModule> COMPILED = new HashMap<>();
  private static final int VALUE_BYTES = 16;

  private final ModuleInfo info;
  private final EngineContext context = ENGINE.newContext();
  private final EngineInstance instance;
  private final Map<String, Extern.Function> callers = new HashMap<>();

  private LiveModule(byte[] wasm, ModuleInfo info, List<Import> imports) {
    this.info = info;
    CompiledModule compiled =
        COMPILED.computeIfAbsent(Sha256.hex(wasm), name -> ENGINE.compile(name, wasm));
    this.instance = context.instantiate(compiled, imports);
  }

  static LiveModule plain(byte[] wasm) {
    return new LiveModule(wasm, ModuleReader.read(wasm), List.of());
  }

  static LiveModule instrumented(byte[] wasm) {
    return instrumented(wasm, ALL_PAGES);
  }

  /// With all the fuel there can be, and started.
  ///
  /// @param maxPages the most that its memory may have
  static LiveModule instrumented(byte[] wasm, int maxPages) {
    LiveModule live = unstarted(wasm, maxPages);
    live.fuel().set(InstrumentedModule.MAX_FUEL);
    if (ModuleReader.read(wasm).start().isPresent()) {
      live.instance.function(InstrumentedModule.START).call();
    }
    return live;
  }

  /// Counts exactly; with all the fuel there can be, and not started.
  static LiveModule counting(byte[] wasm) {
    byte[] bytes = ExactCounter.instrument(wasm);
    ModuleInfo info = ModuleReader.read(bytes);
    List<Import> imports = new ArrayList<>();
    if (info.memory().isPresent()) {
      Limits limits = info.memory().get();
      Extern.GuestMemory memory =
          ENGINE.newGuestMemory((int) limits.min(), (int) limits.max().orElse(ALL_PAGES));
      imports.add(new Import(InstrumentedModule.HOST, InstrumentedModule.MEMORY, memory));
    }
    LiveModule live = new LiveModule(bytes, info, imports);
    live.fuel().set(InstrumentedModule.MAX_FUEL);
    return live;
  }

  /// Without any fuel, and not started.
  static LiveModule unstarted(byte[] wasm, int maxPages) {
    InstrumentedModule module =
        Instrumenter.instrument(wasm, ModuleReader.read(wasm), ModuleLimits.DEFAULT);
    List<Import> imports = new ArrayList<>();
    if (module.memory().isPresent()) {
      Limits limits = module.memory().get();
      int max = (int) Math.min(limits.max().orElse(maxPages), maxPages);
      Extern.GuestMemory memory = ENGINE.newGuestMemory((int) limits.min(), max);
      imports.add(new Import(InstrumentedModule.HOST, InstrumentedModule.MEMORY, memory));
      if (module.growsMemory()) {
        imports.add(
            new Import(InstrumentedModule.HOST, InstrumentedModule.GROW, growing(memory, max)));
      }
    }
    byte[] bytes = module.wasm();
    return new LiveModule(bytes, ModuleReader.read(bytes), imports);
  }

  private static Extern.HostFunction growing(Extern.GuestMemory memory, int max) {
    return new Extern.HostFunction(
        Additions.GROW_TYPE,
        arguments -> {
          long pages = Integer.toUnsignedLong((int) arguments[0]);
          long before = memory.segment().byteSize() / Limits.PAGE_BYTES;
          return before + pages <= max && memory.grow((int) pages) ? before : -1;
        });
  }

  Extern.Global fuel() {
    return instance.global(InstrumentedModule.FUEL);
  }

  MemorySegment memory(String export) {
    return instance.memory(export).segment();
  }

  /// Calls an exported function.
  ///
  /// @param arguments their bits; a vector has the same 64 bits twice, and a reference is null
  Outcome call(String export, long... arguments) {
    FunctionType type = info.exportedFunction(export).orElseThrow();
    for (int i = 0; i < arguments.length; i++) {
      VALUES.segment().set(ValueLayout.JAVA_LONG, (long) i * VALUE_BYTES, arguments[i]);
    }
    try {
      callers.computeIfAbsent(export, name -> caller(name, type)).call();
    } catch (UdfException e) {
      return Outcome.trapped(e.code());
    }
    List<Long> results = new ArrayList<>();
    for (int i = 0; i < type.results().size(); i++) {
      long address = (long) i * VALUE_BYTES;
      results.add(VALUES.segment().get(ValueLayout.JAVA_LONG, address));
      if (type.results().get(i) == ValueType.V128) {
        results.add(VALUES.segment().get(ValueLayout.JAVA_LONG, address + Long.BYTES));
      }
    }
    return new Outcome(null, results);
  }

  /// What a call took of all the fuel there can be.
  long cost(String export, long... arguments) {
    fuel().set(InstrumentedModule.MAX_FUEL);
    Outcome outcome = call(export, arguments);
    if (outcome.trap() != null) {
      throw new AssertionError(export + " stopped: " + outcome.trap());
    }
    return InstrumentedModule.MAX_FUEL - fuel().get();
  }

  private Extern.Function caller(String export, FunctionType type) {
    CompiledModule kernel =
        KERNELS.computeIfAbsent(type, absent -> ENGINE.compile("caller of " + type, kernel(type)));
    List<Import> imports =
        List.of(
            new Import("guest", "function", instance.function(export)),
            new Import("host", "values", VALUES));
    return context.instantiate(kernel, imports).function("run");
  }

  private static byte[] kernel(FunctionType type) {
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
    module.exportFunction("run", module.function(code));
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

  @Override
  public void close() {
    context.close();
  }
}
