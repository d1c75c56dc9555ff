package org.wasmudf.runtime;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.InstrumentedModule;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.EngineContext;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.Import;
import org.wasmudf.runtime.engine.WasmEngine;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.wasi.GuestImports;

/// A live instance of a guest's module; used by the thread that leases its [Sandbox].
public final class Guest {
  private static final FunctionType INITIALIZER = new FunctionType(List.of(), List.of());
  private static final int SMALLEST_BLOCK_BYTES = 65_536;
  private static final int LARGEST_BLOCK_BYTES = 1 << 30;

  private final WasmModule module;
  private final Meter meter;
  private final EngineInstance instance;
  private final Extern.Global fuel;
  private final Optional<Extern.Global> stack;
  private final @Nullable GuestMemoryAccount account;
  private final Map<String, Extern.Function> functions = new HashMap<>();
  private Extern.@Nullable GuestMemory memory;
  private Extern.@Nullable Table functionTable;
  private int blockAddress;
  private int blockBytes;

  private Guest(
      WasmModule module,
      Meter meter,
      EngineInstance instance,
      @Nullable GuestMemoryAccount account) {
    this.module = module;
    this.meter = meter;
    this.instance = instance;
    this.account = account;
    this.fuel = instance.global(InstrumentedModule.FUEL);
    this.stack =
        module.instrumented().limitsStack()
            ? Optional.of(instance.global(InstrumentedModule.STACK))
            : Optional.empty();
  }

  /// Makes an instance and runs what has to run before anything else.
  static Guest start(
      WasmEngine engine, EngineContext context, Meter meter, WasmModule module, GuestImports host) {
    GuestMemoryAccount account =
        module
            .instrumented()
            .memory()
            .map(declared -> GuestMemoryAccount.open(meter.tenant(), engine, declared))
            .orElse(null);
    try {
      EngineInstance instance =
          context.instantiate(module.compiled(), imports(module, account, host));
      Guest guest = new Guest(module, meter, instance, account);
      if (module.exportsMemory()) {
        host.bind(guest::memoryBytes);
      }
      host.chargeTo(guest::charge);
      if (account != null) {
        account.chargeTo(guest::charge);
      }
      guest.initialize();
      return guest;
    } catch (UdfException e) {
      release(account);
      throw e.inModule(module);
    } catch (RuntimeException | Error e) {
      release(account);
      throw e;
    }
  }

  private static List<Import> imports(
      WasmModule module, @Nullable GuestMemoryAccount account, GuestImports host) {
    List<Import> imports = new ArrayList<>(host.imports());
    if (account != null) {
      imports.add(new Import(InstrumentedModule.HOST, InstrumentedModule.MEMORY, account.memory()));
      if (module.instrumented().growsMemory()) {
        imports.add(
            new Import(InstrumentedModule.HOST, InstrumentedModule.GROW, account.growFunction()));
      }
    }
    return imports;
  }

  private void initialize() {
    if (module.instrumented().hasStart()) {
      call(() -> function(InstrumentedModule.START).call());
    }
    if (module.exportedFunction("_initialize").filter(INITIALIZER::equals).isPresent()) {
      call(() -> function("_initialize").call());
    }
  }

  /// Runs a call whose length the guest decides, under the limits of one.
  private <T> T call(Supplier<T> body) {
    return call(CallBudget.ofCall(meter.tenant().limits()), body);
  }

  /// Runs something that calls this guest and that no kernel meters.
  ///
  /// @param budget what it may use
  /// @param body calls functions of this guest
  /// @return what the body does
  /// @throws UdfException whatever ended the call; what it was really about, where that was a limit
  public <T> T call(CallBudget budget, Supplier<T> body) {
    long granted = begin(budget);
    T result;
    try {
      result = body.get();
    } catch (UdfException e) {
      throw failed(e, budget, granted);
    } catch (RuntimeException | Error e) {
      meter.fail(granted - takeRest());
      throw e;
    }
    meter.end(granted - takeRest());
    return result;
  }

