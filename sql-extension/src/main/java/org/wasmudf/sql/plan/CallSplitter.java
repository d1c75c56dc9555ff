package org.wasmudf.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.KernelExpr;
import org.wasmudf.arrow.SqlType;

/// Divides expressions that mix calls of guests with what kernels can't do into two levels: an
/// upper one that kernels alone or Calcite alone evaluates, and columns that a level below computes
/// for it.
///
/// What stands in CASE, AND, OR or COALESCE keeps its condition: its column is a CASE under the
/// conditions that lead to it. Used once.
final class CallSplitter {
  /// Expressions over a row with more columns.
  ///
  /// @param lower the columns to be added to the input's
  /// @param upper what the expressions become over all of them
  record Split(List<RexNode> lower, List<RexNode> upper) {}

  /// Divides an expression that is reached under a condition.
  @FunctionalInterface
  private interface Division {
    RexNode divide(RexNode node, @Nullable RexNode guard);
  }

  private final RexBuilder rexBuilder;
  private final int columns;
  private final List<RexNode> lower = new ArrayList<>();

  private CallSplitter(RelNode input) {
    this.rexBuilder = input.getCluster().getRexBuilder();
    this.columns = input.getRowType().getFieldCount();
  }

  /// Divides expressions.
  ///
  /// @return nothing when they are evaluated over batches as they are, or when no guest is called
  static Optional<Split> split(List<RexNode> expressions, RelNode input) {
    CallSplitter splitter = new CallSplitter(input);
    List<RexNode> expanded =
        expressions.stream()
            .map(each -> RexUtil.expandSearch(splitter.rexBuilder, null, each))
            .toList();
    if (expanded.stream().noneMatch(WasmCalls::in)
        || expanded.stream().allMatch(splitter::isForBatches)) {
      return Optional.empty();
    }
    List<RexNode> upper = expanded.stream().map(splitter::upperForKernels).toList();
    if (!isWork(upper)) {
      splitter.lower.clear();
      upper = expanded.stream().map(each -> splitter.forRows(each, null)).toList();
    }
    return isWork(upper) ? Optional.of(new Split(splitter.lower, upper)) : Optional.empty();
  }

  private static boolean isWork(List<RexNode> upper) {
    return upper.stream().anyMatch(RexCall.class::isInstance);
  }

  private RexNode upperForKernels(RexNode expression) {
    if (isForBatches(expression)) {
      return expression;
    }
    if (WasmCalls.isBatchCall(expression)) {
      return rebuild((RexCall) expression, null, this::forKernels);
    }
    if (BatchProgram.isGuardedCall(expression)) {
      return guardedBatchCall((RexCall) expression);
    }
    int before = lower.size();
    RexNode upper = forKernels(expression, null);
    if (lower.subList(before, lower.size()).contains(expression)) {
      truncate(before);
      return hoist(expression, null);
    }
    return upper;
  }

  /// A call of a function for batches whose condition or arguments become columns.
  private RexNode guardedBatchCall(RexCall guarded) {
    RexNode condition = guarded.getOperands().getFirst();
    RexCall call = (RexCall) guarded.getOperands().get(1);
    return guarded.clone(
        guarded.getType(),
        List.of(
            forKernels(condition, null),
            rebuild(call, condition, this::forKernels),
            guarded.getOperands().getLast()));
  }

  /// The part at the top that a kernel evaluates.
  private RexNode forKernels(RexNode node, @Nullable RexNode guard) {
    if (isForKernels(node)) {
      return node;
    }
    if (!(node instanceof RexCall call) || !WasmCalls.in(call)) {
      return hoist(node, guard);
    }
    int before = lower.size();
    RexNode rebuilt =
        rebuild(call, guard, call.getKind() == SqlKind.CASE ? this::forKernels : this::held);
    if (isForKernels(rebuilt)) {
      return rebuilt;
    }
    truncate(before);
    return hoist(node, guard);
  }

  /// An operand: kernels read strings from memory, so what another call returns becomes a column
  /// first.
  private RexNode held(RexNode node, @Nullable RexNode guard) {
    boolean bytes =
        ColumnTypes.functionType(node.getType()).filter(SqlType::isVariableLength).isPresent();
    return bytes && !isHeld(node) ? hoist(node, guard) : forKernels(node, guard);
  }

