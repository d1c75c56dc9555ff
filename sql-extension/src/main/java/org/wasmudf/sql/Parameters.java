package org.wasmudf.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;

/// The values of a prepared statement's `?`, as the user has set them. They are brought into the
/// planned types when the statement is executed.
final class Parameters {
  /// None, of a statement that isn't prepared.
  static final Parameters NONE = new Parameters();

  /// In place of a value that the user hasn't set.
  private enum Unset {
    UNSET
  }

  private final List<@Nullable Object> values = new ArrayList<>();

  Parameters() {}

  Parameters(Parameters other) {
    values.addAll(other.values);
  }

  /// @param index which, from 1
  void set(int index, @Nullable Object value) throws SQLException {
    if (index < 1) {
      throw new SQLException("parameters are counted from 1, not from " + index, "07009");
    }
    while (values.size() < index) {
      values.add(Unset.UNSET);
    }
    values.set(index - 1, whole(value));
  }

  /// What can be read only once is read now.
  private static @Nullable Object whole(@Nullable Object value) throws SQLException {
    try {
      return switch (value) {
        case Clob text -> text.getSubString(1, Math.toIntExact(text.length()));
        case Blob bytes -> bytes.getBytes(1, Math.toIntExact(bytes.length()));
        case InputStream bytes -> bytes.readAllBytes();
        case Reader text -> {
          StringWriter all = new StringWriter();
          text.transferTo(all);
          yield all.toString();
        }
        case null, default -> value;
      };
    } catch (IOException e) {
      throw new SQLException("can't read the value of a parameter: " + e.getMessage(), "22000", e);
    }
  }

  void clear() {
    values.clear();
  }

  /// Gives the values to a statement of the database.
  void bindAsTheyAre(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  /// Gives the values to a planned statement.
  ///
  /// @param nested the types of those that are made of others, by their number from 1
  void bind(PreparedStatement statement, Map<Integer, SqlType> nested) throws SQLException {
    ParameterMetaData types = statement.getParameterMetaData();
    int count = types.getParameterCount();
    if (values.size() > count) {
      throw new SQLException(
          "there is no parameter %d: the statement has %d".formatted(values.size(), count),
          "07009");
    }
    for (int i = 0; i < count; i++) {
      Object value = i < values.size() ? values.get(i) : Unset.UNSET;
      if (value instanceof Unset) {
        throw new SQLException("parameter %d has no value".formatted(i + 1), "07002");
      }
      int type = types.getParameterType(i + 1);
      SqlType made = nested.get(i + 1);
      if (value == null) {
        statement.setNull(i + 1, type);
      } else if (made != null) {
        statement.setObject(i + 1, ParameterValue.of(i + 1, value).cell(made));
      } else if (type == Types.OTHER) {
        ParameterValue.of(i + 1, value).bindOther(statement, types.getParameterTypeName(i + 1));
      } else {
        ParameterValue.of(i + 1, value).bind(statement, type);
      }
    }
  }
}
