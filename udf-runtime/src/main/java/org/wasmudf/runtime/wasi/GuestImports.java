package org.wasmudf.runtime.wasi;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.binary.Import;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.engine.Extern;

/// The host functions that one instance imports. Belongs to the instance, and is used by its
/// thread.
public final class GuestImports {
  private final Caller caller;
  private final List<org.wasmudf.runtime.engine.Import> imports;

  private GuestImports(Caller caller, List<org.wasmudf.runtime.engine.Import> imports) {
    this.caller = caller;
    this.imports = imports;
  }

  /// Refuses a module that imports what no guest may have.
  ///
  /// @throws UdfException FORBIDDEN_IMPORT with the import's name, and both types where it is the
  ///   type that is wrong
  public static void check(ModuleInfo info) {
    info.imports().forEach(GuestImports::allowed);
  }

  /// The imports of an instance that is to be made.
  ///
  /// @param info the module as its author made it
  /// @param context the world that its functions are to see
  /// @throws UdfException as [#check]
  public static GuestImports of(ModuleInfo info, HostContext context) {
    Caller caller = new Caller(context);
    return new GuestImports(
        caller, info.imports().stream().distinct().map(each -> bound(each, caller)).toList());
  }

  /// What to instantiate the module with; empty for a module that imports nothing.
  public List<org.wasmudf.runtime.engine.Import> imports() {
    return imports;
  }

  /// Tells where the instance's memory is. Without it, functions that the guest passes pointers to
  /// fail with GUEST_ERROR.
  ///
  /// @param memory gives the whole memory as it is at that time
  public void bind(Supplier<MemorySegment> memory) {
    caller.bind(memory);
  }

  /// Makes the instance pay for what the host does for it, which its own code doesn't count.
  ///
  /// @param fuel takes units of about one WebAssembly instruction each; throws when there are none
  ///   left
  public void chargeTo(LongConsumer fuel) {
    caller.chargeTo(fuel);
  }

  private static org.wasmudf.runtime.engine.Import bound(Import each, Caller caller) {
    AllowedImport allowed = allowed(each);
    return new org.wasmudf.runtime.engine.Import(
        each.module(),
        each.name(),
        new Extern.HostFunction(
            allowed.type(), arguments -> allowed.body().call(caller, arguments)));
  }

  /// Whether a guest may have that import, with that type.
  public static boolean allows(Import each) {
    return AllowedImport.of(each.module(), each.name())
        .filter(
            allowed ->
                each instanceof Import.Function function && function.type().equals(allowed.type()))
        .isPresent();
  }

  private static AllowedImport allowed(Import each) {
    AllowedImport allowed =
        AllowedImport.of(each.module(), each.name())
            .orElseThrow(
                () ->
                    forbidden(
                        "%s.%s, which no guest may have; build it without that import"
                            .formatted(each.module(), each.name())));
    if (!(each instanceof Import.Function function)) {
      throw forbidden(
          "%s as a %s, but it is a function of type %s"
              .formatted(allowed.name(), each.kind(), allowed.type()));
    }
    if (!function.type().equals(allowed.type())) {
      throw forbidden(
          "%s as a function of type %s, but its type is %s"
              .formatted(allowed.name(), function.type(), allowed.type()));
    }
    return allowed;
  }

  private static UdfException forbidden(String what) {
    return UdfException.of(UdfErrorCode.FORBIDDEN_IMPORT, "the module imports " + what);
  }
}
