package org.wasmudf.cli;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A column of a result.
///
/// @param label the name that the statement gives it
/// @param numeric whether its values are numbers
record Column(String label, boolean numeric) {
  /// SQL's own forms, with as many fractional digits as needed, from none to nine.
  private static final DateTimeFormatter TIME = formatter("HH:mm:ss");

  private static final DateTimeFormatter TIMESTAMP = formatter("uuuu-MM-dd HH:mm:ss");

  private static DateTimeFormatter formatter(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
        .toFormatter();
  }

  /// The columns of a result.
  static List<Column> of(ResultSetMetaData metadata) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= metadata.getColumnCount(); i++) {
      columns.add(new Column(metadata.getColumnLabel(i), isNumeric(metadata.getColumnType(i))));
    }
    return columns;
  }

  private static boolean isNumeric(int type) {
    return switch (type) {
      case Types.TINYINT,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.FLOAT,
          Types.DOUBLE,
          Types.DECIMAL,
          Types.NUMERIC ->
          true;
      default -> false;
    };
  }

  /// One value of the current row as something that every format can write: null, a `Boolean`, a
  /// `Number`, or the text of anything else (bytes in hexadecimal).
  ///
  /// @param index the column, counted from 1
  static @Nullable Object value(ResultSet rows, int index) throws SQLException {
    return plain(rows.getObject(index));
  }

  /// A value as people read it.
  static String text(Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }

  /// A value of JDBC in one of these forms.
  static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Boolean truth -> truth;
      case Number number -> number;
      case byte[] bytes -> HexFormat.of().formatHex(bytes);
      case Blob blob -> HexFormat.of().formatHex(blob.getBytes(1, length(blob.length())));
      case Clob clob -> clob.getSubString(1, length(clob.length()));
      case Timestamp timestamp -> TIMESTAMP.format(timestamp.toLocalDateTime());
      case LocalDateTime timestamp -> TIMESTAMP.format(timestamp);
      case Date date -> date.toLocalDate().toString();
      // Its own LocalTime has no fraction.
      case Time time -> TIME.format(new Timestamp(time.getTime()).toLocalDateTime());
      case LocalTime time -> TIME.format(time);
      case Array array -> elements(array);
      default -> value.toString();
    };
  }

  private static int length(long length) throws SQLException {
    if (length > Integer.MAX_VALUE) {
      throw new SQLException("a value of " + length + " bytes or characters is too long to print");
    }
    return (int) length;
  }

  private static String elements(Array array) throws SQLException {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    for (Object element : (Object[]) array.getArray()) {
      Object plain = plain(element);
      text.add(plain == null ? "NULL" : text(plain));
    }
    return text.toString();
  }
}
