package org.wasmudf.kafka.transform;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NestedType;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.SqlType.Simple;

/// What a function's result is in Connect: a schema and values of it.
///
/// Connect has times in milliseconds: what a guest returns is cut to them, as in SQL.
///
/// @param conversion of a result in the form that [org.wasmudf.arrow.RowUdf] returns, not null
/// @param required the schema where no result is NULL
/// @param optional the schema where one can be
@SuppressWarnings("JavaUtilDate") // That is how Connect has days and times.
record ResultForm(UnaryOperator<Object> conversion, Schema required, Schema optional) {
  /// By which Connect's converters know how many digits a decimal has.
  private static final String PRECISION = "connect.decimal.precision";

  /// @throws IllegalArgumentException when Connect has no such values
  static ResultForm of(SqlType type) {
    return new ResultForm(
        conversion(type), builder(type).build(), builder(type).optional().build());
  }

  private static SchemaBuilder builder(SqlType type) {
    return switch (type) {
      case Simple.BOOLEAN -> SchemaBuilder.bool();
      case Simple.TINYINT -> SchemaBuilder.int8();
      case Simple.SMALLINT -> SchemaBuilder.int16();
      case Simple.INTEGER -> SchemaBuilder.int32();
      case Simple.BIGINT -> SchemaBuilder.int64();
      case Simple.REAL -> SchemaBuilder.float32();
      case Simple.DOUBLE -> SchemaBuilder.float64();
      case SqlType.Decimal(int precision, int scale) -> decimal(precision, scale);
      case SqlType.WideDecimal(int precision, int scale) -> decimal(precision, scale);
      case Simple.DATE -> org.apache.kafka.connect.data.Date.builder();
      case Simple.TIME -> Time.builder();
      case Simple.TIMESTAMP -> Timestamp.builder();
      case Simple.VARCHAR -> SchemaBuilder.string();
      case Simple.VARBINARY -> SchemaBuilder.bytes();
      case Simple.INTERVAL_DAY_TO_SECOND, Simple.INTERVAL_YEAR_TO_MONTH ->
          throw new IllegalArgumentException("Kafka Connect has no values of type " + type);
      case NestedType _ -> throw new IllegalArgumentException("no plain function has " + type);
    };
  }

  private static SchemaBuilder decimal(int precision, int scale) {
    return Decimal.builder(scale).parameter(PRECISION, Integer.toString(precision));
  }

  /// @param result in the form that [org.wasmudf.arrow.RowUdf] returns
  @Nullable Object value(@Nullable Object result) {
    return result == null ? null : conversion.apply(result);
  }

  /// Chosen once: a switch over types takes longer than most conversions.
  private static UnaryOperator<Object> conversion(SqlType type) {
    return switch (type) {
      case Simple.TINYINT -> result -> ((Integer) result).byteValue();
      case Simple.SMALLINT -> result -> ((Integer) result).shortValue();
      case Simple.BOOLEAN,
          Simple.INTEGER,
          Simple.BIGINT,
          Simple.REAL,
          Simple.DOUBLE,
          Simple.VARBINARY ->
          result -> result;
      case SqlType.Decimal(int _, int scale) -> result -> BigDecimal.valueOf((Long) result, scale);
      case SqlType.WideDecimal(int _, int scale) ->
          result -> new BigDecimal((BigInteger) result, scale);
      case Simple.DATE -> result -> new Date(TimeUnit.DAYS.toMillis((Integer) result));
      case Simple.TIME, Simple.TIMESTAMP ->
          result -> new Date(Math.floorDiv((Long) result, TimeUnit.MILLISECONDS.toMicros(1)));
      case Simple.VARCHAR -> result -> new String((byte[]) result, StandardCharsets.UTF_8);
      case Simple.INTERVAL_DAY_TO_SECOND, Simple.INTERVAL_YEAR_TO_MONTH ->
          throw new IllegalArgumentException("Kafka Connect has no values of type " + type);
      case NestedType _ -> throw new IllegalArgumentException("no plain function has " + type);
    };
  }
}
