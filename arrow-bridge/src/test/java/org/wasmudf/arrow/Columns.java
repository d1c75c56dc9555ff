package org.wasmudf.arrow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.SqlType.WideDecimal;

/// Vectors from lists of values and back, through Arrow's own accessors. Values have the classes
/// that [KernelExpr.Literal] tells.
final class Columns {
  /// One of each kind, and decimals at both ends of both ranges.
  static final List<SqlType> TYPES =
      List.of(
          Simple.BOOLEAN,
          Simple.TINYINT,
          Simple.SMALLINT,
          Simple.INTEGER,
          Simple.BIGINT,
          Simple.REAL,
          Simple.DOUBLE,
          Simple.DATE,
          Simple.TIME,
          Simple.TIMESTAMP,
          Simple.INTERVAL_DAY_TO_SECOND,
          Simple.INTERVAL_YEAR_TO_MONTH,
          Simple.VARCHAR,
          Simple.VARBINARY,
          new Decimal(1, 0),
          new Decimal(18, 4),
          new WideDecimal(19, 0),
          new WideDecimal(38, 7));

  private static final int SOME_NULLS_BOUND = 3;
  private static final int LONGEST_STRING = 24;
  private static final int MOST_ELEMENTS = 5;

  /// How many of a column's values are NULL.
  enum Nulls {
    NONE,
    SOME,
    ALL;

    private boolean isNext(Random random) {
      return switch (this) {
        case NONE -> false;
        case SOME -> random.nextInt(SOME_NULLS_BOUND) == 0;
        case ALL -> true;
      };
    }
  }

  private Columns() {}

  static FieldVector of(
      SqlType type, List<? extends @Nullable Object> values, BufferAllocator allocator) {
    FieldVector vector = type.field("c").createVector(allocator);
    vector.setInitialCapacity(values.size());
    vector.allocateNew();
    for (int row = 0; row < values.size(); row++) {
      put(vector, row, values.get(row));
    }
    vector.setValueCount(values.size());
    return vector;
  }

  private static void put(FieldVector vector, int row, @Nullable Object value) {
    if (value == null) {
      vector.setNull(row);
    } else {
      set(vector, row, value);
    }
  }

  private static void setAll(ListVector vector, int row, List<?> elements) {
    int place = vector.startNewValue(row);
    for (Object each : elements) {
      put(vector.getDataVector(), place++, each);
    }
    vector.endValue(row, elements.size());
  }

  private static void set(FieldVector vector, int row, Object value) {
    switch (vector) {
      case ListVector lists -> setAll(lists, row, (List<?>) value);
      case StructVector struct -> {
        struct.setIndexDefined(row);
        for (int i = 0; i < struct.size(); i++) {
          put(struct.getChildrenFromFields().get(i), row, ((List<?>) value).get(i));
        }
      }
      case BitVector bits -> bits.setSafe(row, (Boolean) value ? 1 : 0);
      case TinyIntVector numbers -> numbers.setSafe(row, ((Long) value).byteValue());
      case SmallIntVector numbers -> numbers.setSafe(row, ((Long) value).shortValue());
      case IntVector numbers -> numbers.setSafe(row, ((Long) value).intValue());
      case BigIntVector numbers -> numbers.setSafe(row, (Long) value);
      case Float4Vector numbers -> numbers.setSafe(row, ((Double) value).floatValue());
      case Float8Vector numbers -> numbers.setSafe(row, (Double) value);
      case DateDayVector days -> days.setSafe(row, ((Long) value).intValue());
      case TimeMicroVector micros -> micros.setSafe(row, (Long) value);
      case TimeStampMicroVector micros -> micros.setSafe(row, (Long) value);
      case DurationVector micros -> micros.setSafe(row, (Long) value);
      case IntervalYearVector months -> months.setSafe(row, ((Long) value).intValue());
      case DecimalVector numbers ->
          numbers.setSafe(row, new BigDecimal((BigInteger) value, numbers.getScale()));
      case VarCharVector strings -> strings.setSafe(row, ((Bytes) value).array());
      case VarBinaryVector strings -> strings.setSafe(row, ((Bytes) value).array());
      default -> throw new IllegalArgumentException(vector.toString());
    }
  }

