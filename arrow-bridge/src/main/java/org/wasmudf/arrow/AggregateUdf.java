package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.WasmModule;

/// An aggregate function over batches: a state for each group, in a guest of its own.
///
/// Groups are numbered from 0 and made by [#reserve]. Each batch is one call of a kernel, which
/// evaluates the arguments of each row and gives them to the state of the row's group; rows with a
/// NULL among the arguments are passed over. Any error but a wrong argument's ends the states, and
/// the object can then only be closed.
///
/// Used by one thread at a time.
public final class AggregateUdf implements AutoCloseable {
  private final AggregateFunction function;
  private final BatchEvaluator evaluator;
  private final LinearMemory memory;
  private final List<WasmModule> modules;
  private final int stateColumn;
  private final StateColumn states;
  private final StateColumn others;
  private final BatchExpression stateSize;
  private final BatchExpression init;
  private final BatchExpression update;
  private final BatchExpression finish;
  private final @Nullable BatchExpression retract;
  private final BatchExpression merge;
  private final @Nullable BatchExpression save;
  private final @Nullable BatchExpression load;
  private @Nullable StateBlocks blocks;
  private int spare;
  private int groups;

  private AggregateUdf(
      AggregateFunction function, List<KernelExpr> arguments, BatchEvaluator parent) {
    List<KernelExpr.Column> columns =
        KernelPlan.of(new KernelExpr.Call(function.update(), withState(arguments, 0))).columns();
    this.function = function;
    this.memory = parent.memory();
    this.stateColumn = 1 + columns.stream().mapToInt(KernelExpr.Column::index).max().orElse(0);
    KernelExpr updated = new KernelExpr.Call(function.update(), withState(arguments, stateColumn));
    this.modules = KernelPlan.of(updated).modules();
    this.evaluator = parent.forStates(modules);
    this.update = evaluator.prepare(updated);
    this.retract =
        function.retracts()
            ? evaluator.prepare(
                new KernelExpr.Call(function.retract(), withState(arguments, stateColumn)))
            : null;
    KernelExpr state = state(0);
    this.stateSize = evaluator.prepare(new KernelExpr.Call(function.stateSize(), List.of()));
    this.init = evaluator.prepare(new KernelExpr.Call(function.init(), List.of(state)));
    this.finish = evaluator.prepare(new KernelExpr.Call(function.finish(), List.of(state)));
    this.merge = evaluator.prepare(new KernelExpr.Call(function.merge(), List.of(state, state(1))));
    boolean saves = function.savesItself();
    KernelExpr saved = new KernelExpr.Column(1, SqlType.Simple.VARBINARY);
    this.save =
        saves ? evaluator.prepare(new KernelExpr.Call(function.save(), List.of(state))) : null;
    this.load =
        saves
            ? evaluator.prepare(new KernelExpr.Call(function.load(), List.of(state, saved)))
            : null;
    this.states = new StateColumn(memory);
    this.others = new StateColumn(memory);
  }

  private static KernelExpr state(int column) {
    return new KernelExpr.Column(column, StateFunction.STATE);
  }

  private static List<KernelExpr> withState(List<KernelExpr> arguments, int column) {
    List<KernelExpr> all = new ArrayList<>(List.of(state(column)));
    all.addAll(arguments);
    return all;
  }

  /// A function without any groups yet.
  ///
  /// @param arguments over the columns of the batches, of exactly the parameters' types
  /// @param evaluator for whom the guests run, under its rules; it lends nothing else, and may be
  ///   closed before or after
  public static AggregateUdf of(
      AggregateFunction function, List<KernelExpr> arguments, BatchEvaluator evaluator) {
    return new AggregateUdf(function, arguments, evaluator);
  }

  /// A function of the first columns of the batches, for the owner; results lie in that memory.
  public static AggregateUdf of(AggregateFunction function, LinearMemory memory) {
    List<KernelExpr> arguments = new ArrayList<>();
    for (SqlType each : function.signature().parameters()) {
      arguments.add(new KernelExpr.Column(arguments.size(), each));
    }
    return of(function, arguments, new BatchEvaluator(memory));
  }

  /// Makes the groups 0 to `count - 1`, those of them that aren't there yet: their states are as
  /// new.
  ///
  /// @throws UdfException when the guest fails, or has no room for so many (MEMORY_LIMIT)
  public void reserve(int count) {
    if (count <= groups) {
      return;
    }
    StateBlocks room = blocks();
    apart(
        () -> {
          room.reserve(count, guest());
          return init(groups, count - groups);
        });
    groups = count;
  }

  private int init(int from, int count) {
    return evaluate(init, List.of(states.range(from, count, blocks())), count);
  }

  /// Makes the states of groups that follow each other as new.
  ///
  /// @param from the first group
  /// @param count how many
  /// @throws UdfException when the guest fails
  public void restart(int from, int count) {
    checkGroups(from, count);
    apart(() -> init(from, count));
  }

