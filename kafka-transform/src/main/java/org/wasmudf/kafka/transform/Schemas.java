package org.wasmudf.kafka.transform;

import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/// The schemas of a record's parts; null for one that has none or is of no interest.
record Schemas(@Nullable Schema key, @Nullable Schema value) {
  @Nullable Schema of(Part part) {
    return switch (part) {
      case KEY -> key;
      case VALUE -> value;
    };
  }

  /// Whether they are the very same objects.
  @SuppressWarnings("ReferenceEquality")
  boolean isSame(@Nullable Schema otherKey, @Nullable Schema otherValue) {
    return key == otherKey && value == otherValue;
  }
}
