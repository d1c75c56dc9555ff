package org.wasmudf.runtime;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.EngineContext;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Import;
import org.wasmudf.runtime.engine.WasmEngine;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.wasi.CallContext;
import org.wasmudf.runtime.wasi.GuestImports;
import org.wasmudf.runtime.wasi.HostContext;

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
  private final Watchdog watchdog;
  private final EngineContext context;
  private final Meter meter;
  private final List<WasmModule> modules;
  private final Map<WasmModule, Guest> guests = new LinkedHashMap<>();

  /// The guest that was asked for last, and its module.
  private @Nullable Guest asked;

  private @Nullable WasmModule askedFor;
  private final Map<Object, EngineInstance> kernels = new HashMap<>();
  private boolean leased;
  private final HostContext host = new HostContext();
  private final boolean callsHost;
  private boolean discarded;

  private Sandbox(
      SandboxPool pool,
      Watchdog watchdog,
      EngineContext context,
      Meter meter,
      List<WasmModule> modules) {
    this.pool = pool;
    this.watchdog = watchdog;
    this.context = context;
    this.meter = meter;
    this.modules = modules;
    this.callsHost = modules.stream().anyMatch(each -> !each.info().imports().isEmpty());
  }

  static Sandbox create(
      SandboxPool pool,
      Watchdog watchdog,
      WasmEngine engine,
      Meter meter,
      List<WasmModule> modules) {
    Sandbox sandbox = new Sandbox(pool, watchdog, engine.newContext(), meter, modules);
    watchdog.watch(sandbox);
    try {
      for (WasmModule module : modules) {
        sandbox.guests.put(
            module,
            Guest.start(
                engine,
                sandbox.context,
                meter,
                module,
                GuestImports.of(module.info(), sandbox.host)));
        module.setStarted();
      }
      return sandbox;
    } catch (RuntimeException | Error e) {
      sandbox.discard();
      throw e;
    }
  }

  /// The modules that live here, in the order of the lease.
  public List<WasmModule> modules() {
    return modules;
  }

  /// What the running call may use.
  public Meter meter() {
    return meter;
  }

  /// Prepares for a call: tells what its guests see of the world. Costs nothing where no guest can
  /// look.
  ///
  /// @param call which of the context's calls it is, see [HostContext#begin]
  public void beginCall(CallContext callContext, long call) {
    if (callsHost) {
      host.begin(callContext, call);
    }
  }

  /// Hands over what the guests have logged and not ended. The next call, and the end of the lease,
  /// do so too.
  public void endCall() {
    if (callsHost) {
      host.end();
    }
  }

  /// The live instance of one of the sandbox's modules.
  @SuppressWarnings("ReferenceEquality") // only a shortcut
  public Guest guest(WasmModule module) {
    if (asked != null && module == askedFor) {
      return asked;
    }
    Guest guest = guests.get(module);
    if (guest == null) {
      throw new IllegalArgumentException("not in this sandbox: " + module.sha256());
    }
    askedFor = module;
    asked = guest;
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

  /// What a failed call was really about: a limit, or what a guest's runtime wrote before it gave
  /// up, see [HostContext#explained].
  ///
  /// @param failure what the engine says
  public UdfException explained(UdfException failure) {
    if (failure.code() == UdfErrorCode.DEADLINE_EXCEEDED && failure.isInterruption()) {
      return meter.interruption(failure);
    }
    return guests.values().stream()
        .flatMap(each -> each.explained(failure, Limit.FUEL_ROW).stream())
        .findFirst()
        .orElseGet(() -> callsHost ? host.explained(failure) : failure);
  }

  /// Stops the running call; by any thread.
  void interrupt() {
    context.interrupt();
  }

  void setLeased(Cancellation cancellation) {
    leased = true;
    meter.setCancellation(cancellation);
    guests.values().forEach(Guest::refuel);
    watchdog.watch(this);
  }

  /// Closes the context and everything in it for good.
  public void discard() {
    if (discarded) {
      return;
    }
    discarded = true;
    watchdog.forget(this);
    try {
      context.close();
      endCall();
    } finally {
      guests.values().forEach(Guest::release);
      endLease();
    }
  }

  private void endLease() {
    if (leased) {
      leased = false;
      meter.tenant().releaseInstance();
    }
  }

  /// Gives the sandbox back for the next lease, unless it was discarded.
  @Override
  public void close() {
    if (discarded) {
      return;
    }
    endCall();
    if (kernels.size() > MAX_KERNELS) {
      discard();
    } else {
      watchdog.forget(this);
      endLease();
      pool.giveBack(this);
    }
  }
}
