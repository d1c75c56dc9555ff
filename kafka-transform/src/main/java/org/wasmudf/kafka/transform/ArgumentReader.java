package org.wasmudf.kafka.transform;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;

/// Takes an argument out of records of one schema, in the form that a function takes it.
///
/// @param <R> records
@FunctionalInterface
interface ArgumentReader<R> {
  /// Reads the argument.
  ///
  /// @return null for NULL
  /// @throws DataException when it isn't there, or the parameter can't hold it
  @Nullable Object read(R record);

  /// A reader, and whether what it reads can be NULL.
  record Resolved<R>(ArgumentReader<R> reader, boolean isOptional) {}

  /// The reader for records with a schema in the part that the argument is in.
  ///
  /// @param schemas of key and value
  /// @throws DataException when the schema has no such field, or one of another type
  static <R> Resolved<R> of(Source source, SqlType type, Schemas schemas, RecordAccess<R> access) {
    Conversion conversion = Conversion.to(type);
    return switch (source) {
      case Source.Metadata.TOPIC -> {
        check(type, Schema.STRING_SCHEMA);
        yield new Resolved<>(record -> convert(access.topic(record), conversion), false);
      }
      case Source.Metadata.PARTITION -> {
        check(type, Schema.INT32_SCHEMA);
        yield new Resolved<>(record -> convert(access.partition(record), conversion), true);
      }
      case Source.Metadata.TIMESTAMP -> timestamp(type, conversion, access);
      case Source.InPart(Part part, List<String> names, boolean orWhole) -> {
        Schema schema = schemas.of(part);
        if (schema == null) {
          yield new Resolved<>(
              orWhole
                  ? wholeOrEntry(part, names, conversion, access)
                  : entry(part, names, conversion, access),
              true);
        }
        if (names.isEmpty() || (orWhole && schema.type() != Schema.Type.STRUCT)) {
          check(type, schema);
          yield new Resolved<>(record -> convert(access.value(record, part), conversion), false);
        }
        yield field(part, names, schema, type, conversion, access);
      }
    };
  }

  private static @Nullable Object convert(@Nullable Object value, Conversion conversion) {
    return value == null ? null : conversion.convert(value);
  }

  private static void check(SqlType type, Schema schema) {
    if (!Conversion.takes(type, schema)) {
      String name = schema.name() == null ? "" : " (" + schema.name() + ")";
      throw new DataException(
          "it is %s%s, which can't become %s".formatted(schema.type(), name, type));
    }
  }

  /// As a TIMESTAMP, or in milliseconds.
  private static <R> Resolved<R> timestamp(
      SqlType type, Conversion conversion, RecordAccess<R> access) {
    if (type == SqlType.Simple.TIMESTAMP) {
      return new Resolved<>(
          record -> {
            Long millis = access.timestamp(record);
            return millis == null ? null : Conversion.micros(millis);
          },
          true);
    }
    check(type, Schema.INT64_SCHEMA);
    return new Resolved<>(record -> convert(access.timestamp(record), conversion), true);
  }

  private static <R> Resolved<R> field(
      Part part,
      List<String> names,
      Schema schema,
      SqlType type,
      Conversion conversion,
      RecordAccess<R> access) {
    Field[] steps = new Field[names.size()];
    Schema at = schema;
    boolean isOptional = false;
    for (int i = 0; i < steps.length; i++) {
      steps[i] = StructFields.get(at, names.get(i));
      at = steps[i].schema();
      isOptional |= at.isOptional();
    }
    check(type, at);
    return new Resolved<>(
        record -> {
          Object value = access.value(record, part);
          for (Field step : steps) {
            if (value == null) {
              return null;
            }
            if (!(value instanceof Struct struct)) {
              throw new DataException(
                  "the schema says STRUCT, the value is a " + value.getClass().getSimpleName());
            }
            value = struct.get(step);
          }
          return convert(value, conversion);
        },
        isOptional);
  }

  private static <R> ArgumentReader<R> wholeOrEntry(
      Part part, List<String> names, Conversion conversion, RecordAccess<R> access) {
    ArgumentReader<R> entry = entry(part, names, conversion, access);
    return record -> {
      Object value = access.value(record, part);
      return value instanceof Map ? entry.read(record) : convert(value, conversion);
    };
  }

  private static <R> ArgumentReader<R> entry(
      Part part, List<String> names, Conversion conversion, RecordAccess<R> access) {
    return record -> {
      Object value = access.value(record, part);
      for (String name : names) {
        if (value == null) {
          return null;
        }
        value = entry(value, name);
      }
      return convert(value, conversion);
    };
  }

  private static @Nullable Object entry(Object value, String name) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new DataException(
          "there is no field %s in a value of %s without fields"
              .formatted(name, value.getClass().getSimpleName()));
    }
    Object entry = map.get(name);
    if (entry == null && !map.containsKey(name)) {
      throw missing(name, map.keySet());
    }
    return entry;
  }

  /// The error that a field is missing, with those that there are.
  static DataException missing(String name, Collection<?> present) {
    return new DataException(
        "there is no field %s; there are %s"
            .formatted(
                name,
                present.isEmpty()
                    ? "none"
                    : present.stream().map(String::valueOf).collect(joining(", "))));
  }

  /// A structure's fields by name.
  final class StructFields {
    private StructFields() {}

    /// @throws DataException when the schema has no such field
    static Field get(Schema schema, String name) {
      if (schema.type() != Schema.Type.STRUCT) {
        throw new DataException(
            "there is no field %s in a value of type %s: only a STRUCT has fields that can be named"
                .formatted(name, schema.type()));
      }
      Field field = schema.field(name);
      if (field == null) {
        throw missing(name, schema.fields().stream().map(Field::name).toList());
      }
      return field;
    }
  }
}
