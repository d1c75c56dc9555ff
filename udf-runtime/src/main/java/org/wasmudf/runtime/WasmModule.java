package org.wasmudf.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wasmudf.runtime.binary.Export;
import org.wasmudf.runtime.binary.ExternalKind;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.InstrumentedModule;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.wasi.GuestImports;
import org.wasmudf.runtime.wasi.Nondeterminism;

/// A checked module: immutable, shared by everybody who runs it.
public final class WasmModule {
  /// What LLVM's linker calls the table that function pointers point into.
  public static final String FUNCTION_TABLE = "__indirect_function_table";

  /// What the engine calls functions without a name.
  private static final Pattern NAMELESS = Pattern.compile("func\\[(\\d{1,9})]");

  private final String sha256;
  private final byte[] bytes;
  private final ModuleInfo info;
  private final InstrumentedModule instrumented;
  private final CompiledModule compiled;
  private final Map<String, Long> constantCosts;
  private final Map<Class<?>, Object> companions = new ConcurrentHashMap<>();
  private volatile boolean started;

  WasmModule(
      String sha256,
      byte[] bytes,
      ModuleInfo info,
      InstrumentedModule instrumented,
      CompiledModule compiled) {
    this.sha256 = sha256;
    this.bytes = bytes;
    this.info = info;
    this.instrumented = instrumented;
    this.compiled = compiled;
    this.constantCosts = constantCosts(info, instrumented);
  }

  /// Refuses what no guest may have.
  static void checkImports(ModuleInfo info) {
    GuestImports.check(info);
  }

  /// SHA-256 of the module's bytes, 64 lower-case hexadecimal digits.
  public String sha256() {
    return sha256;
  }

  /// The module itself; a copy, the caller's.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// What is in the module.
  public ModuleInfo info() {
    return info;
  }

  /// Whether there has been an instance of it: its data fits its memory, and its start function and
  /// `_initialize` ended well.
  public boolean hasStarted() {
    return started;
  }

  void setStarted() {
    started = true;
  }

  /// Something that goes with this module and is collected with it, such as the kernels that call
  /// its functions. One of each type, made when it is first asked for.
  public <T> T companion(Class<T> type, Supplier<T> maker) {
    return type.cast(companions.computeIfAbsent(type, absent -> maker.get()));
  }

  /// What a call of an exported function costs, in instructions, where that is the same for each:
  /// then the function doesn't count itself, and who calls it does. Empty for all others.
  public OptionalLong constantCost(String export) {
    Long cost = constantCosts.get(export);
    return cost == null ? OptionalLong.empty() : OptionalLong.of(cost);
  }

  /// By export. Asked for each call, so they are looked up once.
  private static Map<String, Long> constantCosts(ModuleInfo info, InstrumentedModule instrumented) {
    Map<String, Long> costs = new HashMap<>();
    for (Export each : info.exports()) {
      if (each.kind() == ExternalKind.FUNCTION) {
        instrumented.constantCost(each.index()).ifPresent(cost -> costs.put(each.name(), cost));
      }
    }
    return Map.copyOf(costs);
  }

  /// Why an exported function may give another result for the same arguments, see
  /// [Nondeterminism#reachedBy]; looks through its code.
  ///
  /// @throws IllegalArgumentException when there is no such function
  public Set<Nondeterminism> nondeterminism(String export) {
    return info.export(export)
        .filter(each -> each.kind() == ExternalKind.FUNCTION)
        .map(each -> Nondeterminism.reachedBy(bytes, info, each.index()))
        .orElseThrow(() -> new IllegalArgumentException("no function '" + export + "'"));
  }

  InstrumentedModule instrumented() {
    return instrumented;
  }

  CompiledModule compiled() {
    return compiled;
  }

  /// The type of an exported function, or nothing when no function is exported under that name.
  public Optional<FunctionType> exportedFunction(String name) {
    return info.exportedFunction(name);
  }

  /// A function's name as the module's author knows it: the engine numbers nameless ones after
  /// instrumentation has moved them.
  String originalName(String engines) {
    Matcher nameless = NAMELESS.matcher(engines);
    return nameless.matches()
        ? "func[%d]".formatted(instrumented.originalNumber(Integer.parseInt(nameless.group(1))))
        : engines;
  }

  /// Whether the module exports its memory as `memory`.
  public boolean exportsMemory() {
    return info.export("memory").filter(each -> each.kind() == ExternalKind.MEMORY).isPresent();
  }

  /// Whether the module exports its table of functions as [#FUNCTION_TABLE].
  public boolean exportsFunctionTable() {
    return info.export(FUNCTION_TABLE)
        .filter(each -> each.kind() == ExternalKind.TABLE)
        .filter(each -> info.tables().get(each.index()).element() == ValueType.FUNCREF)
        .isPresent();
  }

  /// Whether the host can have room of its own in the guest's memory, as strings and binaries need.
  public boolean takesHostBytes() {
    return HostBlock.of(this).isPresent();
  }

  /// The names of all exported functions, in the module's order.
  public List<String> exportedFunctionNames() {
    return info.exports().stream()
        .filter(each -> each.kind() == ExternalKind.FUNCTION)
        .map(Export::name)
        .toList();
  }
}
