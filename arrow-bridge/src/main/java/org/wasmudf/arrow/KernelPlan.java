package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.function.IntPredicate;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;

/// What an expression needs, found once before any batch: columns, guests, calls, and the strings
/// that guests are handed.
///
/// @param expression the whole
/// @param columns the columns it reads, in the order of their first use
/// @param modules the guests it calls
/// @param calls every call, in the order of the code
/// @param handed the strings that go into guests' memories
/// @param nullReturning the guests with functions that can return NULL
/// @param constants the constant strings that may be the result itself
/// @param metered the guests that count the instructions of a call in this expression themselves
/// @param constantCostPerRow what all calls together cost for a row that count nothing themselves,
///   if all of them are reached
/// @param limits what a row may use at most where the functions say less than the tenant's limits
record KernelPlan(
    KernelExpr expression,
    List<KernelExpr.Column> columns,
    List<WasmModule> modules,
    List<KernelExpr.Call> calls,
    List<Handed> handed,
    List<WasmModule> nullReturning,
    List<Bytes> constants,
    List<WasmModule> metered,
    long constantCostPerRow,
    Map<Limit, Long> limits) {
  /// A string or binary that a guest is handed.
  ///
  /// @param guest the place of its module in [#modules]
  /// @param source a column or a constant
  record Handed(int guest, KernelExpr source) {}

  static KernelPlan of(KernelExpr expression) {
    Collector found = new Collector();
    found.visit(expression);
    found.visitResult(expression);
    return new KernelPlan(
        expression,
        List.copyOf(found.columns),
        List.copyOf(found.modules),
        List.copyOf(found.calls),
        List.copyOf(found.handed),
        nullReturning(found.calls),
        List.copyOf(found.constants),
        metered(found.calls),
        found.calls.stream().mapToLong(each -> each.function().constantCost().orElse(0)).sum(),
        limits(found.calls));
  }

  private static List<WasmModule> nullReturning(List<KernelExpr.Call> calls) {
    return calls.stream()
        .map(KernelExpr.Call::function)
        .filter(GuestFunction::returnsNull)
        .map(GuestFunction::module)
        .distinct()
        .toList();
  }

  private static List<WasmModule> metered(List<KernelExpr.Call> calls) {
    return calls.stream()
        .map(KernelExpr.Call::function)
        .filter(each -> each.constantCost().isEmpty())
        .map(GuestFunction::module)
        .distinct()
        .toList();
  }

  private static Map<Limit, Long> limits(List<KernelExpr.Call> calls) {
    Map<Limit, Long> lowest = new EnumMap<>(Limit.class);
    for (KernelExpr.Call each : calls) {
      each.function().limits().forEach((limit, value) -> lowest.merge(limit, value, Math::min));
    }
    return Map.copyOf(lowest);
  }

  /// Whether it is for what it does to states that the expression is evaluated: nobody wants the
  /// values.
  boolean isEffect() {
    return expression instanceof KernelExpr.Call call && call.function() instanceof StateFunction;
  }

  int columnSlot(KernelExpr.Column column) {
    return columns.indexOf(column);
  }

  int handedSlot(WasmModule module, KernelExpr source) {
    return handed.indexOf(new Handed(modules.indexOf(module), source));
  }

  /// Whether a part can be NULL for some row of a batch with such columns.
  boolean isNullable(KernelExpr expression, List<KernelShape.ColumnShape> shapes) {
    return isNullable(expression, (int slot) -> shapes.get(slot).nullable());
  }

  boolean isNullable(KernelExpr expression, IntPredicate nullableColumn) {
    return switch (expression) {
      case KernelExpr.Column column -> nullableColumn.test(columnSlot(column));
      case KernelExpr.Literal literal -> literal.value() == null;
      case KernelExpr.IsNull _ -> false;
      case KernelExpr.Case choice ->
          isNullable(choice.otherwise(), nullableColumn)
              || choice.branches().stream()
                  .anyMatch(each -> isNullable(each.value(), nullableColumn));
      case KernelExpr.Call call ->
          // Asked for each batch, and seldom so.
          (!nullReturning.isEmpty() && call.function().returnsNull())
              || (!call.function().isCalledOnNull()
                  && call.arguments().stream().anyMatch(each -> isNullable(each, nullableColumn)));
      case KernelExpr.Arithmetic _,
          KernelExpr.Comparison _,
          KernelExpr.And _,
          KernelExpr.Or _,
          KernelExpr.Not _,
          KernelExpr.Cast _ ->
          expression.operands().stream().anyMatch(each -> isNullable(each, nullableColumn));
    };
  }

  /// Whether an expression is NULL exactly for the rows in which one of its columns is.
  boolean isStrict(KernelExpr expression) {
    return switch (expression) {
      case KernelExpr.Column _ -> true;
      case KernelExpr.Literal literal -> literal.value() != null;
      case KernelExpr.Call call ->
          !call.function().returnsNull()
              && !call.function().isCalledOnNull()
              && call.arguments().stream().allMatch(this::isStrict);
      case KernelExpr.Arithmetic _, KernelExpr.Comparison _, KernelExpr.Not _, KernelExpr.Cast _ ->
          expression.operands().stream().allMatch(this::isStrict);
      case KernelExpr.And _, KernelExpr.Or _, KernelExpr.IsNull _, KernelExpr.Case _ -> false;
    };
  }

  /// Where in the frame the address of a guest's byte for NULL lies.
  int nullByteSlot(WasmModule module) {
    return Frame.nullByte(columns.size(), handed.size(), nullReturning.indexOf(module));
  }

  /// Bytes of a frame, constants included.
  int frameBytes() {
    return constantOffset(constants.size());
  }

  /// Where in the frame a constant lies.
  int constantOffset(int index) {
    int offset = Frame.constants(columns.size(), handed.size(), nullReturning.size());
    for (Bytes each : constants.subList(0, index)) {
      offset += each.length();
    }
    return offset;
  }

  private static final class Collector {
    private final SequencedSet<KernelExpr.Column> columns = new LinkedHashSet<>();
    private final SequencedSet<WasmModule> modules = new LinkedHashSet<>();
    private final List<KernelExpr.Call> calls = new ArrayList<>();
    private final SequencedSet<Handed> handed = new LinkedHashSet<>();
    private final SequencedSet<Bytes> constants = new LinkedHashSet<>();

    void visit(KernelExpr expression) {
      if (expression instanceof KernelExpr.Column column) {
        columns.add(column);
      }
      if (expression instanceof KernelExpr.Call call) {
        visitCall(call);
      } else {
        expression.operands().forEach(this::visit);
      }
    }

    private void visitCall(KernelExpr.Call call) {
      WasmModule module = call.function().module();
      modules.add(module);
      int guest = List.copyOf(modules).indexOf(module);
      for (KernelExpr each : call.arguments()) {
        visit(each);
        if (each.type().isVariableLength()) {
          handed.add(new Handed(guest, each));
        }
      }
      calls.add(call);
    }

    /// Finds the constants that the kernel copies into its result itself.
    void visitResult(KernelExpr expression) {
      switch (expression) {
        case KernelExpr.Literal(SqlType type, Object value)
            when type.isVariableLength() && value != null ->
            constants.add((Bytes) value);
        case KernelExpr.Case choice -> {
          choice.branches().forEach(each -> visitResult(each.value()));
          visitResult(choice.otherwise());
        }
        default -> {}
      }
    }
  }
}
