package org.wasmudf.kafka.transform;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.FieldPath;

/// Where in a record an argument comes from.
sealed interface Source {
  /// A field of the key or the value.
  ///
  /// @param names from the outside in; none for the whole part
  /// @param orWhole whether the whole part is meant where it has no fields at all
  record InPart(Part part, List<String> names, boolean orWhole) implements Source {
    public InPart {
      names = List.copyOf(names);
    }
  }

  /// What a record has beside key and value.
  enum Metadata implements Source {
    TOPIC,
    TIMESTAMP,
    PARTITION
  }

  /// What a path means.
  ///
  /// @param scope the part whose fields paths are; null where they begin with the part's name
  /// @throws IllegalArgumentException for a path that means nothing, with those that do
  static Source of(FieldPath path, @Nullable Part scope) {
    if (scope != null) {
      return new InPart(
          scope, path.names(), path.names().size() == 1 && path.first().equals(scope.word()));
    }
    List<String> rest = path.names().subList(1, path.names().size());
    for (Part each : Part.values()) {
      if (path.first().equals(each.word())) {
        return new InPart(each, rest, false);
      }
    }
    for (Metadata each : Metadata.values()) {
      if (rest.isEmpty() && path.first().equals(each.name().toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "%s is nothing that a record has: write key, value, key.<field>, value.<field>, topic, timestamp or partition, or use WasmTransform$Value or $Key, whose paths are fields"
            .formatted(path));
  }
}
