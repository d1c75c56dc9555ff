package org.wasmudf.runtime.limit;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// A value for each [Limit]; immutable.
///
/// @param values at least 1 each, [Limit#NONE] for a limit that is switched off; limits that are
///   missing have their default
public record ResourceLimits(Map<Limit, Long> values) {
  /// All defaults.
  public static final ResourceLimits DEFAULT = new ResourceLimits(Map.of());

  public ResourceLimits {
    Map<Limit, Long> all = new EnumMap<>(Limit.class);
    for (Limit each : Limit.values()) {
      long value = values.getOrDefault(each, each.standard());
      if (value < 1) {
        throw new IllegalArgumentException(
            "%s is %,d: a limit is at least 1".formatted(each.key(), value));
      }
      all.put(each, value);
    }
    values = Collections.unmodifiableMap(all);
  }

  /// The limit's value, in the unit of its name.
  public long get(Limit limit) {
    return values.getOrDefault(limit, limit.standard());
  }

  /// These limits with another value for one.
  public ResourceLimits with(Limit limit, long value) {
    Map<Limit, Long> changed = new EnumMap<>(values);
    changed.put(limit, value);
    return new ResourceLimits(changed);
  }

  /// These limits, or the others where those are lower: a function may tighten what its tenant has,
  /// and never loosen it.
  public ResourceLimits tightenedBy(Map<Limit, Long> others) {
    Map<Limit, Long> lower = new EnumMap<>(values);
    others.forEach((limit, value) -> lower.merge(limit, value, Math::min));
    return new ResourceLimits(lower);
  }
}
