package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/// Finds calls of guests that stand in expressions more than once with the same arguments, and
/// makes a column of each: so a function that is not VOLATILE runs once for a row.
///
/// One of the places must be reached for every row. Used once.
final class CommonCalls {
  private final RexBuilder rexBuilder;
  private final int columns;
  private final Map<RexNode, Uses> calls = new LinkedHashMap<>();

  /// How often a call is written down, and whether every row gets to it.
  private static final class Uses {
    int count;
    boolean always;
  }

  private CommonCalls(RelNode input) {
    this.rexBuilder = input.getCluster().getRexBuilder();
    this.columns = input.getRowType().getFieldCount();
  }

  /// Divides expressions into common calls and what uses them.
  ///
  /// @param expressions evaluated for every row
  /// @param more evaluated for some of them
  /// @return nothing when there are none; else with what becomes of the first expressions and then
  ///   of the others
  static Optional<CallSplitter.Split> split(
      List<RexNode> expressions, List<RexNode> more, RelNode input) {
    CommonCalls common = new CommonCalls(input);
    expressions.forEach(each -> common.count(each, true));
    more.forEach(each -> common.count(each, false));
    List<RexNode> all = new ArrayList<>(expressions);
    all.addAll(more);
    return common.split(all);
  }

  private void count(RexNode node, boolean always) {
    if (!(node instanceof RexCall call)) {
      return;
    }
    if (isShareable(call)) {
      Uses uses = calls.computeIfAbsent(call, absent -> new Uses());
      uses.count++;
      uses.always |= always;
      if (uses.count > 1) {
        // Its arguments have been counted, and are to be evaluated once like the call.
        return;
      }
    }
    for (int i = 0; i < call.getOperands().size(); i++) {
      boolean first = i == 0 || !isLazy(call.getKind());
      count(call.getOperands().get(i), always && first);
    }
  }

  private static boolean isShareable(RexCall call) {
    return WasmCalls.functionOf(call.getOperator()).isPresent() && RexUtil.isDeterministic(call);
  }

  /// Whether an operation evaluates its first operand only, and others as that demands.
  private static boolean isLazy(SqlKind kind) {
    return switch (kind) {
      case AND, OR, CASE, COALESCE -> true;
      default -> false;
    };
  }

  private Optional<CallSplitter.Split> split(List<RexNode> expressions) {
    List<RexNode> lower = new ArrayList<>();
    RexShuttle columnsForCalls =
        new RexShuttle() {
          @Override
          public RexNode visitCall(RexCall call) {
            Uses uses = calls.get(call);
            if (uses == null || uses.count < 2 || !uses.always) {
              return super.visitCall(call);
            }
            int place = lower.indexOf(call);
            if (place < 0) {
              place = lower.size();
              lower.add(call);
            }
            return rexBuilder.makeInputRef(call.getType(), columns + place);
          }
        };
    List<RexNode> upper = expressions.stream().map(each -> each.accept(columnsForCalls)).toList();
    return lower.isEmpty() ? Optional.empty() : Optional.of(new CallSplitter.Split(lower, upper));
  }
}
