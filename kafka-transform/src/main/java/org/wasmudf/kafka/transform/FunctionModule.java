package org.wasmudf.kafka.transform;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateFunction;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.RecordsFunction;
import org.wasmudf.arrow.RecordsUdf;
import org.wasmudf.arrow.RowUdf;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.StateUdf;
import org.wasmudf.kafka.FieldPath;
import org.wasmudf.kafka.FunctionCall;
import org.wasmudf.kafka.FunctionDeclaration;
import org.wasmudf.runtime.SelfDescription;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;

/// A configured module: its functions by name, and one guest that runs them for a share of its
/// tenant. Used by one thread at a time; whoever opens it closes it.
final class FunctionModule implements AutoCloseable {
  private final Settings settings;
  private final Tenant tenant;
  private final WasmModule module;
  private final Statistics statistics;
  private final BatchEvaluator evaluator;
  private final Map<String, FunctionDeclaration> declared = new HashMap<>();

  /// What holds room for states in the guest.
  private final List<StateUdf> states = new ArrayList<>();

  /// Lines of the module's own that are no declaration of a scalar function.
  private final List<String> unread = new ArrayList<>();

  private FunctionModule(
      Settings settings, Tenant tenant, WasmModule module, Statistics statistics) {
    this.settings = settings;
    this.tenant = tenant;
    this.module = module;
    this.statistics = statistics;
    this.evaluator =
        new BatchEvaluator(LinearMemory.shared(), tenant, Kernels.FASTEST, Cancellation.create());
  }

  /// Loads the module and reads the declarations.
  ///
  /// @param tenant for whom it runs, and nothing else does; dropped when the module is closed
  /// @param bytes the module; this object's from now on
  /// @param statistics where its calls are counted
  /// @throws ConfigException naming the key and what to do
  static FunctionModule open(
      Settings settings, Tenant tenant, byte[] bytes, Statistics statistics) {
    String sha256 = settings.optional(Settings.MODULE_SHA256);
    if (sha256 != null && !Sha256.hex(bytes).equals(sha256.toLowerCase(Locale.ROOT))) {
      throw settings.wrong(
          Settings.MODULE_SHA256,
          "the module %s is another one, its SHA-256 is %s: find out who changed it"
              .formatted(settings.get(Settings.MODULE_FILE), Sha256.hex(bytes)));
    }
    try {
      WasmModule module = UdfRuntime.shared().load(tenant, bytes);
      EngineReport.publishOnce();
      FunctionModule opened = new FunctionModule(settings, tenant, module, statistics);
      if (settings.shape() != Shape.RECORDS) {
        opened.declare();
      }
      return opened;
    } catch (UdfException e) {
      throw settings.wrong(Settings.MODULE_FILE, e.code() + ": " + e.getMessage());
    }
  }

  private void declare() {
    String own = settings.optional(Settings.FUNCTIONS);
    if (own != null) {
      FunctionDeclaration.readAll(own).forEach(each -> declared.put(each.name(), each));
      return;
    }
    for (String line : SelfDescription.of(module).lines()) {
      try {
        FunctionDeclaration.readAll(line).forEach(each -> declared.put(each.name(), each));
      } catch (IllegalArgumentException e) {
        unread.add("%s (%s)".formatted(line, e.getMessage()));
      }
    }
    if (declared.isEmpty() && unread.isEmpty()) {
      throw settings.wrong(
          Settings.FUNCTIONS,
          "the module declares no functions in a section %s: declare those that are called, as disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE"
              .formatted(SelfDescription.SECTION));
    }
  }

  /// Makes a call of a scalar function ready.
  ///
  /// @param scope the part whose fields its paths are; null for the whole record
  /// @param access to the records that it is made for
  /// @throws ConfigException when it calls no function of the module's, or not as it is declared
  <R> RecordCall<R> prepare(FunctionCall call, @Nullable Part scope, RecordAccess<R> access) {
    FunctionDeclaration declaration = declaration(call);
    CallArguments<R> arguments = arguments(call, declaration, scope, access);
    try {
      ScalarFunction function =
          new ScalarFunction(module, declaration.export(), declaration.signature());
      return new RecordCall<>(arguments, RowUdf.of(function, evaluator), meter(call.function()));
    } catch (UdfException e) {
      throw settings.wrong(Settings.FUNCTIONS, e.code() + ": " + e.getMessage());
    }
  }

