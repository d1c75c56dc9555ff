package org.wasmudf.runtime.limit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// A value for each [Limit], at least 1, or [Limit#NONE] for one that is switched off. Immutable.
public final class ResourceLimits {
  /// All defaults.
  public static final ResourceLimits DEFAULT = new ResourceLimits(standards());

  /// All switched off.
  static final ResourceLimits UNLIMITED = new ResourceLimits(none());

  private final EnumMap<Limit, Long> values;

  private ResourceLimits(EnumMap<Limit, Long> values) {
    this.values = values;
  }

  private static EnumMap<Limit, Long> standards() {
    EnumMap<Limit, Long> standards = new EnumMap<>(Limit.class);
    for (Limit each : Limit.values()) {
      standards.put(each, each.standard());
    }
    return standards;
  }

  private static EnumMap<Limit, Long> none() {
    EnumMap<Limit, Long> none = new EnumMap<>(Limit.class);
    for (Limit each : Limit.values()) {
      none.put(each, Limit.NONE);
    }
    return none;
  }

  /// The limit's value, in the unit of its name.
  public long get(Limit limit) {
    return Objects.requireNonNull(values.get(limit));
  }

  /// These limits with another value for one.
  public ResourceLimits with(Limit limit, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s is %,d: a limit is at least 1".formatted(limit.key(), value));
    }
    EnumMap<Limit, Long> changed = new EnumMap<>(values);
    changed.put(limit, value);
    return new ResourceLimits(changed);
  }

  /// These limits, or the others where those are lower: a function may tighten what its tenant has,
  /// and never loosen it.
  public ResourceLimits tightenedBy(Map<Limit, Long> others) {
    if (others.isEmpty()) {
      return this;
    }
    EnumMap<Limit, Long> lower = new EnumMap<>(values);
    others.forEach((limit, value) -> lower.merge(limit, value, Math::min));
    return new ResourceLimits(lower);
  }

  /// As above, by all of the others.
  ResourceLimits tightenedBy(ResourceLimits others) {
    return tightenedBy(others.values);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof ResourceLimits that && values.equals(that.values));
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