  /// As above, for one function of this guest's, which is called without anything in between.
  ///
  /// @param result what it returns; null for nothing
  /// @param arguments as [Extern.Function] takes them
  /// @return the result; 0 for nothing
  public Number call(
      CallBudget budget,
      Extern.Function function,
      @Nullable ValueType result,
      Object... arguments) {
    long granted = begin(budget);
    Number returned;
    try {
      returned = function.call(result, arguments);
    } catch (UdfException e) {
      throw failed(e, budget, granted);
    } catch (RuntimeException | Error e) {
      meter.fail(granted - takeRest());
      throw e;
    }
    meter.end(granted - takeRest());
    return returned;
  }

  /// @return the fuel that it has
  private long begin(CallBudget budget) {
    long granted = Math.min(budget.fuel(), InstrumentedModule.MAX_FUEL);
    fuel.set(granted);
    meter.begin(budget.limits());
    return granted;
  }

  private UdfException failed(UdfException e, CallBudget budget, long granted) {
    UdfException failure = e.isInterruption() ? meter.interruption(e) : explained(e, budget);
    meter.fail(granted - takeRest());
    return failure.inModule(module);
  }

  /// What a call has left. That it ran out has been said; the row that needed it has a limit of its
  /// own.
  private long takeRest() {
    long left = fuel.get();
    if (left < 0) {
      fuel.set(0);
    }
    return left;
  }

  /// Takes fuel for what the host does in the guest's place. Code without loops would never notice
  /// that there is none left.
  private void charge(long instructions) {
    long left = fuel.get() - instructions;
    fuel.set(left);
    if (left < 0) {
      throw UdfException.of(UdfErrorCode.FUEL_EXHAUSTED, "it ran out of fuel in a host function");
    }
  }

  /// Gives the guest as much fuel as a call may use.
  ///
  /// @return how much
  long refuel() {
    long granted = Math.min(limit(Limit.FUEL_CALL), InstrumentedModule.MAX_FUEL);
    fuel.set(granted);
    return granted;
  }

  private long limit(Limit limit) {
    return meter.tenant().limits().get(limit);
  }

  private UdfException explained(UdfException failure, CallBudget budget) {
    return fuel.get() < 0
        ? budget.exhausted(failure)
        : explained(failure, budget.fuelLimit()).orElse(failure);
  }

  /// What a trap was really about, where a limit was: fuel, the stack, or memory that was refused.
  ///
  /// @param fuelLimit the one that the fuel was for
  Optional<UdfException> explained(UdfException failure, Limit fuelLimit) {
    if (fuel.get() < 0) {
      return Optional.of(
          failure
              .as(
                  UdfErrorCode.FUEL_EXHAUSTED,
                  "it executed more than %,d instructions (%s)"
                      .formatted(limit(fuelLimit), fuelLimit.key()))
              .exceeding(fuelLimit, limit(fuelLimit)));
    }
    if (stack.filter(left -> left.get() < 0).isPresent()) {
      return Optional.of(
          failure.as(
              UdfErrorCode.STACK_OVERFLOW,
              "its calls are nested too deep for functions with so many local variables"));
    }
    boolean trapped =
        switch (failure.code()) {
          case TRAP_UNREACHABLE, TRAP_OUT_OF_BOUNDS, GUEST_ERROR -> true;
          default -> false;
        };
    if (trapped && account != null && account.wasRefused()) {
      return Optional.of(
          failure
              .as(
                  UdfErrorCode.MEMORY_LIMIT,
                  "it was refused more memory and gave up (%s); %s"
                      .formatted(failure.detail(), allowedMemory()))
              .exceeding(account.refusedBy()));
    }
    return Optional.empty();
  }

  private String allowedMemory() {
    return "it may have %,d bytes (%s), and all of its tenant's instances %,d (%s)"
        .formatted(
            limit(Limit.MEMORY_BYTES),
            Limit.MEMORY_BYTES.key(),
            limit(Limit.MEMORY_TOTAL_BYTES),
            Limit.MEMORY_TOTAL_BYTES.key());
  }

  /// An exported function, which must exist. It uses the fuel that is there: of a new lease, as
  /// much as one call may use; who calls more often or under other limits sees to that.
  public Extern.Function function(String export) {
    return functions.computeIfAbsent(export, instance::function);
  }

