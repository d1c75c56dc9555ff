package org.wasmudf.runtime.wasi;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.wasmudf.runtime.binary.Import;
import org.wasmudf.runtime.binary.ModuleInfo;

/// A reason why the same arguments may give another result tomorrow.
public enum Nondeterminism {
  /// The module can ask for the time.
  CLOCK,
  /// The module can ask for random numbers.
  RANDOM;

  /// What of it a module can reach, by its imports. A runtime may import more than the function
  /// uses: Go's imports both, always.
  public static Set<Nondeterminism> reachedBy(ModuleInfo info) {
    Set<Nondeterminism> reached = EnumSet.noneOf(Nondeterminism.class);
    for (Import each : info.imports()) {
      if (each.module().equals(WasiFunction.MODULE)) {
        switch (each.name()) {
          case "clock_time_get" -> reached.add(CLOCK);
          case "random_get" -> reached.add(RANDOM);
          default -> {}
        }
      }
    }
    return Collections.unmodifiableSet(reached);
  }
}
