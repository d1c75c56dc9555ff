package org.wasmudf.kafka.transform;

import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/// Plans for the schemas that records came with lately, the last one first. Used by one thread.
///
/// Schemas are looked up by identity, as a converter gives the same object for as long as it
/// remembers it; only where that fails they are compared, so that a new object that says the same
/// gets the same plan and the same schema behind it.
///
/// @param <P> a plan; immutable
final class PlanCache<P> {
  private static final int CAPACITY = 16;

  private record Entry<P>(Schemas schemas, P plan) {}

  private final Function<Schemas, P> planner;
  private final @Nullable Entry<P>[] entries;

  /// @param planner makes a plan; what it throws isn't remembered
  @SuppressWarnings({"unchecked", "rawtypes"})
  PlanCache(Function<Schemas, P> planner) {
    this.planner = planner;
    this.entries = new Entry[CAPACITY];
  }

  P get(@Nullable Schema key, @Nullable Schema value) {
    Entry<P> last = entries[0];
    return last != null && last.schemas.isSame(key, value) ? last.plan : find(key, value);
  }

  private P find(@Nullable Schema key, @Nullable Schema value) {
    for (int i = 1; i < CAPACITY; i++) {
      Entry<P> entry = entries[i];
      if (entry != null && entry.schemas.isSame(key, value)) {
        return toFront(entry, i);
      }
    }
    Schemas schemas = new Schemas(key, value);
    for (Entry<P> entry : entries) {
      if (entry != null && entry.schemas.equals(schemas)) {
        return toFront(new Entry<>(schemas, entry.plan), CAPACITY - 1);
      }
    }
    return toFront(new Entry<>(schemas, planner.apply(schemas)), CAPACITY - 1);
  }

  /// @param from where it was, or the last place for a new one
  private P toFront(Entry<P> entry, int from) {
    System.arraycopy(entries, 0, entries, 1, from);
    entries[0] = entry;
    return entry.plan;
  }
}
