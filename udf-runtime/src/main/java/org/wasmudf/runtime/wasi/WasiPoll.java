package org.wasmudf.runtime.wasi;

import java.lang.foreign.MemorySegment;

/// Waiting in WASI: streams are always ready, and time passes as soon as somebody waits for it.
final class WasiPoll {
  private static final long MAX_SUBSCRIPTIONS = 1024;
  private static final int SUBSCRIPTION_BYTES = 48;
  private static final int EVENT_BYTES = 32;
  private static final int CLOCK = 0;
  private static final int WRITE = 2;
  private static final int ABSOLUTE = 1;

  private WasiPoll() {}

  static Errno poll(Caller caller, long... arguments) {
    long count = arguments[2] & 0xFFFF_FFFFL;
    if (count == 0 || count > MAX_SUBSCRIPTIONS) {
      return Errno.INVAL;
    }
    caller.charge(count * Charge.ITEM);
    MemorySegment subscriptions = caller.bytes(arguments[0], count * SUBSCRIPTION_BYTES);
    MemorySegment events = caller.bytes(arguments[1], count * EVENT_BYTES);
    MemorySegment eventCount = caller.bytes(arguments[3], Integer.BYTES);
    long wait = Long.MAX_VALUE;
    for (long i = 0; i < count; i++) {
      MemorySegment each = subscriptions.asSlice(i * SUBSCRIPTION_BYTES, SUBSCRIPTION_BYTES);
      if (Caller.u8(each, 8) > WRITE) {
        return Errno.INVAL;
      }
      wait = Math.min(wait, remaining(caller.context(), each));
    }
    int happened = 0;
    for (long i = 0; i < count; i++) {
      MemorySegment each = subscriptions.asSlice(i * SUBSCRIPTION_BYTES, SUBSCRIPTION_BYTES);
      if (remaining(caller.context(), each) <= wait) {
        write(each, events.asSlice((long) happened * EVENT_BYTES, EVENT_BYTES));
        happened++;
      }
    }
    caller.context().sleep(wait);
    Caller.set32(eventCount, 0, happened);
    return Errno.SUCCESS;
  }

  /// How many nanoseconds it is until the event that is waited for.
  private static long remaining(HostContext context, MemorySegment subscription) {
    if (Caller.u8(subscription, 8) != CLOCK || !isKnown(subscription)) {
      return 0;
    }
    long timeout = Caller.i64(subscription, 24);
    // Unsigned: a negative one is hundreds of years away.
    long nanos = timeout < 0 ? Long.MAX_VALUE : timeout;
    boolean absolute = (Caller.u16(subscription, 40) & ABSOLUTE) != 0;
    return absolute
        ? Math.max(0, nanos - WasiWorld.nanos(context, Caller.u32(subscription, 16)))
        : nanos;
  }

  /// Whether the subscription's clock or descriptor exists.
  private static boolean isKnown(MemorySegment subscription) {
    long which = Caller.u32(subscription, 16);
    return switch (Caller.u8(subscription, 8)) {
      case CLOCK -> WasiWorld.isClock(which);
      case WRITE -> which == WasiStreams.STDOUT || which == WasiStreams.STDERR;
      default -> which == WasiStreams.STDIN;
    };
  }

  private static void write(MemorySegment subscription, MemorySegment event) {
    Errno errno = Errno.SUCCESS;
    int kind = Caller.u8(subscription, 8);
    if (!isKnown(subscription)) {
      errno = kind == CLOCK ? Errno.INVAL : Errno.BADF;
    }
    long userData = Caller.i64(subscription, 0);
    event.fill((byte) 0);
    Caller.set64(event, 0, userData);
    Caller.set16(event, 8, errno.code());
    Caller.set8(event, 10, kind);
  }
}
