package org.wasmudf.sql.plan;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.EnumerableTableFunctionScan;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableFunctionScan;
import org.apache.calcite.rel.metadata.RelColumnMapping;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.BuiltInMethod;
import org.jspecify.annotations.Nullable;

/// The rows of a table function. Those of a single column are the values alone, as Calcite's other
/// operators have them: its own operator leaves them in arrays, which a LIMIT takes for values.
final class TableFunctionRows extends EnumerableTableFunctionScan {
  private TableFunctionRows(
      RelOptCluster cluster,
      RelTraitSet traits,
      List<RelNode> inputs,
      @Nullable Type elementType,
      RelDataType rowType,
      RexNode call,
      @Nullable Set<RelColumnMapping> columnMappings) {
    super(cluster, traits, inputs, elementType, rowType, call, columnMappings);
  }

  static TableFunctionRows of(LogicalTableFunctionScan scan) {
    RelTraitSet traits = scan.getTraitSet().replace(EnumerableConvention.INSTANCE);
    return new TableFunctionRows(
        scan.getCluster(),
        traits,
        scan.getInputs().stream().map(each -> RelOptRule.convert(each, traits)).toList(),
        scan.getElementType(),
        scan.getRowType(),
        scan.getCall(),
        scan.getColumnMappings());
  }

  @Override
  public TableFunctionRows copy(
      RelTraitSet traitSet,
      List<RelNode> inputs,
      RexNode rexCall,
      @Nullable Type elementType,
      RelDataType rowType,
      @Nullable Set<RelColumnMapping> columnMappings) {
    return new TableFunctionRows(
        getCluster(), traitSet, inputs, elementType, rowType, rexCall, columnMappings);
  }

  @Override
  public Result implement(EnumerableRelImplementor implementor, Prefer prefer) {
    Result rows = super.implement(implementor, prefer);
    if (getRowType().getFieldCount() != 1) {
      return rows;
    }
    BlockBuilder block = new BlockBuilder();
    Expression arrays = block.append("rows", rows.block);
    block.add(Expressions.return_(null, Expressions.call(BuiltInMethod.SLICE0.method, arrays)));
    return implementor.result(
        PhysTypeImpl.of(implementor.getTypeFactory(), getRowType(), JavaRowFormat.SCALAR),
        block.toBlock());
  }
}
