package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.function.Function0;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateFunction;

/// What guests hold while Calcite's code computes a window, which it does at once, before anybody
/// reads a row. Confined to one thread.
public final class WindowScope {
  private final List<RowStates> open = new ArrayList<>();
  private final Map<Integer, RowAggregate> aggregates = new HashMap<>();

  private WindowScope() {}

  /// Computes a window, and gives back what guests held. Called from generated code.
  public static <T> T run(DataContext data, Function0<T> window) {
    Execution execution = Execution.of(data);
    @Nullable WindowScope around = execution.window();
    WindowScope scope = new WindowScope();
    execution.setWindow(scope);
    try {
      return window.apply();
    } finally {
      execution.setWindow(around);
      scope.open.forEach(RowStates::close);
    }
  }

  /// The aggregate of a place in the window's code.
  ///
  /// @param site the place
  /// @param maker makes it the first time
  RowAggregate aggregate(int site, Supplier<RowAggregate> maker) {
    return aggregates.computeIfAbsent(site, _ -> maker.get());
  }

  /// A state for as long as the window is computed.
  RowStates open(DataContext data, AggregateFunction function) {
    RowStates states = new RowStates(data, function);
    open.add(states);
    return states;
  }
}
