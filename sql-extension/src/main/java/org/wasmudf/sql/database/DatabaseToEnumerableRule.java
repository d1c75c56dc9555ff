package org.wasmudf.sql.database;

import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;

/// Makes the rows of the database available to Calcite's own operators.
final class DatabaseToEnumerableRule extends ConverterRule {
  private DatabaseToEnumerableRule(Config config) {
    super(config);
  }

  static DatabaseToEnumerableRule of(DatabaseConvention convention) {
    return Config.INSTANCE
        .withConversion(
            RelNode.class, convention, EnumerableConvention.INSTANCE, "DatabaseToEnumerable")
        .withRuleFactory(DatabaseToEnumerableRule::new)
        .toRule(DatabaseToEnumerableRule.class);
  }

  @Override
  public RelNode convert(RelNode rel) {
    return new DatabaseToEnumerable(
        rel.getCluster(), rel.getTraitSet().replace(getOutTrait()), rel);
  }
}
