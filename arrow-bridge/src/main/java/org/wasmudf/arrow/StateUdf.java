package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// An aggregate function that takes one row at a time into a state that the caller keeps, as bytes:
/// for streams, whose states lie in a store. Values are in the forms that [RowUdf] lists.
///
/// The guest keeps nothing between calls: a state is copied into it, or loaded by it, for each row,
/// and copied or saved afterwards. So any call may be made in a new instance.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class StateUdf implements AutoCloseable {
  /// What states point to is never given back by a guest that loads them; one that has kept so much
  /// of it, or an eighth of what it may have, makes way for a new one.
  private static final long MOST_LEFT_BYTES = 8L << 20;

  private static final int SHARE_LEFT = 8;

  private final AggregateFunction function;
  private final BatchEvaluator evaluator;
  private final GuestCalls calls;
  private final int parameters;
  private final boolean isCalledOnNull;
  private final RowCall stateSize;
  private final RowCall init;
  private final RowCall update;
  private final RowCall finish;
  private final @Nullable RowCall save;
  private final @Nullable RowCall load;
  private @Nullable Room room;

  /// A place for the state at work.
  ///
  /// @param guest in whose memory it is
  /// @param address where
  /// @param stateBytes how many bytes a state has
  /// @param memoryBytes how many the guest's memory had when the place was made
  private record Room(Guest guest, int address, int stateBytes, long memoryBytes) {
    MemorySegment state() {
      return guest.memoryBytes().asSlice(Integer.toUnsignedLong(address), stateBytes);
    }
  }

  private StateUdf(AggregateFunction function, BatchEvaluator evaluator) {
    this.function = function;
    this.evaluator = evaluator;
    this.calls =
        new GuestCalls(
            evaluator, evaluator.memory(), function.module(), function.name(), function.limits());
    this.parameters = function.signature().parameters().size();
    this.isCalledOnNull = function.update().isCalledOnNull();
    this.stateSize = new RowCall(function.stateSize(), calls);
    this.init = new RowCall(function.init(), calls);
    this.update = new RowCall(function.update(), calls);
    this.finish = new RowCall(function.finish(), calls);
    boolean saves = function.savesItself();
    this.save = saves ? new RowCall(function.save(), calls) : null;
    this.load = saves ? new RowCall(function.load(), calls) : null;
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  public static StateUdf of(AggregateFunction function, BatchEvaluator evaluator) {
    return new StateUdf(function, evaluator);
  }

  /// The function that is called.
  public AggregateFunction function() {
    return function;
  }

  /// What a row makes of a state.
  ///
  /// @param state the caller's to keep, for [#update] of the same function
  /// @param result what the rows come to that were taken in; null for NULL
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
  public record Updated(byte[] state, @Nullable Object result) {}

  /// Takes a row in.
  ///
  /// @param state what the row before gave; null when there was none. It stays as it is
  /// @param arguments a value for each parameter
  /// @return null when nothing changes, because an argument is null and the function isn't called
  ///   then
  /// @throws UdfException whatever the guest does wrong; SIGNATURE_MISMATCH when the state is of
  ///   another size than the function's. The next call works
  public @Nullable Updated update(byte @Nullable [] state, @Nullable Object... arguments) {
    if (arguments.length != parameters) {
      throw new IllegalArgumentException(
          function.signature() + " can't take " + arguments.length + " arguments");
    }
    @Nullable Object[] all = new Object[parameters + 1];
    for (int i = 0; i < parameters; i++) {
      if (arguments[i] == null && !isCalledOnNull) {
        return null;
      }
      all[i + 1] = arguments[i];
    }
    Updated updated = calls.run(1, () -> run(state, all));
    renewFullGuest();
    return updated;
  }

  private Updated run(byte @Nullable [] state, @Nullable Object[] arguments) {
    ResourceLimits limits = calls.limits();
    Room at = room(limits);
    arguments[0] = at.address;
    place(state, at, limits);
    update.call(at.guest, limits, arguments);
    byte[] after =
        save == null
            ? at.state().toArray(ValueLayout.JAVA_BYTE)
            : (byte[]) Objects.requireNonNull(save.call(at.guest, limits, at.address));
    return new Updated(after, finish.call(at.guest, limits, at.address));
  }

  private void place(byte @Nullable [] state, Room at, ResourceLimits limits) {
    if (state == null) {
      // What another state left there isn't this one's, not even between its fields.
      at.state().fill((byte) 0);
      init.call(at.guest, limits, at.address);
    } else if (load != null) {
      load.call(at.guest, limits, at.address, state);
    } else if (state.length == at.stateBytes) {
      MemorySegment.copy(state, 0, at.state(), ValueLayout.JAVA_BYTE, 0, state.length);
    } else {
      throw UdfException.of(
          UdfErrorCode.SIGNATURE_MISMATCH,
          "its states have %,d bytes, and the one that was kept has %,d: it was made by another module; use that one, or begin with new states"
              .formatted(at.stateBytes, state.length));
    }
  }

  private Room room(ResourceLimits limits) {
    Guest guest = calls.sandbox().guest(function.module());
    if (room == null || room.guest != guest) {
      int bytes = (Integer) Objects.requireNonNull(stateSize.call(guest, limits));
      int address = new StateBlocks(bytes).spare(guest);
      room = new Room(guest, address, bytes, guest.memoryBytes().byteSize());
    }
    return room;
  }

  private void renewFullGuest() {
    if (load == null || room == null) {
      return;
    }
    long free = calls.limits().get(Limit.MEMORY_BYTES) - room.memoryBytes;
    long left = room.guest.memoryBytes().byteSize() - room.memoryBytes;
    if (left > Math.min(MOST_LEFT_BYTES, free / SHARE_LEFT)) {
      discard();
    }
  }

  private void discard() {
    room = null;
    calls.discard();
  }

  /// Ends the guest.
  @Override
  public void close() {
    discard();
    evaluator.close();
  }
}
