package org.wasmudf.sql;

import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rex.RexUtil;
import org.wasmudf.sql.plan.ArrowProject;

/// Keeps the planner from repeating calls of volatile functions: two of its rules put an expression
/// in place of the column that names it, and so into each of the places where the column is used.
final class VolatileCalls {
  private VolatileCalls() {}

  /// Exchanges the two rules for ones that leave such columns alone.
  static void protect(RelOptPlanner planner) {
    planner.removeRule(CoreRules.FILTER_PROJECT_TRANSPOSE);
    planner.addRule(
        FilterProjectTransposeRule.Config.DEFAULT
            .withOperandFor(
                Filter.class,
                filter -> !RexUtil.containsCorrelation(filter.getCondition()),
                Project.class,
                VolatileCalls::isRepeatable)
            .toRule());
    planner.removeRule(CoreRules.PROJECT_MERGE);
    planner.addRule(
        ProjectMergeRule.Config.DEFAULT
            .withOperandSupplier(
                upper ->
                    upper
                        .operand(Project.class)
                        .oneInput(
                            lower ->
                                lower
                                    .operand(Project.class)
                                    .predicate(VolatileCalls::isRepeatable)
                                    .anyInputs()))
            .as(ProjectMergeRule.Config.class)
            .toRule());
  }

  /// What was divided so that functions for batches get their arguments as columns stays divided.
  private static boolean isRepeatable(Project project) {
    boolean isDivided = project instanceof ArrowProject arrow && arrow.callsBatches();
    return !isDivided && project.getProjects().stream().allMatch(RexUtil::isDeterministic);
  }
}
