package org.wasmudf.sql.plan;

import java.util.Optional;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.wasmudf.sql.exec.BatchFunction;

/// An expression of the plan in a form that is evaluated over batches.
sealed interface ColumnProgram permits KernelProgram, BatchProgram {
  /// Makes the expression ready for an execution.
  BatchFunction open(ArrowContext context);

  /// The program of an expression: a kernel, or the call of a function for batches.
  ///
  /// @param expression over the input's columns
  /// @param columns how many columns the input has
  /// @return nothing when it has to be divided first, or left to Calcite
  static Optional<ColumnProgram> of(RexNode expression, int columns, RexBuilder rexBuilder) {
    return KernelTranslator.translate(expression, columns, rexBuilder)
        .<ColumnProgram>map(kernel -> kernel)
        .or(() -> BatchProgram.of(expression, columns, rexBuilder));
  }
}
