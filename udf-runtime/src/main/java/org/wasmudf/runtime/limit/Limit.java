package org.wasmudf.runtime.limit;

import java.util.Arrays;
import java.util.Optional;

/// What a tenant's guests may use at most, each with the default that holds where nobody says
/// otherwise.
public enum Limit {
  /// The linear memory of one instance; growing past it returns -1 to the guest.
  MEMORY_BYTES("memory.bytes", 64L << 20),
  /// The linear memories of all of the tenant's live instances together, those of idle ones too.
  /// Doesn't cover data memories, which are the host's, nor compiled code, which all tenants share.
  MEMORY_TOTAL_BYTES("memory.total.bytes", 512L << 20),
  /// WebAssembly instructions for one row.
  FUEL_ROW("fuel.row", 10_000_000),
  /// WebAssembly instructions for one call whose length the guest decides, such as `_initialize`.
  FUEL_CALL("fuel.call", 2_000_000_000),
  /// WebAssembly instructions in a second, of all of the tenant's instances together; who wants
  /// more waits.
  FUEL_SECOND("fuel.second", Limit.NONE),
  /// The time that one row, or one call whose length the guest decides, may take.
  DEADLINE_MILLIS("deadline.ms", 5_000),
  /// The results of one call, in bytes.
  OUTPUT_BYTES("output.bytes", 16L << 20),
  /// The rows that one row of input may become.
  OUTPUT_ROWS("output.rows", 10_000),
  /// One string or binary that a guest returns.
  VALUE_BYTES("value.bytes", 1L << 20),
  /// What one call may log; the rest is cut off, which is no error.
  LOG_BYTES("log.bytes", 4 << 10),
  /// How many instances may be leased at once; who wants another one waits.
  INSTANCES("instances", 64),
  /// How many functions there may be: each costs memory that is the process's.
  FUNCTIONS("functions", 1_000),
  /// The time that the engine may take to make a module ready.
  COMPILE_MILLIS("compile.ms", 30_000);

  /// The value of a limit that is switched off.
  public static final long NONE = Long.MAX_VALUE;

  private final String key;
  private final long standard;

  Limit(String key, long standard) {
    this.key = key;
    this.standard = standard;
  }

  /// The name in statements and configurations, such as `fuel.row`.
  public String key() {
    return key;
  }

  /// The value where nobody says otherwise.
  public long standard() {
    return standard;
  }

  /// Whether it is about a single call, so that a function may have a lower one of its own. The
  /// others are about what all of a tenant's functions share.
  public boolean isOfCalls() {
    return switch (this) {
      case FUEL_ROW,
          FUEL_CALL,
          DEADLINE_MILLIS,
          OUTPUT_BYTES,
          OUTPUT_ROWS,
          VALUE_BYTES,
          LOG_BYTES ->
          true;
      case MEMORY_BYTES, MEMORY_TOTAL_BYTES, FUEL_SECOND, INSTANCES, FUNCTIONS, COMPILE_MILLIS ->
          false;
    };
  }

  /// The limit of that name.
  public static Optional<Limit> of(String key) {
    return Arrays.stream(values()).filter(each -> each.key.equals(key)).findFirst();
  }
}
