package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/// Makes a new key or value of the old one and the results of calls.
sealed interface Rewrite {
  /// What becomes of a field.
  ///
  /// @param names from the outside in; none for the whole key or value
  /// @param result the number of the call that gives its value
  /// @param schema of that value
  record Target(List<String> names, int result, Schema schema) {
    public Target {
      names = List.copyOf(names);
    }

    private Target inner() {
      return new Target(names.subList(1, names.size()), result, schema);
    }
  }

  /// The new schema; null where there was none.
  @Nullable Schema schema();

  /// Makes the new key or value.
  ///
  /// @param value not null
  @Nullable Object apply(Object value, @Nullable Object[] results);

  /// The rewriting of keys or values of a schema.
  ///
  /// @param schema null for those without one
  /// @throws DataException when they have no fields to assign to
  static Rewrite of(@Nullable Schema schema, List<Target> targets) {
    Target first = targets.getFirst();
    if (first.names.isEmpty()) {
      return new Whole(schema == null ? null : first.schema, first.result);
    }
    return schema == null ? InMap.of(targets) : InStruct.of(schema, targets);
  }

  /// The targets by the outermost name, in their order.
  private static Map<String, List<Target>> byField(List<Target> targets) {
    Map<String, List<Target>> fields = new LinkedHashMap<>();
    for (Target each : targets) {
      fields.computeIfAbsent(each.names.getFirst(), absent -> new ArrayList<>()).add(each);
    }
    return fields;
  }

  private static boolean isWhole(List<Target> targets) {
    return targets.getFirst().names.size() == 1;
  }

  private static List<Target> inner(List<Target> targets) {
    return targets.stream().map(Target::inner).toList();
  }

  /// A result instead of everything.
  record Whole(@Nullable Schema schema, int result) implements Rewrite {
    @Override
    public @Nullable Object apply(Object value, @Nullable Object[] results) {
      return results[result];
    }
  }

  /// A structure with other fields.
  final class InStruct implements Rewrite {
    /// Where a field comes from: from the old one, if there is any, and then through a rewriting,
    /// if there is any; else from a result.
    private record Slot(Field to, @Nullable Field from, @Nullable Rewrite through, int result) {}

    private final Schema schema;
    private final Slot[] slots;

    private InStruct(Schema schema, Slot[] slots) {
      this.schema = schema;
      this.slots = slots;
    }

    static InStruct of(Schema old, List<Target> targets) {
      if (old.type() != Schema.Type.STRUCT) {
        throw new DataException(
            "there are no fields to assign to in a value of type " + old.type());
      }
      Map<String, List<Target>> assigned = byField(targets);
      Map<String, Rewrite> inner = new LinkedHashMap<>();
      SchemaBuilder builder = basics(old);
      for (Field each : old.fields()) {
        List<Target> own = assigned.get(each.name());
        if (own == null) {
          builder.field(each.name(), each.schema());
        } else if (isWhole(own)) {
          builder.field(each.name(), own.getFirst().schema);
        } else {
          Rewrite within = InStruct.of(each.schema(), inner(own));
          inner.put(each.name(), within);
          builder.field(each.name(), within.schema());
        }
      }
      for (Map.Entry<String, List<Target>> each : assigned.entrySet()) {
        if (old.field(each.getKey()) == null) {
          if (!isWhole(each.getValue())) {
            throw ArgumentReader.missing(
                each.getKey(), old.fields().stream().map(Field::name).toList());
          }
          builder.field(each.getKey(), each.getValue().getFirst().schema);
        }
      }
      Schema schema = builder.build();
      return new InStruct(
          schema,
          schema.fields().stream()
              .map(to -> slot(to, old.field(to.name()), assigned.get(to.name()), inner))
              .toArray(Slot[]::new));
    }

    private static Slot slot(
        Field to,
        @Nullable Field from,
        @Nullable List<Target> targets,
        Map<String, Rewrite> inner) {
      return targets != null && isWhole(targets)
          ? new Slot(to, null, null, targets.getFirst().result)
          : new Slot(to, from, inner.get(to.name()), -1);
    }

    private static SchemaBuilder basics(Schema old) {
      SchemaBuilder builder =
          SchemaBuilder.struct().name(old.name()).version(old.version()).doc(old.doc());
      if (old.parameters() != null) {
        builder.parameters(old.parameters());
      }
      return old.isOptional() ? builder.optional() : builder;
    }

    @Override
    public Schema schema() {
      return schema;
    }

    @Override
    public Object apply(Object value, @Nullable Object[] results) {
      if (!(value instanceof Struct old)) {
        throw new DataException(
            "the schema says STRUCT, the value is a " + value.getClass().getSimpleName());
      }
      Struct made = new Struct(schema);
      for (Slot slot : slots) {
        if (slot.from == null) {
          made.put(slot.to, results[slot.result]);
        } else {
          Object before = old.get(slot.from);
          made.put(
              slot.to,
              before == null || slot.through == null
                  ? before
                  : slot.through.apply(before, results));
        }
      }
      return made;
    }
  }

  /// A map, of a value without a schema, with other entries.
  final class InMap implements Rewrite {
    private final List<Target> whole;
    private final Map<String, InMap> within;

    private InMap(List<Target> whole, Map<String, InMap> within) {
      this.whole = whole;
      this.within = within;
    }

    static InMap of(List<Target> targets) {
      List<Target> whole = new ArrayList<>();
      Map<String, InMap> within = new LinkedHashMap<>();
      byField(targets)
          .forEach(
              (name, own) -> {
                if (isWhole(own)) {
                  whole.addAll(own);
                } else {
                  within.put(name, of(inner(own)));
                }
              });
      return new InMap(whole, within);
    }

    @Override
    public @Nullable Schema schema() {
      return null;
    }

    @Override
    public Object apply(Object value, @Nullable Object[] results) {
      if (!(value instanceof Map<?, ?> old)) {
        throw new DataException(
            "there are no fields to assign to in a value of " + value.getClass().getSimpleName());
      }
      Map<Object, @Nullable Object> made = new LinkedHashMap<>(old);
      for (Target each : whole) {
        made.put(each.names.getFirst(), results[each.result]);
      }
      for (Map.Entry<String, InMap> each : within.entrySet()) {
        String name = each.getKey();
        if (!old.containsKey(name)) {
          throw ArgumentReader.missing(name, old.keySet());
        }
        Object before = old.get(name);
        if (before != null) {
          made.put(name, each.getValue().apply(before, results));
        }
      }
      return made;
    }
  }
}