  /// The instructions that the guest may still execute; below zero when it was stopped for that.
  public Extern.Global fuel() {
    return fuel;
  }

  /// The exported memory, which must exist.
  public Extern.GuestMemory memory() {
    if (memory == null) {
      memory = instance.memory("memory");
    }
    return memory;
  }

  /// The bytes of the exported memory, which must exist, as it is now; see [Extern.Memory#segment].
  /// For whoever looks into it often: it needn't enter the guest's context.
  public MemorySegment memoryBytes() {
    if (account == null) {
      throw new IllegalStateException("a module without memory");
    }
    return account.bytes();
  }

  /// The exported table of functions, which must exist.
  public Extern.Table functionTable() {
    if (functionTable == null) {
      functionTable = instance.table(WasmModule.FUNCTION_TABLE);
    }
    return functionTable;
  }

  /// Room in the guest's memory that the guest doesn't touch, for bytes that the host hands over.
  /// Each call may move it.
  ///
  /// @param bytes the least size; even for none there is an address
  /// @return the block's address in the guest's memory, never 0
  /// @throws UdfException MEMORY_LIMIT when the guest can't make room
  public int hostBlock(int bytes) {
    if (blockBytes > 0 && bytes <= blockBytes) {
      return blockAddress;
    }
    HostBlock way = hostBlockWay();
    int size = rounded(bytes);
    int address = call(() -> allocate(way, size));
    if (!isRoom(address, size)) {
      throw noRoom(size, "arguments");
    }
    blockAddress = address;
    blockBytes = size;
    return address;
  }

  private HostBlock hostBlockWay() {
    return HostBlock.of(module)
        .orElseThrow(() -> new IllegalStateException("checked when the function was made"));
  }

  private boolean isRoom(int address, int bytes) {
    return address != 0 && Integer.toUnsignedLong(address) + bytes <= memoryBytes().byteSize();
  }

  private UdfException noRoom(int bytes, String what) {
    return UdfException.of(
        UdfErrorCode.MEMORY_LIMIT,
        "the guest has no room for %,d bytes of %s in its memory; %s"
            .formatted(bytes, what, allowedMemory()));
  }

  /// More room in the guest's memory that the guest itself doesn't touch, for states of its
  /// functions: it stays where it is.
  ///
  /// @param bytes how much
  /// @return its address in the guest's memory, never 0
  /// @throws UdfException MEMORY_LIMIT when the guest can't make room
  public int stateBlock(int bytes) {
    HostBlock way = hostBlockWay();
    int address = call(() -> way.allocate(this, bytes));
    if (!isRoom(address, bytes)) {
      throw noRoom(bytes, "states");
    }
    return address;
  }

  /// Whether what [#stateBlock] gave can be given back. If not, it stays for as long as the guest
  /// lives.
  public boolean takesStateBlocksBack() {
    return hostBlockWay().isReused();
  }

  /// Gives back what [#stateBlock] gave.
  public void freeStateBlock(int address, int bytes) {
    HostBlock way = hostBlockWay();
    call(
        () -> {
          way.free(this, address, bytes);
          return address;
        });
  }

  private int allocate(HostBlock way, int size) {
    if (blockBytes > 0) {
      way.free(this, blockAddress, blockBytes);
      blockBytes = 0;
    }
    return way.allocate(this, size);
  }

  /// Grows the memory of a guest that can't notice.
  boolean growMemory(long pages) {
    return account != null && account.grow(pages, memory()) >= 0;
  }

  private static int rounded(int bytes) {
    if (bytes > LARGEST_BLOCK_BYTES) {
      throw UdfException.of(
          UdfErrorCode.MEMORY_LIMIT,
          "%,d bytes of arguments are more than a call can take".formatted(bytes));
    }
    return bytes <= SMALLEST_BLOCK_BYTES
        ? SMALLEST_BLOCK_BYTES
        : Integer.highestOneBit(bytes - 1) << 1;
  }

  /// Takes its memory off the tenant's account.
  void release() {
    release(account);
  }

  private static void release(@Nullable GuestMemoryAccount account) {
    if (account != null) {
      account.release();
    }
  }
}
