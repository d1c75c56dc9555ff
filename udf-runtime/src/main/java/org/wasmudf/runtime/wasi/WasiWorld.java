package org.wasmudf.runtime.wasi;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// What WASI tells of the world, and the ways out of it: no arguments, no environment, clocks that
/// stand still but for sleeping, numbers from a seed, and an exit that is an error.
final class WasiWorld {
  /// Web browsers give as many at once.
  private static final long MAX_RANDOM_BYTES = 65_536;

  private static final int RANDOM_BYTES_PER_UNIT = 4;
  private static final long REALTIME = 0;
  private static final long THREAD_CPU_TIME = 3;

  private WasiWorld() {}

  static List<AllowedImport> functions() {
    return List.of(
        WasiFunction.named("args_get", List.of(I32, I32), (caller, arguments) -> Errno.SUCCESS),
        WasiFunction.named("args_sizes_get", List.of(I32, I32), WasiWorld::noSizes),
        WasiFunction.named("environ_get", List.of(I32, I32), (caller, arguments) -> Errno.SUCCESS),
        WasiFunction.named("environ_sizes_get", List.of(I32, I32), WasiWorld::noSizes),
        WasiFunction.named("clock_res_get", List.of(I32, I32), WasiWorld::resolution),
        WasiFunction.named("clock_time_get", List.of(I32, I64, I32), WasiWorld::time),
        WasiFunction.named("random_get", List.of(I32, I32), WasiWorld::random),
        WasiFunction.named("sched_yield", List.of(), (caller, arguments) -> Errno.SUCCESS),
        WasiFunction.named("poll_oneoff", List.of(I32, I32, I32, I32), WasiPoll::poll),
        AllowedImport.of(WasiFunction.MODULE, "proc_exit", List.of(I32), WasiWorld::exit));
  }

  /// Whether there is a clock of that number. All but the wall clock are one: no processor time is
  /// measured.
  static boolean isClock(long clock) {
    return clock >= REALTIME && clock <= THREAD_CPU_TIME;
  }

  static long nanos(HostContext context, long clock) {
    return clock == REALTIME ? context.wallNanos() : context.steadyNanos();
  }

  private static Errno noSizes(Caller caller, long... arguments) {
    MemorySegment count = caller.bytes(arguments[0], Integer.BYTES);
    MemorySegment bytes = caller.bytes(arguments[1], Integer.BYTES);
    Caller.set32(count, 0, 0);
    Caller.set32(bytes, 0, 0);
    return Errno.SUCCESS;
  }

  private static Errno resolution(Caller caller, long... arguments) {
    if (!isClock(arguments[0])) {
      return Errno.INVAL;
    }
    Caller.set64(caller.bytes(arguments[1], Long.BYTES), 0, 1);
    return Errno.SUCCESS;
  }

  private static Errno time(Caller caller, long... arguments) {
    if (!isClock(arguments[0])) {
      return Errno.INVAL;
    }
    MemorySegment result = caller.bytes(arguments[2], Long.BYTES);
    Caller.set64(result, 0, nanos(caller.context(), arguments[0]));
    return Errno.SUCCESS;
  }

  private static Errno random(Caller caller, long... arguments) {
    long length = arguments[1] & 0xFFFF_FFFFL;
    if (length > MAX_RANDOM_BYTES) {
      return Errno.INVAL;
    }
    caller.charge(length / RANDOM_BYTES_PER_UNIT);
    caller.context().random(caller.bytes(arguments[0], length));
    return Errno.SUCCESS;
  }

  private static long exit(Caller caller, long... arguments) {
    caller.context().end();
    UdfException exit =
        UdfException.of(
            UdfErrorCode.GUEST_ERROR,
            "it exited with code " + Integer.toUnsignedString((int) arguments[0]));
    throw caller.context().log().firstError().map(exit::saying).orElse(exit);
  }
}