  private boolean isHeld(RexNode node) {
    return KernelTranslator.translate(node, columns, rexBuilder)
        .filter(
            program ->
                program.expression() instanceof KernelExpr.Column
                    || program.expression() instanceof KernelExpr.Literal)
        .isPresent();
  }

  /// The part at the top that Calcite evaluates row by row.
  private RexNode forRows(RexNode node, @Nullable RexNode guard) {
    if (!(node instanceof RexCall call) || !WasmCalls.in(call)) {
      return node;
    }
    boolean isCall = WasmCalls.functionOf(call.getOperator()).isPresent();
    return isCall || isForKernels(call) ? hoist(call, guard) : rebuild(call, guard, this::forRows);
  }

  private boolean isForBatches(RexNode node) {
    return ColumnProgram.of(node, columns, rexBuilder).isPresent();
  }

  private boolean isForKernels(RexNode node) {
    return KernelTranslator.translate(node, columns, rexBuilder).isPresent();
  }

  private RexNode rebuild(RexCall call, @Nullable RexNode guard, Division division) {
    List<RexNode> operands = call.getOperands();
    List<RexNode> rebuilt = new ArrayList<>();
    RexNode reached = guard;
    for (int i = 0; i < operands.size(); i++) {
      RexNode operand = operands.get(i);
      boolean isCondition =
          call.getKind() != SqlKind.CASE || (i % 2 == 0 && i + 1 < operands.size());
      if (!isCondition && i + 1 < operands.size()) {
        rebuilt.add(division.divide(operand, both(reached, operands.get(i - 1))));
        reached = both(reached, test(SqlStdOperatorTable.IS_NOT_TRUE, operands.get(i - 1)));
        continue;
      }
      rebuilt.add(division.divide(operand, reached));
      switch (call.getKind()) {
        case AND -> reached = both(reached, test(SqlStdOperatorTable.IS_NOT_FALSE, operand));
        case OR -> reached = both(reached, test(SqlStdOperatorTable.IS_NOT_TRUE, operand));
        case COALESCE -> reached = both(reached, test(SqlStdOperatorTable.IS_NULL, operand));
        default -> {}
      }
    }
    return call.clone(call.getType(), rebuilt);
  }

  private RexNode test(SqlOperator test, RexNode operand) {
    return rexBuilder.makeCall(test, operand);
  }

  private RexNode both(@Nullable RexNode guard, RexNode condition) {
    return guard == null
        ? condition
        : RexUtil.composeConjunction(rexBuilder, List.of(guard, condition));
  }

  /// Makes a column of the level below of an expression.
  private RexNode hoist(RexNode node, @Nullable RexNode guard) {
    RexNode column = guard == null || isGuarded(node, guard) ? node : guarded(node, guard);
    int place = RexUtil.isDeterministic(column) ? lower.indexOf(column) : -1;
    if (place < 0) {
      place = lower.size();
      lower.add(column);
    }
    return rexBuilder.makeInputRef(column.getType(), columns + place);
  }

  /// Whether it is what a guard has made before, which another rule has put back into its place.
  private static boolean isGuarded(RexNode node, RexNode guard) {
    return node instanceof RexCall call
        && call.getKind() == SqlKind.CASE
        && call.getOperands().size() == 3
        && call.getOperands().getFirst().equals(guard)
        && RexUtil.isNullLiteral(call.getOperands().getLast(), true);
  }

  private RexNode guarded(RexNode node, RexNode guard) {
    if (node.getKind() == SqlKind.ROW) {
      // Calcite has no CASE of a ROW.
      RexCall row = (RexCall) node;
      return rexBuilder.makeCall(
          row.getOperator(), row.getOperands().stream().map(each -> guarded(each, guard)).toList());
    }
    RelDataType type = rexBuilder.getTypeFactory().createTypeWithNullability(node.getType(), true);
    return rexBuilder.makeCall(
        type, SqlStdOperatorTable.CASE, List.of(guard, node, rexBuilder.makeNullLiteral(type)));
  }

  private void truncate(int size) {
    lower.subList(size, lower.size()).clear();
  }

  /// The columns of a row, as expressions.
  static List<RexNode> references(RelNode input) {
    List<RexNode> references = new ArrayList<>();
    for (int i = 0; i < input.getRowType().getFieldCount(); i++) {
      references.add(RexInputRef.of(i, input.getRowType()));
    }
    return references;
  }
}
