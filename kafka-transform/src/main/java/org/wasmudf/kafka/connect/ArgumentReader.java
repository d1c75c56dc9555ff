package org.wasmudf.kafka.connect;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;

/// Takes an argument out of records of one schema, in the form that a function takes it.
@FunctionalInterface
interface ArgumentReader {
  /// Reads the argument.
  ///
  /// @return null for NULL
  /// @throws DataException when it isn't there, or the parameter can't hold it
  @Nullable Object read(ConnectRecord<?> record);

  /// A reader, and whether what it reads can be NULL.
  record Resolved(ArgumentReader reader, boolean isOptional) {}

  /// The reader for records with a schema in the part that the argument is in.
  ///
  /// @param schemas of key and value
  /// @throws DataException when the schema has no such field, or one of another type
  static Resolved of(Source source, SqlType type, Schemas schemas) {
    Conversion conversion = Conversion.to(type);
    return switch (source) {
      case Source.Metadata.TOPIC -> {
        check(type, Schema.STRING_SCHEMA);
        yield new Resolved(record -> convert(record.topic(), conversion), false);
      }
      case Source.Metadata.PARTITION -> {
        check(type, Schema.INT32_SCHEMA);
        yield new Resolved(record -> convert(record.kafkaPartition(), conversion), true);
      }
      case Source.Metadata.TIMESTAMP -> timestamp(type, conversion);
      case Source.InPart(Part part, List<String> names, boolean orWhole) -> {
        Schema schema = schemas.of(part);
        if (schema == null) {
          yield new Resolved(
              orWhole ? wholeOrEntry(part, names, conversion) : entry(part, names, conversion),
              true);
        }
        if (names.isEmpty() || (orWhole && schema.type() != Schema.Type.STRUCT)) {
          check(type, schema);
          yield new Resolved(record -> convert(part.value(record), conversion), false);
        }
        yield field(part, names, schema, type, conversion);
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
  private static Resolved timestamp(SqlType type, Conversion conversion) {
    if (type == SqlType.Simple.TIMESTAMP) {
      return new Resolved(
          record -> {
            Long millis = record.timestamp();
            return millis == null ? null : Conversion.micros(millis);
          },
          true);
    }
    check(type, Schema.INT64_SCHEMA);
    return new Resolved(record -> convert(record.timestamp(), conversion), true);
  }

  private static Resolved field(
      Part part, List<String> names, Schema schema, SqlType type, Conversion conversion) {
    Field[] steps = new Field[names.size()];
    Schema at = schema;
    boolean isOptional = false;
    for (int i = 0; i < steps.length; i++) {
      steps[i] = StructFields.get(at, names.get(i));
      at = steps[i].schema();
      isOptional |= at.isOptional();
    }
    check(type, at);
    return new Resolved(
        record -> {
          Object value = part.value(record);
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

  private static ArgumentReader wholeOrEntry(Part part, List<String> names, Conversion conversion) {
    ArgumentReader entry = entry(part, names, conversion);
    return record -> {
      Object value = part.value(record);
      return value instanceof Map ? entry.read(record) : convert(value, conversion);
    };
  }

  private static ArgumentReader entry(Part part, List<String> names, Conversion conversion) {
    return record -> {
      Object value = part.value(record);
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
