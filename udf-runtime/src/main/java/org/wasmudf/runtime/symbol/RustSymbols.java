package org.wasmudf.runtime.symbol;

/// Demangles the names that rustc gives to functions.
public final class RustSymbols {
  private RustSymbols() {}

  /// The path of a Rust function, such as `stats::seconds::{closure#0}`, without the hashes that
  /// tell crates of one name apart; any other name as it is.
  public static String demangled(String symbol) {
    return V0Symbol.demangled(symbol).or(() -> LegacySymbol.demangled(symbol)).orElse(symbol);
  }
}
