package org.wasmudf.runtime.wasi;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.wasmudf.runtime.binary.Import;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.binary.Reach;

/// A reason why a function may give another result for the same arguments tomorrow.
public enum Nondeterminism {
  /// It can ask for the time.
  CLOCK,
  /// It can ask for random numbers.
  RANDOM,
  /// It can see something of an earlier call: it changes memory, globals or tables, or reads what
  /// its module changes somewhere.
  STATE;

  /// The reasons that a function has, by what it can reach. None is a proof: such a function is
  /// deterministic, but for the bits of a NaN, which WebAssembly leaves open, and for what it is
  /// handed: the addresses of strings and binaries differ from call to call.
  ///
  /// @param wasm the whole module
  /// @param info what a reader made of it
  /// @param function the function's index
  public static Set<Nondeterminism> reachedBy(byte[] wasm, ModuleInfo info, int function) {
    Reach reach = Reach.of(wasm, info, function);
    Set<Nondeterminism> reached = EnumSet.noneOf(Nondeterminism.class);
    if (reach.writes() || (reach.reads() && keepsState(info))) {
      reached.add(STATE);
    }
    for (Import.Function each : reach.imports()) {
      switch (each.name()) {
        case "clock_time_get", "poll_oneoff" -> reached.add(CLOCK);
        case "random_get" -> reached.add(RANDOM);
        default -> {
          if (answers(each)) {
            reached.add(STATE);
          }
        }
      }
    }
    return Collections.unmodifiableSet(reached);
  }

  private static boolean keepsState(ModuleInfo info) {
    return Reach.keepsState(info)
        || info.imports().stream()
            .anyMatch(each -> each instanceof Import.Function && answers(each));
  }

  /// Whether a host function writes into the guest's memory, as all of WASI may, and not only ends
  /// the call or tells the host something.
  private static boolean answers(Import function) {
    return switch (function.name()) {
      case "fail", "log", "abort", "proc_exit" -> false;
      default -> true;
    };
  }
}
