package org.wasmudf.sql.plan;

import org.apache.calcite.plan.RelRule;
import org.apache.calcite.tools.RelBuilderFactory;
import org.jspecify.annotations.Nullable;

/// What a planner rule matches, which doesn't change; Calcite would have it changeable.
public interface FixedConfig extends RelRule.Config {
  @Override
  default RelRule.Config withRelBuilderFactory(RelBuilderFactory factory) {
    return this;
  }

  @Override
  default RelRule.Config withDescription(@Nullable String description) {
    return this;
  }

  @Override
  default RelRule.Config withOperandSupplier(RelRule.OperandTransform transform) {
    return this;
  }
}
