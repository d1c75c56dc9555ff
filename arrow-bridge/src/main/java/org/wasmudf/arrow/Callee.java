package org.wasmudf.arrow;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.engine.Extern;

/// An exported function that is called row by row: what each call needs of it is looked up once.
/// Used by the evaluator's thread.
final class Callee {
  private final String export;
  private final OptionalLong constantCost;
  private @Nullable Guest guest;
  private Extern.@Nullable Function function;

  Callee(WasmModule module, String export) {
    this.export = export;
    this.constantCost = module.constantCost(export);
  }

  /// See [WasmModule#constantCost].
  OptionalLong constantCost() {
    return constantCost;
  }

  /// The function of a guest.
  @SuppressWarnings("ReferenceEquality") // Each is another one.
  Extern.Function of(Guest itsGuest) {
    Extern.Function known = function;
    if (known == null || guest != itsGuest) {
      known = itsGuest.function(export);
      guest = itsGuest;
      function = known;
    }
    return known;
  }
}
