package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type of Connect's into functions and out of them, with and without schemas and NULL.
@SuppressWarnings("JavaUtilDate") // That is how Connect has days and times.
class TypesTest {
  private static final long DAY = 86_400_000;
  private static final String EMOJI = "naïve \uD83D\uDE80 größe";

  /// @param schema of a required field
  /// @param type SQL's, of the argument and the result
  /// @param guest which has `export`, a function that returns its argument
  record Case(
      String type,
      String guest,
      String export,
      Supplier<SchemaBuilder> schema,
      List<Object> values) {
    String functions() {
      return "same(%s) RETURNS %s EXTERNAL NAME '%s'".formatted(type, type, export);
    }

    /// Told of NULL, and returns it.
    String nullFunctions() {
      String name = export.equals("echo") ? "pass_bytes" : export.replace("id_", "pass_");
      return "same(%s) RETURNS %s CALLED ON NULL INPUT EXTERNAL NAME '%s'"
          .formatted(type, type, name);
    }

    String nullGuest() {
      return guest.equals("wide") ? "wide" : "nulls";
    }

    @Override
    public String toString() {
      return type;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("BOOLEAN", "plain", "id_i32", SchemaBuilder::bool, List.of(true, false)),
        new Case(
            "TINYINT", "plain", "id_i32", SchemaBuilder::int8, List.of((byte) -128, (byte) 127)),
        new Case(
            "SMALLINT",
            "plain",
            "id_i32",
            SchemaBuilder::int16,
            List.of(Short.MIN_VALUE, Short.MAX_VALUE, (short) 0)),
        new Case(
            "INTEGER",
            "plain",
            "id_i32",
            SchemaBuilder::int32,
            List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0)),
        new Case(
            "BIGINT",
            "plain",
            "id_i64",
            SchemaBuilder::int64,
            List.of(Long.MIN_VALUE, Long.MAX_VALUE, 0L)),
        new Case(
            "REAL",
            "plain",
            "id_f32",
            SchemaBuilder::float32,
            List.of(-0f, Float.NaN, Float.MIN_VALUE, Float.POSITIVE_INFINITY)),
        new Case(
            "DOUBLE",
            "plain",
            "id_f64",
            SchemaBuilder::float64,
            List.of(-0d, Double.NaN, Double.MIN_VALUE, Double.NEGATIVE_INFINITY)),
        new Case(
            "DECIMAL(18, 2)",
            "plain",
            "id_i64",
            () -> Decimal.builder(2).parameter("connect.decimal.precision", "18"),
            List.of(
                new BigDecimal("9999999999999999.99"),
                new BigDecimal("-9999999999999999.99"),
                new BigDecimal("0.00"))),
        new Case(
            "DECIMAL(38, 10)",
            "wide",
            "id_wide",
            () -> Decimal.builder(10).parameter("connect.decimal.precision", "38"),
            List.of(
                new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE), 10),
                new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE).negate(), 10),
                new BigDecimal(BigInteger.valueOf(-1), 10))),
        new Case(
            "DATE",
            "plain",
            "id_i32",
            org.apache.kafka.connect.data.Date::builder,
            List.of(new Date(0), new Date(-DAY), new Date(20_000 * DAY))),
        new Case("TIME", "plain", "id_i64", Time::builder, List.of(new Date(0), new Date(DAY - 1))),
        new Case(
            "TIMESTAMP",
            "plain",
            "id_i64",
            Timestamp::builder,
            List.of(new Date(0), new Date(-1), new Date(Transforms.TIMESTAMP))),
        new Case(
            "VARCHAR",
            "strings",
            "echo",
            SchemaBuilder::string,
            List.of("", "?", EMOJI, "\u0000", "x".repeat(1 << 20))),
        new Case(
            "VARBINARY",
            "strings",
            "echo",
            SchemaBuilder::bytes,
            List.of(new byte[0], new byte[] {-1, 0, 63}, new byte[1 << 20])));
  }

  private static @Nullable Object applied(
      WasmTransform.Value<SinkRecord> transform, SinkRecord in) {
    return ((Struct) transform.apply(in).value()).get("out");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyTypeGoesInAndComesOut(Case each) {
    try (var transform =
        Transforms.value(
            Transforms.guest(each.guest), each.functions(), "fields", "out = same(in)")) {
      Schema schema = each.schema.get().build();
      for (Object value : each.values) {
        SinkRecord out = transform.apply(Transforms.single("in", schema, value));
        assertThat(((Struct) out.value()).get("out")).isEqualTo(value);
        assertThat(((Struct) out.value()).get("in")).isEqualTo(value);
        assertThat(out.valueSchema().field("out").schema()).isEqualTo(schema);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void nullOfAnOptionalFieldIsNullAndTheFunctionIsNotCalled(Case each) {
    try (var transform =
        Transforms.value(
            Transforms.guest(each.guest), each.functions(), "fields", "out = same(in)")) {
      Schema schema = each.schema.get().optional().build();
      SinkRecord out = transform.apply(Transforms.single("in", schema, null));
      assertThat(((Struct) out.value()).get("out")).isNull();
      assertThat(out.valueSchema().field("out").schema()).isEqualTo(schema);
      Object value = each.values.getFirst();
      assertThat(applied(transform, Transforms.single("in", schema, value))).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void functionThatIsToldOfNullCanReturnIt(Case each) {
    try (var transform =
        Transforms.value(
            Transforms.guest(each.nullGuest()), each.nullFunctions(), "fields", "out = same(in)")) {
      Schema schema = each.schema.get().optional().build();
      assertThat(applied(transform, Transforms.single("in", schema, null))).isNull();
      Object value =
          each.values.getLast() instanceof byte[] ? new byte[] {1} : each.values.getFirst();
      assertThat(applied(transform, Transforms.single("in", schema, value))).isEqualTo(value);
      // It can return NULL whatever its argument is.
      SinkRecord required =
          transform.apply(Transforms.single("in", each.schema.get().build(), value));
      assertThat(required.valueSchema().field("out").schema()).isEqualTo(schema);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void valuesWithoutSchemaAreKnownByTheirClass(Case each) {
    try (var transform =
        Transforms.value(
            Transforms.guest(each.guest), each.functions(), "fields", "a.out = same(a.in)")) {
      for (Object value : each.values) {
        SinkRecord in = Transforms.record(null, Map.of("a", Map.of("in", value), "b", 1));
        SinkRecord out = transform.apply(in);
        Map<?, ?> made = (Map<?, ?>) out.value();
        assertThat(made.get("b")).isEqualTo(1);
        Map<?, ?> inner = Objects.requireNonNull((Map<?, ?>) made.get("a"));
        assertThat(inner).hasSize(2);
        assertThat(inner.get("in")).isSameAs(value);
        assertThat(inner.get("out")).isEqualTo(value);
        assertThat(out.valueSchema()).isNull();
      }
      Map<String, @Nullable Object> missing = new HashMap<>();
      missing.put("in", null);
      Object out = transform.apply(Transforms.record(null, Map.of("a", missing))).value();
      missing.put("out", null);
      assertThat(out).isEqualTo(Map.of("a", missing));
    }
  }

  private static void assertRefused(
      String type,
      String guest,
      String export,
      Schema schema,
      Object bad,
      String message,
      Object good) {
    try (var transform =
        Transforms.value(
            Transforms.guest(guest),
            "same(%s) RETURNS %s EXTERNAL NAME '%s'".formatted(type, type, export),
            "fields",
            "out = same(in)")) {
      assertThatThrownBy(() -> transform.apply(Transforms.single("in", schema, bad)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("same(in), argument in: ")
          .hasMessageContaining(message);
      Object out = transform.apply(Transforms.single("in", schema, good)).value();
      assertThat(((Struct) out).get("out")).isNotNull();
    }
  }

  @Test
  void whatDoesNotFitIsNeverCut() {
    assertRefused(
        "INTEGER",
        "plain",
        "id_i32",
        Schema.INT64_SCHEMA,
        1L << 31,
        "2147483648 is not within the range of INTEGER",
        (1L << 31) - 1);
    assertRefused(
        "TINYINT",
        "plain",
        "id_i32",
        Schema.INT16_SCHEMA,
        (short) 128,
        "128 is not within the range of TINYINT",
        (short) -128);
    assertRefused(
        "SMALLINT",
        "plain",
        "id_i32",
        Schema.INT32_SCHEMA,
        -32_769,
        "-32769 is not within the range of SMALLINT",
        -32_768);
    assertRefused(
        "DOUBLE",
        "plain",
        "id_f64",
        Schema.INT64_SCHEMA,
        (1L << 53) + 1,
        "9007199254740993 has more digits than a DOUBLE keeps",
        1L << 53);
    assertRefused(
        "DECIMAL(4, 2)",
        "plain",
        "id_i64",
        Schema.INT64_SCHEMA,
        100L,
        "more digits before its point than DECIMAL(4, 2)",
        99L);
    assertRefused(
        "DECIMAL(4, 2)",
        "plain",
        "id_i64",
        Decimal.schema(3),
        new BigDecimal("1.005"),
        "more digits behind its point than DECIMAL(4, 2)",
        new BigDecimal("1.010"));
    assertRefused(
        "TIMESTAMP",
        "plain",
        "id_i64",
        Timestamp.SCHEMA,
        new Date(Long.MAX_VALUE),
        "not within the range of TIMESTAMP",
        new Date(1));
    assertRefused(
        "VARCHAR",
        "strings",
        "echo",
        Schema.STRING_SCHEMA,
        "ab\uD83D",
        "half a character at 2",
        EMOJI);
    assertRefused(
        "VARCHAR",
        "strings",
        "echo",
        Schema.STRING_SCHEMA,
        "\uDE80 ü",
        "half a character at 0",
        "?");
  }

  /// Connect itself looks at these with a schema, so they come without.
  @Test
  void daysHaveNoTimeAndTimesNoDays() {
    for (String type : List.of("DATE", "TIME")) {
      try (var transform =
          Transforms.value(
              Transforms.guest("plain"),
              "same(%s) RETURNS %s EXTERNAL NAME '%s'"
                  .formatted(type, type, type.equals("DATE") ? "id_i32" : "id_i64"),
              "fields",
              "out = same(in)")) {
        assertThatThrownBy(
                () -> transform.apply(Transforms.record(null, Map.of("in", new Date(DAY + 1)))))
            .isInstanceOf(DataException.class)
            .hasMessageContaining(type);
        assertThat(transform.apply(Transforms.record(null, Map.of("in", new Date(0)))).value())
            .isEqualTo(Map.of("in", new Date(0), "out", new Date(0)));
      }
    }
  }

  /// A power of ten with that many digits would take all memory.
  @Test
  void decimalsOfAnyScaleAreRefusedAtOnce() {
    try (var transform =
        Transforms.value(
            Transforms.guest("plain"),
            "same(DECIMAL(18, 2)) RETURNS DECIMAL(18, 2) EXTERNAL NAME 'id_i64'",
            "fields",
            "out = same(in)")) {
      for (int scale :
          new int[] {Integer.MIN_VALUE, -2_000_000_000, 2_000_000_000, Integer.MAX_VALUE}) {
        BigDecimal number = new BigDecimal(BigInteger.ONE, scale);
        assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("in", number))))
            .isInstanceOf(DataException.class);
        BigDecimal zero = new BigDecimal(BigInteger.ZERO, scale);
        assertThat(transform.apply(Transforms.record(null, Map.of("in", zero))).value())
            .isEqualTo(Map.of("in", zero, "out", new BigDecimal("0.00")));
      }
    }
  }

  @Test
  void narrowNumbersBecomeWiderOnes() {
    Map<Object, List<String>> wider =
        Map.of(
            (byte) 5,
            List.of("SMALLINT", "INTEGER", "BIGINT", "REAL", "DOUBLE", "DECIMAL(9, 3)"),
            (short) 5,
            List.of("TINYINT", "INTEGER", "BIGINT", "REAL", "DOUBLE", "DECIMAL(9, 3)"),
            5,
            List.of("TINYINT", "BIGINT", "DOUBLE", "DECIMAL(9, 3)"),
            5L,
            List.of("TINYINT", "INTEGER", "DOUBLE", "DECIMAL(9, 3)"),
            5f,
            List.of("DOUBLE"));
    wider.forEach(
        (value, types) -> {
          for (String type : types) {
            String export =
                switch (type) {
                  case "REAL" -> "id_f32";
                  case "DOUBLE" -> "id_f64";
                  case "BIGINT", "DECIMAL(9, 3)" -> "id_i64";
                  default -> "id_i32";
                };
            try (var transform =
                Transforms.value(
                    Transforms.guest("plain"),
                    "same(%s) RETURNS %s EXTERNAL NAME '%s'".formatted(type, type, export),
                    "fields",
                    "in = same(in)")) {
              Object out = transform.apply(Transforms.record(null, Map.of("in", value))).value();
              Object made = ((Map<?, ?>) out).values().iterator().next();
              assertThat(((Number) made).doubleValue()).as("%s %s", value, type).isEqualTo(5);
            }
          }
        });
  }

  @Test
  void fieldOfAnotherTypeIsRefusedWithBoth() {
    Map<Schema, String> refused =
        Map.of(
            Schema.STRING_SCHEMA,
            "it is STRING, which can't become BIGINT",
            Schema.FLOAT64_SCHEMA,
            "it is FLOAT64, which can't become BIGINT",
            Timestamp.SCHEMA,
            "it is INT64 (org.apache.kafka.connect.data.Timestamp), which can't become BIGINT",
            SchemaBuilder.array(Schema.INT64_SCHEMA).build(),
            "it is ARRAY, which can't become BIGINT");
    Map<Schema, Object> values =
        Map.of(
            Schema.STRING_SCHEMA,
            "1",
            Schema.FLOAT64_SCHEMA,
            1d,
            Timestamp.SCHEMA,
            new Date(1),
            SchemaBuilder.array(Schema.INT64_SCHEMA).build(),
            List.of(1L));
    try (var transform =
        Transforms.value(
            Transforms.guest("plain"),
            "same(BIGINT) RETURNS BIGINT EXTERNAL NAME 'id_i64'",
            "fields",
            "out = same(in)")) {
      refused.forEach(
          (schema, message) ->
              assertThatThrownBy(
                      () -> transform.apply(Transforms.single("in", schema, values.get(schema))))
                  .isInstanceOf(DataException.class)
                  .hasMessageEndingWith(message));
      for (Object each : List.of("1", 1d, new Date(1), List.of(1L), Map.of())) {
        assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("in", each))))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("can't become BIGINT");
      }
      assertThat(applied(transform, Transforms.single("in", Schema.INT64_SCHEMA, 1L)))
          .isEqualTo(1L);
    }
  }

  @Test
  void bytesMayComeAsABufferWhichIsNotMoved() {
    byte[] bytes = "xyz".getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, 2);
    try (var transform =
        Transforms.value(
            Transforms.guest("strings"),
            "same(VARBINARY) RETURNS VARBINARY EXTERNAL NAME 'echo'",
            "fields",
            "out = same(in)")) {
      SinkRecord in = Transforms.single("in", Schema.BYTES_SCHEMA, buffer);
      assertThat(applied(transform, in)).isEqualTo(Arrays.copyOfRange(bytes, 1, 3));
      assertThat(buffer.remaining()).isEqualTo(2);
    }
  }

  /// Connect has milliseconds.
  @Test
  void microsecondsOfResultsAreCut() {
    String functions = "f(BIGINT) RETURNS TIMESTAMP EXTERNAL NAME 'id_i64'";
    try (var transform =
        Transforms.value(Transforms.guest("plain"), functions, "fields", "out = f(in)")) {
      assertThat(applied(transform, Transforms.single("in", Schema.INT64_SCHEMA, 1_999L)))
          .isEqualTo(new Date(1));
      assertThat(applied(transform, Transforms.single("in", Schema.INT64_SCHEMA, -1L)))
          .isEqualTo(new Date(-1));
    }
  }
}