  /// Makes a call of an aggregate function ready.
  ///
  /// @param scope as in [#prepare]
  /// @param access as in [#prepare]
  /// @throws ConfigException as in [#prepare]
  <R> StateCall<R> prepareAggregate(
      FunctionCall call, @Nullable Part scope, RecordAccess<R> access) {
    FunctionDeclaration declaration = declaration(call);
    CallArguments<R> arguments = arguments(call, declaration, scope, access);
    try {
      StateUdf udf =
          StateUdf.of(
              new AggregateFunction(module, declaration.export(), declaration.signature()),
              evaluator);
      states.add(udf);
      return new StateCall<>(arguments, udf, meter(call.function()));
    } catch (UdfException e) {
      throw settings.wrong(Settings.FUNCTIONS, e.code() + ": " + e.getMessage());
    }
  }

  /// Makes a function of records ready, which needs no declaration.
  ///
  /// @throws ConfigException when the module has none of that name
  RecordsCall prepareRecords(String function) {
    try {
      return new RecordsCall(
          RecordsUdf.of(new RecordsFunction(module, function), evaluator),
          meter(function),
          e -> blame(e.inFunction(function)));
    } catch (UdfException e) {
      throw settings.wrong(Settings.CALL, e.code() + ": " + e.getMessage());
    }
  }

  private FunctionDeclaration declaration(FunctionCall call) {
    FunctionDeclaration declaration = declared.get(call.function());
    if (declaration == null) {
      throw settings.wrong(Settings.CALL, unknown(call));
    }
    return declaration;
  }

  private <R> CallArguments<R> arguments(
      FunctionCall call,
      FunctionDeclaration declaration,
      @Nullable Part scope,
      RecordAccess<R> access) {
    List<SqlType> parameters = declaration.signature().parameters();
    if (call.arguments().size() != parameters.size()) {
      throw settings.wrong(
          Settings.CALL,
          "%s has %d arguments, but %s takes %d"
              .formatted(
                  call, call.arguments().size(), declaration.signature(), parameters.size()));
    }
    List<Source> sources = new ArrayList<>();
    for (FieldPath each : call.arguments()) {
      try {
        sources.add(Source.of(each, scope));
      } catch (IllegalArgumentException e) {
        throw settings.wrong(Settings.CALL, String.valueOf(e.getMessage()));
      }
    }
    return new CallArguments<>(call, parameters, sources, access);
  }

  /// What measures the calls of a function.
  ///
  /// @param function its declared name
  CallMeter meter(String function) {
    return new CallMeter(tenant, statistics.of(function));
  }

  String sha256() {
    return module.sha256();
  }

  /// The most memory that its guests have had, in bytes; by any thread.
  long peakMemoryBytes() {
    return tenant.usage().peakMemoryBytes();
  }

  /// Makes an instance, which the first call takes.
  ///
  /// @throws UdfException when none can be made
  void start() {
    UdfRuntime.shared().lease(tenant, List.of(module), Cancellation.create()).close();
  }

  /// An error of this module's, told whose it is.
  UdfException blame(UdfException e) {
    UdfException ofModule = e.inModule(module);
    return ofModule.tenant().isPresent() ? ofModule : ofModule.ofTenant(tenant.name());
  }

  private String unknown(FunctionCall call) {
    String names = declared.keySet().stream().sorted().collect(joining(", "));
    String others =
        unread.isEmpty()
            ? ""
            : "; the module also declares what is no scalar function that a transform can call: "
                + String.join("; ", unread);
    return "there is no function %s; declared are %s%s"
        .formatted(call.function(), names.isEmpty() ? "none" : names, others);
  }

  /// Ends the guest.
  @Override
  public void close() {
    states.forEach(StateUdf::close);
    evaluator.close();
    UdfRuntime.shared().drop(tenant);
  }
}
