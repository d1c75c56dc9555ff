package org.wasmudf.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.EngineContext;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Import;

/// One live instance of each of a few modules, and the kernels that call them, in a context of
/// their own.
///
/// Leased from [UdfRuntime#lease] and used by one thread until closed, which gives it back to the
/// pool. After any trap it must be [discarded][#discard]: a guest that stopped half way may be in
/// any state.
public final class Sandbox implements AutoCloseable {
  /// A statement brings a kernel or two; a sandbox that has served many statements is not kept, so
  /// that they can go.
  private static final int MAX_KERNELS = 64;

  private final SandboxPool pool;
  private final EngineContext context;
  private final List<WasmModule> modules;
  private final Map<WasmModule, Guest> guests = new LinkedHashMap<>();
  private final Map<Object, EngineInstance> kernels = new HashMap<>();
  private boolean discarded;

  private Sandbox(SandboxPool pool, EngineContext context, List<WasmModule> modules) {
    this.pool = pool;
    this.context = context;
    this.modules = modules;
  }

  static Sandbox create(SandboxPool pool, EngineContext context, List<WasmModule> modules) {
    Sandbox sandbox = new Sandbox(pool, context, modules);
    try {
      for (WasmModule module : modules) {
        EngineInstance instance = context.instantiate(module.compiled(), List.of());
        sandbox.guests.put(module, Guest.start(module, instance));
        module.setStarted();
      }
      return sandbox;
    } catch (RuntimeException | Error e) {
      context.close();
      throw e;
    }
  }

  /// The modules that live here, in the order of the lease.
  public List<WasmModule> modules() {
    return modules;
  }

  /// The live instance of one of the sandbox's modules.
  public Guest guest(WasmModule module) {
    Guest guest = guests.get(module);
    if (guest == null) {
      throw new IllegalArgumentException("not in this sandbox: " + module.sha256());
    }
    return guest;
  }

  /// Links a kernel to what it imports; a kernel that was linked before under an equal key is
  /// reused.
  public EngineInstance link(Object key, CompiledModule kernel, List<Import> imports) {
    EngineInstance known = kernels.get(key);
    if (known != null) {
      return known;
    }
    EngineInstance instance = context.instantiate(kernel, imports);
    kernels.put(key, instance);
    return instance;
  }

  /// Closes the context and everything in it for good.
  public void discard() {
    discarded = true;
    context.close();
  }

  /// Gives the sandbox back for the next lease, unless it was discarded.
  @Override
  public void close() {
    if (discarded) {
      return;
    }
    if (kernels.size() > MAX_KERNELS) {
      discard();
    } else {
      pool.giveBack(this);
    }
  }
}
