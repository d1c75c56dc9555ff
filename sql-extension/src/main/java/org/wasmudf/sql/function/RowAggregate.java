package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateFunction;
import org.wasmudf.arrow.NullInput;

/// An aggregate over rows that code of Calcite's collects. Used by that code only.
///
/// Outside of windows that code makes one for each group and tells nobody when it is done with
/// them, so rows are kept until the result is asked for, and given to a guest at once. In a window,
/// whose end [WindowScope] sees, one guest lives through all frames: of each it is given the rows
/// that the frame before hadn't, and, if its function takes rows out, those that have left it.
public final class RowAggregate {
  private static final Numbered<AggregateFunction> FUNCTIONS = new Numbered<>();

  private final DataContext data;
  private final AggregateFunction function;
  private final @Nullable RowStates states;

  /// The rows since the frame began.
  private List<@Nullable Object[]> rows = new ArrayList<>();

  /// The list whose first rows are in the guest's state: the frame before's, or this one's.
  private List<@Nullable Object[]> taken = List.of();

  private int takenCount;
  private boolean isNewFrame = true;

  private RowAggregate(DataContext data, AggregateFunction function, @Nullable WindowScope window) {
    this.data = data;
    this.function = function;
    this.states = window == null ? null : window.open(data, function);
  }

  /// The number by which code names a function.
  static int number(AggregateFunction function) {
    return FUNCTIONS.of(function);
  }

  /// A function over no rows.
  ///
  /// @param data tells for whom
  /// @param number which
  public static RowAggregate of(DataContext data, int number) {
    return new RowAggregate(data, FUNCTIONS.get(number), null);
  }

  /// A function over no rows of a window's next frame: the one that was used for the frame before,
  /// which is over.
  ///
  /// @param data tells for whom
  /// @param number which
  /// @param site where in the window's code
  public static RowAggregate next(DataContext data, int number, int site) {
    WindowScope window = Execution.of(data).window();
    if (window == null) {
      return of(data, number);
    }
    RowAggregate aggregate =
        window.aggregate(site, () -> new RowAggregate(data, FUNCTIONS.get(number), window));
    aggregate.rows = new ArrayList<>();
    aggregate.isNewFrame = true;
    return aggregate;
  }

  /// Takes a row in, unless an argument is NULL and the function isn't called then.
  ///
  /// @param arguments in Calcite's own forms
  public void add(@Nullable Object[] arguments) {
    boolean takesNull = function.signature().nullInput() == NullInput.CALLED;
    if (takesNull || Arrays.stream(arguments).allMatch(Objects::nonNull)) {
      rows.add(arguments);
    }
  }

  /// What the rows come to, in Calcite's own form.
  public @Nullable Object result() {
    if (states != null) {
      bringUpToDate(states);
      return states.result();
    }
    try (RowStates once = new RowStates(data, function)) {
      once.update(rows);
      return once.result();
    }
  }

  /// Gives the guest what its state lacks.
  private void bringUpToDate(RowStates state) {
    List<@Nullable Object[]> before = taken.subList(0, takenCount);
    int dropped = isNewFrame ? FrameChange.dropped(before, rows) : 0;
    int kept = takenCount - dropped;
    boolean moves = dropped == 0 || (function.retracts() && dropped < kept);
    if (moves) {
      if (dropped > 0) {
        state.retract(before.subList(0, dropped));
      }
      state.update(rows.subList(kept, rows.size()));
    } else {
      state.restart();
      state.update(rows);
    }
    taken = rows;
    takenCount = rows.size();
    isNewFrame = false;
  }
}
