package org.wasmudf.sql.database;

import java.util.List;
import org.apache.calcite.adapter.jdbc.JdbcConvention;
import org.apache.calcite.adapter.jdbc.JdbcRules;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.sql.SqlDialect;

/// Work that the database does: Calcite's JDBC operators, chosen only where the database's answer
/// is the one that our own operators give.
final class DatabaseConvention extends JdbcConvention {
  private final Database database;

  DatabaseConvention(Database database, SqlDialect dialect) {
    // The expression is how Calcite's own converter finds the data source; ours needs none.
    super(dialect, Expressions.constant(null), "DATABASE");
    this.database = database;
  }

  Database database() {
    return database;
  }

  @Override
  public void register(RelOptPlanner planner) {
    rules().forEach(planner::addRule);
  }

  private List<RelOptRule> rules() {
    PushDown pushDown = new PushDown(dialect);
    return List.of(
        DatabaseToEnumerableRule.of(this),
        ConverterRule.Config.INSTANCE
            .withConversion(
                Project.class, pushDown::takes, Convention.NONE, this, "DatabaseProject")
            .withRuleFactory(ProjectRule::new)
            .toRule(ProjectRule.class),
        ConverterRule.Config.INSTANCE
            .withConversion(Filter.class, pushDown::takes, Convention.NONE, this, "DatabaseFilter")
            .withRuleFactory(FilterRule::new)
            .toRule(FilterRule.class),
        ConverterRule.Config.INSTANCE
            .withConversion(
                Aggregate.class, pushDown::takes, Convention.NONE, this, "DatabaseAggregate")
            .withRuleFactory(AggregateRule::new)
            .toRule(AggregateRule.class),
        ConverterRule.Config.INSTANCE
            .withConversion(Sort.class, pushDown::takes, Convention.NONE, this, "DatabaseSort")
            .withRuleFactory(SortRule::new)
            .toRule(SortRule.class),
        ConverterRule.Config.INSTANCE
            .withConversion(Join.class, pushDown::takes, Convention.NONE, this, "DatabaseJoin")
            .withRuleFactory(JoinRule::new)
            .toRule(JoinRule.class),
        JdbcRules.JdbcUnionRule.create(this),
        SplitFilterRule.of(pushDown),
        CoreRules.FILTER_SET_OP_TRANSPOSE,
        CoreRules.PROJECT_REMOVE);
  }

  // Calcite's rules, whose constructors are open to subclasses only.

  private static final class ProjectRule extends JdbcRules.JdbcProjectRule {
    ProjectRule(Config config) {
      super(config);
    }
  }

  private static final class FilterRule extends JdbcRules.JdbcFilterRule {
    FilterRule(Config config) {
      super(config);
    }
  }

  private static final class AggregateRule extends JdbcRules.JdbcAggregateRule {
    AggregateRule(Config config) {
      super(config);
    }
  }

  private static final class SortRule extends JdbcRules.JdbcSortRule {
    SortRule(Config config) {
      super(config);
    }
  }

  private static final class JoinRule extends JdbcRules.JdbcJoinRule {
    JoinRule(Config config) {
      super(config);
    }
  }
}