  /// How many groups there are.
  public int groups() {
    return groups;
  }

  /// Takes rows of a batch in.
  ///
  /// @param groupOfRow the group of each row, which is there; null when all are in group 0
  /// @param columns the batch
  /// @param rows how many rows
  /// @param filter says which of them count; null when all do
  /// @throws UdfException when a row fails, with its number
  public void update(
      int @Nullable [] groupOfRow,
      List<? extends FieldVector> columns,
      int rows,
      @Nullable BitVector filter) {
    evaluate(update, groupOfRow, columns, rows, filter);
  }

  /// Takes rows out again that were taken in before.
  ///
  /// @param groupOfRow as in [#update]
  /// @param columns the batch
  /// @param rows how many rows
  /// @param filter as in [#update]
  /// @throws UdfException as in [#update]
  /// @throws IllegalStateException when the function can't do that, see
  ///   [AggregateFunction#retracts]
  public void retract(
      int @Nullable [] groupOfRow,
      List<? extends FieldVector> columns,
      int rows,
      @Nullable BitVector filter) {
    if (retract == null) {
      throw new IllegalStateException(function.signature() + " can't take rows out again");
    }
    evaluate(retract, groupOfRow, columns, rows, filter);
  }

  private void evaluate(
      BatchExpression expression,
      int @Nullable [] groupOfRow,
      List<? extends FieldVector> columns,
      int rows,
      @Nullable BitVector filter) {
    if (rows == 0) {
      return;
    }
    IntVector addresses;
    if (groupOfRow == null) {
      checkGroups(0, 1);
      addresses = states.of(0, rows, blocks());
    } else {
      addresses = states.of(groupOfRow, 0, rows, blocks(), groups);
    }
    if (filter != null) {
      states.keepOnly(filter, rows);
    }
    evaluate(expression, new WithState(columns, stateColumn, addresses), rows);
  }

  /// The batch's columns, and the states' behind all that the arguments read.
  private static final class WithState extends AbstractList<FieldVector> {
    private final List<? extends FieldVector> columns;
    private final int place;
    private final FieldVector states;

    WithState(List<? extends FieldVector> columns, int place, FieldVector states) {
      this.columns = columns;
      this.place = place;
      this.states = states;
    }

    @Override
    public FieldVector get(int index) {
      return index == place ? states : columns.get(index);
    }

    @Override
    public int size() {
      return place + 1;
    }
  }

  /// The results of groups that follow each other. They can be asked for again, and the groups go
  /// on taking rows in, if the function allows for that.
  ///
  /// @param from the first group
  /// @param count how many
  /// @return a new vector, the caller's to close
  /// @throws UdfException when the guest fails
  public FieldVector finish(int from, int count) {
    checkGroups(from, count);
    return apart(() -> finish.evaluate(List.of(states.range(from, count, blocks())), count));
  }

  /// The states of groups that follow each other, for [#merge] into groups elsewhere: of this
  /// process or another.
  ///
  /// @param from the first group
  /// @param count how many
  /// @return a new vector, the caller's to close
  /// @throws UdfException when the guest fails
  public VarBinaryVector save(int from, int count) {
    checkGroups(from, count);
    StateBlocks room = blocks();
    if (save != null) {
      IntVector addresses = states.range(from, count, room);
      return (VarBinaryVector) apart(() -> save.evaluate(List.of(addresses), count));
    }
    VarBinaryVector copies = new VarBinaryVector("states", memory.allocator());
    try {
      copies.allocateNew((long) count * room.stateBytes(), count);
      byte[] state = new byte[room.stateBytes()];
      MemorySegment guests = guest().memoryBytes();
      for (int row = 0; row < count; row++) {
        long address = Integer.toUnsignedLong(room.address(from + row));
        MemorySegment.copy(guests, address, MemorySegment.ofArray(state), 0, state.length);
        copies.set(row, state);
      }
      copies.setValueCount(count);
      return copies;
    } catch (RuntimeException | Error e) {
      copies.close();
      throw e;
    }
  }

  /// Merges saved states into groups.
  ///
  /// @param groupOfRow the group that each of the states goes into, which is there
  /// @param saved what [#save] gave, for the same function
  /// @throws UdfException when the guest fails
  /// @throws IllegalArgumentException when a state isn't one of this function's
  public void merge(int[] groupOfRow, VarBinaryVector saved) {
    merge(groupOfRow, saved.getValueCount(), (from, sources) -> load(saved, from, sources));
  }

