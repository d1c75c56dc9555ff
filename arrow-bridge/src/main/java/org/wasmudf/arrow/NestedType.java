package org.wasmudf.arrow;

import static java.util.stream.Collectors.joining;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/// A type that is made of others. Only functions for batches have it, and the rows of table
/// functions: no value of WebAssembly's is one.
public sealed interface NestedType extends SqlType {
  /// How many nested types may be inside each other.
  int MAX_DEPTH = 8;

  /// What it is made of, in the order of the Arrow array's children: of an ARRAY its elements, of a
  /// ROW its fields, of a MAP its entries.
  List<Part> parts();

  /// How many nested types are inside each other, this one among them.
  default int depth() {
    return depth(parts());
  }

  /// Whether columns of another type hold the same, whatever names and lengths are.
  default boolean isLike(SqlType other) {
    if (!(other instanceof NestedType nested) || parts().size() != nested.parts().size()) {
      return false;
    }
    boolean isSameKind =
        switch (this) {
          case Array _ -> nested instanceof Array;
          case Row _ -> nested instanceof Row;
          case Map _ -> nested instanceof Map;
        };
    for (int i = 0; isSameKind && i < parts().size(); i++) {
      SqlType mine = parts().get(i).type();
      SqlType theirs = nested.parts().get(i).type();
      isSameKind = mine instanceof NestedType part ? part.isLike(theirs) : mine.equals(theirs);
    }
    return isSameKind;
  }

  /// One of the columns that a nested type is made of.
  ///
  /// @param name of a ROW's field; made up for others
  /// @param type of its values
  /// @param length how long they are that are strings or binaries
  /// @param isNullable whether there may be NULLs among them
  record Part(String name, SqlType type, StringLength length, boolean isNullable) {
    public Part {
      length.check(type);
    }

    /// One that may be NULL.
    public Part(String name, SqlType type, StringLength length) {
      this(name, type, length, true);
    }

    /// One that may be NULL, and of any length.
    public Part(String name, SqlType type) {
      this(name, type, StringLength.ANY);
    }

    /// The same, without NULLs.
    Part required() {
      return new Part(name, type, length, false);
    }

    private Field field() {
      Field field = type.field(name);
      FieldType fieldType =
          new FieldType(isNullable, field.getType(), null, field.getFieldType().getMetadata());
      return new Field(name, fieldType, field.getChildren());
    }

    /// The type as SQL has it.
    @Override
    public String toString() {
      return length.declared(type);
    }
  }

  /// Any number of values of one type: a List with 32-bit offsets in Arrow.
  record Array(Part element) implements NestedType {
    public Array {
      checkDepth(List.of(element));
    }

    /// An array of values of any length.
    public Array(SqlType element) {
      this(element, StringLength.ANY);
    }

    /// An array of values of a length.
    public Array(SqlType element, StringLength length) {
      this(new Part("element", element, length));
    }

    @Override
    public List<Part> parts() {
      return List.of(element);
    }

    @Override
    public String toString() {
      return element + " ARRAY";
    }
  }

  /// Values of several types: a Struct in Arrow.
  ///
  /// @param parts its fields, at least one, and at most [#MAX_FIELDS]
  record Row(List<Part> parts) implements NestedType {
    /// As many fields as a row can have.
    public static final int MAX_FIELDS = 1000;

    public Row {
      parts = List.copyOf(parts);
      if (parts.isEmpty() || parts.size() > MAX_FIELDS) {
        throw new IllegalArgumentException(
            "a ROW has %d fields, not 1 to %d".formatted(parts.size(), MAX_FIELDS));
      }
      Set<String> names = new HashSet<>();
      for (Part each : parts) {
        if (!names.add(each.name())) {
          throw new IllegalArgumentException("a ROW has two fields '%s'".formatted(each.name()));
        }
      }
      checkDepth(parts);
    }

    @Override
    public String toString() {
      return parts.stream()
          .map(each -> each.name() + " " + each)
          .collect(joining(", ", "ROW(", ")"));
    }
  }

  /// Values under keys, which are not NULL: a Map in Arrow.
  ///
  /// @param entries a ROW of a key and a value
  record Map(Row entries) implements NestedType {
    private static final int ENTRY_PARTS = 2;

    public Map {
      if (entries.parts().size() != ENTRY_PARTS || entries.parts().getFirst().isNullable()) {
        throw new IllegalArgumentException("no entries of a MAP: " + entries);
      }
    }

    /// A map between values of any length.
    public Map(SqlType key, SqlType value) {
      this(key, StringLength.ANY, value, StringLength.ANY);
    }

    /// A map between values of certain lengths.
    public Map(SqlType key, StringLength keyLength, SqlType value, StringLength valueLength) {
      this(
          new Row(
              List.of(
                  new Part("key", key, keyLength).required(),
                  new Part("value", value, valueLength))));
    }

    @Override
    public List<Part> parts() {
      return List.of(new Part("entries", entries).required());
    }

    /// Entries are no type of SQL's.
    @Override
    public int depth() {
      return entries.depth();
    }

    @Override
    public String toString() {
      return "MAP<%s, %s>".formatted(entries.parts().getFirst(), entries.parts().getLast());
    }
  }

  private static int depth(List<Part> parts) {
    int deepest = 0;
    for (Part each : parts) {
      if (each.type() instanceof NestedType nested) {
        deepest = Math.max(deepest, nested.depth());
      }
    }
    return deepest + 1;
  }

  private static void checkDepth(List<Part> parts) {
    if (depth(parts) > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "ARRAY, ROW and MAP are inside each other more than %d deep".formatted(MAX_DEPTH));
    }
  }

  /// Whether a nested type is among some.
  static boolean isAmong(List<SqlType> types) {
    for (SqlType each : types) {
      if (each instanceof NestedType) {
        return true;
      }
    }
    return false;
  }

  /// The fields of an Arrow field's children.
  default List<Field> fields() {
    return parts().stream().map(Part::field).toList();
  }

  /// Arrow's type of the column itself.
  default ArrowType arrowType() {
    return switch (this) {
      case Array _ -> ArrowType.List.INSTANCE;
      case Row _ -> ArrowType.Struct.INSTANCE;
      case Map _ -> new ArrowType.Map(false);
    };
  }

  /// The type of an Arrow column, as [SqlType#of].
  ///
  /// @throws IllegalArgumentException when functions have no such type
  static NestedType of(Field field) {
    List<Field> children = field.getChildren();
    return switch (field.getType()) {
      case ArrowType.List _ -> new Array(SqlType.of(children.getFirst()));
      case ArrowType.Map _ -> {
        List<Field> entry = children.getFirst().getChildren();
        yield new Map(SqlType.of(entry.getFirst()), SqlType.of(entry.getLast()));
      }
      case ArrowType.Struct _ ->
          new Row(
              children.stream().map(each -> new Part(each.getName(), SqlType.of(each))).toList());
      default -> throw new IllegalArgumentException("no nested column: " + field);
    };
  }
}
