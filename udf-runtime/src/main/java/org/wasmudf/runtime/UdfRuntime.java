package org.wasmudf.runtime;

import java.time.Duration;
import java.util.List;
import org.wasmudf.runtime.binary.InstrumentedModule;
import org.wasmudf.runtime.binary.Instrumenter;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.binary.ModuleLimits;
import org.wasmudf.runtime.binary.ModuleReader;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.WasmEngine;
import org.wasmudf.runtime.engine.graal.GraalEngine;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// The entry point: owns the engine, the modules and the pools of their instances.
///
/// Thread-safe. The engine starts with the first module that runs, so that a process that never
/// calls a function never pays for it.
public final class UdfRuntime implements AutoCloseable {
  private static final int PAGE_BYTES = 65_536;
  private static final int MAX_DATA_PAGES = 32_767;
  private static final Duration MAX_IDLE = Duration.ofMinutes(1);

  private static final class Shared {
    static final UdfRuntime RUNTIME = create();
  }

  private final WasmEngine engine;
  private final boolean countsFuel;
  private final EngineCheck check;
  private final Tenant owner = new Tenant("(owner)", ResourceLimits.DEFAULT);
  private final ModuleCache modules = new ModuleCache();
  private final SandboxPool pool;
  private final Watchdog watchdog;

  private UdfRuntime(WasmEngine engine, boolean countsFuel, Duration maxIdle) {
    this.engine = engine;
    this.countsFuel = countsFuel;
    this.check = new EngineCheck(engine);
    this.pool = new SandboxPool(this, maxIdle);
    this.watchdog = new Watchdog(pool::shrink, maxIdle.dividedBy(2));
  }

  /// The runtime of this process, which is never closed.
  public static UdfRuntime shared() {
    return Shared.RUNTIME;
  }

  /// A runtime with an engine of its own, for tests and for hosts that unload it. Code is not
  /// shared between runtimes.
  public static UdfRuntime create() {
    return create(MAX_IDLE);
  }

  /// @param maxIdle after which sandboxes that nobody has leased since are closed
  static UdfRuntime create(Duration maxIdle) {
    return new UdfRuntime(new GraalEngine(), true, maxIdle);
  }

  /// As [#create], but guests don't count their instructions, so that only deadlines stop them: for
  /// measuring what counting costs.
  public static UdfRuntime withoutFuel() {
    return new UdfRuntime(new GraalEngine(), false, MAX_IDLE);
  }

  /// Which engine runs the modules, and whether it compiles them. Starts the engine.
  public EngineStatus engineStatus() {
    return engine.status();
  }

  /// Reads, checks and compiles a module. The same bytes give the same object as long as somebody
  /// uses it; a module that nobody uses any more is collected, with its code. Starts the engine.
  ///
  /// @param tenant who waits for it, at most as long as its `compile.ms`
  /// @throws UdfException INVALID_MODULE with the offset of the first fault, FORBIDDEN_IMPORT with
  ///   the import's name, MODULE_TOO_LARGE, MODULE_TOO_COMPLEX or COMPILE_TIMEOUT with the limit
  public WasmModule load(Tenant tenant, byte[] wasm) {
    String sha256 = Sha256.hex(wasm);
    WasmModule known = modules.get(sha256);
    if (known != null) {
      return known;
    }
    byte[] bytes = wasm.clone();
    return modules.add(
        Deadline.within(tenant.limits().get(Limit.COMPILE_MILLIS), () -> read(sha256, bytes)));
  }

  /// As [#load(Tenant, byte[])], for the owner.
  public WasmModule load(byte[] wasm) {
    return load(owner, wasm);
  }

  private WasmModule read(String sha256, byte[] bytes) {
    ModuleInfo info = ModuleReader.read(bytes, ModuleLimits.DEFAULT);
    WasmModule.checkImports(info);
    check.warnOnceIfInterpreted();
    InstrumentedModule instrumented =
        countsFuel
            ? Instrumenter.instrument(bytes, info, ModuleLimits.DEFAULT)
            : Instrumenter.withoutFuel(bytes, info, ModuleLimits.DEFAULT);
    return new WasmModule(
        sha256, bytes, info, instrumented, engine.compile(sha256, instrumented.wasm()));
  }

  /// A memory of the host's for batches: at least that many bytes, in whole pages of 64 KiB,
  /// zeroed, at a fixed address.
  ///
  /// Clearing it costs about a millisecond per MiB, so take large ones and reuse them. It lives
  /// until nothing refers to it.
  ///
  /// @param bytes at most 32,767 pages, which is a little less than 2 GiB
  /// @throws UdfException MEMORY_LIMIT when the process has no more memory for it
  public Extern.DataMemory newDataMemory(long bytes) {
    long pages = (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
    if (pages < 1 || pages > MAX_DATA_PAGES) {
      throw new IllegalArgumentException(
          "a data memory of %,d bytes: it can have 1 to %,d pages of 64 KiB"
              .formatted(bytes, MAX_DATA_PAGES));
    }
    return engine.newDataMemory((int) pages);
  }

  /// Makes a module that the host wrote itself ready to be linked into sandboxes; it isn't checked.
  ///
  /// @param name unique to the function that it serves: a call site that serves many functions is
  ///   slow
  public CompiledModule compileKernel(String name, byte[] wasm) {
    return engine.compileKernel(name, wasm);
  }

  /// For whom guests run where no tenant is named; has the default limits unless they are altered.
  public Tenant owner() {
    return owner;
  }

  /// Takes a sandbox with one live instance of each module, for the calling thread until it is
  /// closed.
  ///
  /// @param tenant for whom they run
  /// @param cancellation stops waiting for it, and whatever runs there
  /// @throws UdfException when a module can't be instantiated; TENANT_THROTTLED when the tenant has
  ///   all its instances in use; CANCELLED
  public Sandbox lease(Tenant tenant, List<WasmModule> modules, Cancellation cancellation) {
    return pool.lease(tenant, modules, cancellation);
  }

  /// As [#lease(Tenant, List, Cancellation)], for the owner and for as long as it takes.
  public Sandbox lease(List<WasmModule> modules) {
    return lease(owner, modules, Cancellation.create());
  }

  /// A meter for what a tenant executes outside of any sandbox, for one thread.
  ///
  /// @param cancellation stops what is executed there
  public Meter newMeter(Tenant tenant, Cancellation cancellation) {
    return new Meter(tenant, watchdog, cancellation);
  }

  Sandbox newSandbox(Tenant tenant, List<WasmModule> modules, Cancellation cancellation) {
    return Sandbox.create(pool, watchdog, engine, newMeter(tenant, cancellation), modules);
  }

  /// How many modules are known.
  int modules() {
    return modules.size();
  }

  /// Closes a tenant and its idle instances.
  public void drop(Tenant tenant) {
    tenant.close();
    pool.evict(tenant);
  }

  /// Closes every idle sandbox and the engine.
  @Override
  public void close() {
    pool.close();
    watchdog.close();
    engine.close();
  }
}
