package org.wasmudf.runtime.binary;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private static final AnyCall CALLS = new AnyCall(ENGINE.newDataMemory(1), ENGINE::compile);
  private static final int MAX_COMPILED = 8;
  private static final Map<String, CompiledModule> COMPILED =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompiledModule> eldest) {
          return size() > MAX_COMPILED;
        }
      };

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

  Extern.Global stack() {
    return instance.global(InstrumentedModule.STACK);
  }

  MemorySegment memory(String export) {
    return instance.memory(export).segment();
  }

  /// Calls an exported function.
  ///
  /// @param arguments their bits; a vector has the same 64 bits twice, and a reference is null
  Outcome call(String export, long... arguments) {
    FunctionType type = info.exportedFunction(export).orElseThrow();
    try {
      Extern.Function caller =
          callers.computeIfAbsent(
              export, name -> CALLS.link(context::instantiate, type, instance.function(name)));
      return new Outcome(null, CALLS.call(caller, type, arguments));
    } catch (UdfException e) {
      return Outcome.trapped(e.code());
    }
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

  @Override
  public void close() {
    context.close();
  }
}