  /// Merges groups of another object of the same function, in another guest. They stay as they are.
  ///
  /// @param groupOfOther the group that each of the other's groups goes into, which is there
  /// @param other whose groups
  /// @param first the first of them
  /// @param count how many
  /// @throws UdfException when a guest fails
  public void merge(int[] groupOfOther, AggregateUdf other, int first, int count) {
    other.checkGroups(first, count);
    if (function.savesItself()) {
      try (VarBinaryVector saved = other.save(first, count)) {
        merge(groupOfOther, saved);
      }
      return;
    }
    merge(groupOfOther, count, (from, sources) -> copy(other, first + from, sources));
  }

  /// Makes states in room of the guest's.
  @FunctionalInterface
  private interface Source {
    /// @param from the first state
    /// @param addresses where to make it and those that follow it, one behind the other
    void make(int from, IntVector addresses);
  }

  private void merge(int[] groupOfState, int count, Source source) {
    StateBlocks room = blocks();
    if (count == 0) {
      return;
    }
    if (spare == 0) {
      spare = apart(() -> room.spare(guest()));
    }
    int most = room.statesPerBlock();
    for (int from = 0; from < count; from += most) {
      int some = Math.min(most, count - from);
      IntVector targets = states.of(groupOfState, from, some, room, groups);
      IntVector sources = others.evenly(spare, room.stateBytes(), some);
      source.make(from, sources);
      apart(() -> evaluate(merge, List.of(targets, sources), some));
    }
  }

  /// Copies states of another guest, as many at once as lie together there.
  private void copy(AggregateUdf other, int first, IntVector addresses) {
    StateBlocks room = other.blocks();
    int stateBytes = blocks().stateBytes();
    if (room.stateBytes() != stateBytes) {
      throw UdfException.of(
              UdfErrorCode.INVALID_RESULT,
              "it says that a state has %,d bytes, and elsewhere %,d"
                  .formatted(stateBytes, room.stateBytes()))
          .inFunction(function.name())
          .inModule(function.module());
    }
    MemorySegment from = other.guest().memory().segment();
    MemorySegment to = guest().memory().segment();
    for (int done = 0; done < addresses.getValueCount(); ) {
      int some = Math.min(room.statesBehind(first + done), addresses.getValueCount() - done);
      MemorySegment.copy(
          from,
          Integer.toUnsignedLong(room.address(first + done)),
          to,
          Integer.toUnsignedLong(addresses.get(done)),
          (long) some * stateBytes);
      done += some;
    }
  }

  private void load(VarBinaryVector saved, int from, IntVector sources) {
    int count = sources.getValueCount();
    if (load != null) {
      TransferPair pair = saved.getTransferPair(memory.allocator());
      pair.splitAndTransfer(from, count);
      try (VarBinaryVector part = (VarBinaryVector) pair.getTo()) {
        apart(() -> evaluate(load, List.of(sources, part), count));
      }
      return;
    }
    int stateBytes = blocks().stateBytes();
    MemorySegment guests = guest().memoryBytes();
    for (int row = 0; row < count; row++) {
      byte[] state = saved.get(from + row);
      if (state == null || state.length != stateBytes) {
        throw new IllegalArgumentException(
            "not a state of %d bytes: row %d".formatted(stateBytes, from + row));
      }
      long address = Integer.toUnsignedLong(sources.get(row));
      MemorySegment.copy(MemorySegment.ofArray(state), 0, guests, address, stateBytes);
    }
  }

  private void checkGroups(int from, int count) {
    if (from < 0 || count < 0 || from + count > groups) {
      throw new IndexOutOfBoundsException(
          "%d groups from %d on, of %d".formatted(count, from, groups));
    }
  }

  private StateBlocks blocks() {
    if (blocks == null) {
      try (IntVector size = (IntVector) apart(() -> stateSize.evaluate(List.of(), 1))) {
        blocks = apart(() -> new StateBlocks(size.get(0)));
      }
    }
    return blocks;
  }

  /// Runs what isn't about a row of the caller's.
  private <T> T apart(Supplier<T> step) {
    try {
      return step.get();
    } catch (UdfException e) {
      throw e.withoutRow().inFunction(function.name()).inModule(function.module());
    }
  }

  private static int evaluate(
      BatchExpression expression, List<? extends FieldVector> columns, int rows) {
    try (FieldVector done = expression.evaluate(columns, rows)) {
      return done.getValueCount();
    }
  }

  private Guest guest() {
    Sandbox sandbox = evaluator.sandbox(modules);
    return sandbox.guest(function.module());
  }

  /// Ends the states, and gives the guest back.
  @Override
  public void close() {
    states.close();
    others.close();
    if (blocks != null && !evaluator.isLost() && !isFreed(blocks)) {
      evaluator.discard(modules);
    }
    evaluator.close();
  }

  /// What a guest doesn't take back must not be in the way of whom it serves next.
  private boolean isFreed(StateBlocks room) {
    try {
      return room.free(guest());
    } catch (UdfException e) {
      return false;
    }
  }
}
