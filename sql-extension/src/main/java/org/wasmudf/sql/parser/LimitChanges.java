package org.wasmudf.sql.parser;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlWriter;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// The limits that a statement names, with what it says of each. Immutable.
///
/// @param values in the statement's order: a value, [Limit#NONE] for `NONE`, nothing for `DEFAULT`
public record LimitChanges(Map<Limit, OptionalLong> values) {
  public LimitChanges {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// A tenant's limits after the change.
  public ResourceLimits of(ResourceLimits before) {
    ResourceLimits after = before;
    for (Map.Entry<Limit, OptionalLong> each : values.entrySet()) {
      Limit limit = each.getKey();
      after = after.with(limit, each.getValue().orElse(limit.standard()));
    }
    return after;
  }

  /// A function's limits, which the lower of its tenant's and these are: those that the statement
  /// leaves to the tenant are missing.
  public Map<Limit, Long> ofFunction() {
    Map<Limit, Long> limits = new LinkedHashMap<>();
    values.forEach(
        (limit, value) -> {
          if (value.isPresent() && value.getAsLong() != Limit.NONE) {
            limits.put(limit, value.getAsLong());
          }
        });
    return limits;
  }

  void unparse(SqlWriter writer, String keyword) {
    if (values.isEmpty()) {
      return;
    }
    writer.keyword(keyword);
    SqlWriter.Frame frame = writer.startList("(", ")");
    values.forEach(
        (limit, value) -> {
          writer.sep(",");
          writer.print(limit.key() + " = " + text(value));
          writer.setNeedWhitespace(true);
        });
    writer.endList(frame);
  }

  private static String text(OptionalLong value) {
    if (value.isEmpty()) {
      return "DEFAULT";
    }
    return value.getAsLong() == Limit.NONE ? "NONE" : Long.toString(value.getAsLong());
  }
}
