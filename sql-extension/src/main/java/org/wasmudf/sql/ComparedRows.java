package org.wasmudf.sql;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexOver;
import org.wasmudf.sql.function.FunctionTypes;

/// Refuses what compares ROWs as a whole: Calcite has them as arrays of Java's, which are equal to
/// nothing but themselves, and would give wrong results.
final class ComparedRows {
  private ComparedRows() {}

  /// @throws RefusedException when an operator compares ROWs, or values that hold some
  static void check(RelNode rel) {
    switch (rel) {
      case Aggregate aggregate -> {
        List<RelDataTypeField> fields = aggregate.getInput().getRowType().getFieldList();
        aggregate
            .getGroupSet()
            .forEach(key -> check(fields.get(key).getType(), "a key of GROUP BY or DISTINCT"));
        for (AggregateCall each : aggregate.getAggCallList()) {
          if (each.isDistinct()) {
            each.getArgList()
                .forEach(column -> check(fields.get(column).getType(), "counted as DISTINCT"));
          }
        }
      }
      case Sort sort -> {
        List<RelDataTypeField> fields = sort.getRowType().getFieldList();
        sort.getCollation()
            .getKeys()
            .forEach(column -> check(fields.get(column).getType(), "a key of ORDER BY"));
      }
      case SetOp set when !set.all ->
          set.getRowType().getFieldList().forEach(each -> check(each.getType(), "in a set"));
      case Join join -> {
        List<RelDataTypeField> fields = join.getLeft().getRowType().getFieldList();
        join.analyzeCondition()
            .leftKeys
            .forEach(column -> check(fields.get(column).getType(), "a key of a join"));
      }
      default -> {}
    }
  }

  /// As [#check(RelNode)], of the parts and the order of a window.
  static void check(RexOver over) {
    over.getWindow().partitionKeys.forEach(each -> check(each.getType(), "a key of PARTITION BY"));
    over.getWindow().orderKeys.forEach(each -> check(each.left.getType(), "a key of ORDER BY"));
  }

  private static void check(RelDataType type, String done) {
    if (FunctionTypes.hasRow(type)) {
      throw RefusedException.unsupported(
          "what has a ROW in it can't be %s: use its fields".formatted(done));
    }
  }
}
