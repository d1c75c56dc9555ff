package org.wasmudf.runtime.limit;

import java.util.Arrays;
import java.util.Map;

/// A value for each [Limit], at least 1, or [Limit#NONE] for one that is switched off. Immutable.
public final class ResourceLimits {
  /// All defaults.
  public static final ResourceLimits DEFAULT = new ResourceLimits(standards());

  /// All switched off.
  static final ResourceLimits UNLIMITED = new ResourceLimits(none());

  /// By the limits' ordinal numbers: each call of a guest asks for some.
  private final long[] values;

  private ResourceLimits(long[] values) {
    this.values = values;
  }

  private static long[] standards() {
    return Arrays.stream(Limit.values()).mapToLong(Limit::standard).toArray();
  }

  private static long[] none() {
    return Arrays.stream(Limit.values()).mapToLong(each -> Limit.NONE).toArray();
  }

  /// The limit's value, in the unit of its name.
  @SuppressWarnings("EnumOrdinal")
  public long get(Limit limit) {
    return values[limit.ordinal()];
  }

  /// These limits with another value for one.
  @SuppressWarnings("EnumOrdinal")
  public ResourceLimits with(Limit limit, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s is %,d: a limit is at least 1".formatted(limit.key(), value));
    }
    long[] changed = values.clone();
    changed[limit.ordinal()] = value;
    return new ResourceLimits(changed);
  }

  /// These limits, or the others where those are lower: a function may tighten what its tenant has,
  /// and never loosen it.
  @SuppressWarnings("EnumOrdinal")
  public ResourceLimits tightenedBy(Map<Limit, Long> others) {
    if (others.isEmpty()) {
      return this;
    }
    long[] lower = values.clone();
    others.forEach(
        (limit, value) -> lower[limit.ordinal()] = Math.min(lower[limit.ordinal()], value));
    return new ResourceLimits(lower);
  }

  /// As above, by all of the others.
  ResourceLimits tightenedBy(ResourceLimits others) {
    long[] lower = values.clone();
    Arrays.setAll(lower, i -> Math.min(lower[i], others.values[i]));
    return new ResourceLimits(lower);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ResourceLimits that && Arrays.equals(values, that.values));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