  static List<@Nullable Object> values(FieldVector vector) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int row = 0; row < vector.getValueCount(); row++) {
      values.add(vector.isNull(row) ? null : value(vector, row));
    }
    return values;
  }

  private static List<@Nullable Object> elements(FieldVector vector, int from, int to) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int row = from; row < to; row++) {
      elements.add(vector.isNull(row) ? null : value(vector, row));
    }
    return elements;
  }

  private static Object value(FieldVector vector, int row) {
    return switch (vector) {
      case ListVector lists ->
          elements(
              lists.getDataVector(),
              lists.getElementStartIndex(row),
              lists.getElementEndIndex(row));
      case StructVector struct -> {
        List<@Nullable Object> fields = new ArrayList<>();
        for (FieldVector each : struct.getChildrenFromFields()) {
          fields.addAll(elements(each, row, row + 1));
        }
        yield fields;
      }
      case BitVector bits -> bits.get(row) != 0;
      case TinyIntVector numbers -> (long) numbers.get(row);
      case SmallIntVector numbers -> (long) numbers.get(row);
      case IntVector numbers -> (long) numbers.get(row);
      case BigIntVector numbers -> numbers.get(row);
      case Float4Vector numbers -> (double) numbers.get(row);
      case Float8Vector numbers -> numbers.get(row);
      case DateDayVector days -> (long) days.get(row);
      case TimeMicroVector micros -> micros.get(row);
      case TimeStampMicroVector micros -> micros.get(row);
      case DurationVector micros -> DurationVector.get(micros.getDataBuffer(), row);
      case IntervalYearVector months ->
          (long) IntervalYearVector.getTotalMonths(months.getDataBuffer(), row);
      case DecimalVector numbers -> numbers.getObject(row).unscaledValue();
      case VarCharVector strings -> Bytes.of(strings.get(row));
      case VarBinaryVector strings -> Bytes.of(strings.get(row));
      default -> throw new IllegalArgumentException(vector.toString());
    };
  }

  /// Values of which every tenth is at an edge of the type.
  static List<@Nullable Object> random(SqlType type, Nulls nulls, int rows, Random random) {
    List<@Nullable Object> values = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      values.add(nulls.isNext(random) ? null : value(type, nulls, random));
    }
    return Collections.unmodifiableList(values);
  }

  /// A value of a nested type is a list: of an ARRAY's elements, a ROW's fields, or a MAP's
  /// entries, which are lists of a key and a value.
  static Object value(SqlType type, Nulls nulls, Random random) {
    return switch (type) {
      case NestedType.Array(NestedType.Part element) ->
          random(element.type(), nulls, random.nextInt(MOST_ELEMENTS), random);
      case NestedType.Row row -> {
        List<@Nullable Object> fields = new ArrayList<>();
        for (NestedType.Part each : row.parts()) {
          fields.addAll(random(each.type(), each.isNullable() ? nulls : Nulls.NONE, 1, random));
        }
        yield fields;
      }
      case NestedType.Map(NestedType.Row entries) -> {
        List<@Nullable Object> made = new ArrayList<>();
        for (int i = random.nextInt(MOST_ELEMENTS); i > 0; i--) {
          made.add(value(entries, nulls, random));
        }
        yield made;
      }
      case Simple _, Decimal _, WideDecimal _ -> value(type, random);
    };
  }

  static Object value(SqlType type, Random random) {
    boolean edge = random.nextInt(10) == 0;
    return switch (type) {
      case Simple.BOOLEAN -> random.nextBoolean();
      case Simple.TINYINT -> integer(Byte.SIZE, edge, random);
      case Simple.SMALLINT -> integer(Short.SIZE, edge, random);
      case Simple.INTEGER, Simple.DATE, Simple.INTERVAL_YEAR_TO_MONTH ->
          integer(Integer.SIZE, edge, random);
      case Simple.BIGINT, Simple.TIMESTAMP, Simple.INTERVAL_DAY_TO_SECOND ->
          integer(Long.SIZE, edge, random);
      case Simple.TIME -> {
        long last = Simple.MICROS_PER_DAY - 1;
        yield edge ? (random.nextBoolean() ? last : 0) : random.nextLong(last);
      }
      case Decimal decimal -> {
        long max = decimal.maxUnscaled();
        yield edge ? (random.nextBoolean() ? max : -max) : random.nextLong(-max, max);
      }
      case WideDecimal decimal -> {
        BigInteger max = decimal.maxUnscaled();
        BigInteger number = edge ? max : new BigInteger(random.nextInt(max.bitLength()), random);
        yield random.nextBoolean() ? number : number.negate();
      }
      case Simple.REAL -> (double) (float) floating(edge, random);
      case Simple.DOUBLE -> floating(edge, random);
      case Simple.VARCHAR -> Bytes.utf8(text(random));
      case Simple.VARBINARY -> {
        byte[] bytes = new byte[edge ? 0 : random.nextInt(LONGEST_STRING)];
        random.nextBytes(bytes);
        yield Bytes.of(bytes);
      }
      case NestedType _ -> value(type, Nulls.SOME, random);
    };
  }

  /// What a function sees of a NULL.
  static Object zero(SqlType type) {
    return switch (type) {
      case Simple.BOOLEAN -> false;
      case Simple.REAL, Simple.DOUBLE -> 0.0;
      case Simple.VARCHAR, Simple.VARBINARY -> Bytes.of(new byte[0]);
      case Simple _, Decimal _ -> 0L;
      case WideDecimal _ -> BigInteger.ZERO;
      case NestedType _ -> throw new IllegalArgumentException("no function sees " + type);
    };
  }

  private static Object integer(int bits, boolean edge, Random random) {
    long min = Long.MIN_VALUE >> (Long.SIZE - bits);
    long[] edges = {min, min + 1, -1, 0, 1, ~min - 1, ~min};
    return edge ? edges[random.nextInt(edges.length)] : random.nextLong() >> (Long.SIZE - bits);
  }

  private static double floating(boolean edge, Random random) {
    double[] edges = {
      0.0,
      -0.0,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      Float.MIN_VALUE,
      Float.MAX_VALUE,
      -Float.MAX_VALUE
    };
    return edge ? edges[random.nextInt(edges.length)] : random.nextGaussian() * 1e6;
  }

  /// Letters, with characters of two, three and four bytes among them.
  private static String text(Random random) {
    String[] parts = {"a", "B", "7", " ", "é", "ß", "€", "漢", "😀", "\u0000", "\uFFFF"};
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4) == 0 ? 0 : random.nextInt(LONGEST_STRING);
    for (int i = 0; i < length; i++) {
      text.append(parts[random.nextInt(3) == 0 ? random.nextInt(parts.length) : 0]);
    }
    return text.toString();
  }
}
