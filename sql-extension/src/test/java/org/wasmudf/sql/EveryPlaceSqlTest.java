package org.wasmudf.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type in every place of every kind of function, in statements: one function returns the
/// bytes that it sees of a column's values, and another makes values of these. What the bytes are
/// is a matter of `EveryPlaceTest` in arrow-bridge.
class EveryPlaceSqlTest {
  private SqlSession session;

  @BeforeEach
  void open() throws SQLException {
    session = SqlSession.open("jdbc:wasmudf:");
  }

  @AfterEach
  void close() throws SQLException {
    session.close();
  }

  static Stream<RoundTrip> types() {
    return Stream.concat(RoundTrip.ALL.stream(), RoundTrip.OF_H2.stream());
  }

  private void createTable(RoundTrip type) throws SQLException {
    session.update("CREATE TABLE trip (id INTEGER, v %s)".formatted(type.type()));
    for (RoundTrip.Value each : type.values()) {
      session.update(
          "INSERT INTO trip VALUES (%d, %s)"
              .formatted(type.values().indexOf(each), each.literal()));
    }
    session.update("INSERT INTO trip VALUES (99, NULL)");
  }

  private void create(String signature, String export) throws SQLException {
    session.update(
        "CREATE %s LANGUAGE WASM IMMUTABLE EXTERNAL NAME '%s'".formatted(signature, export)
            + " FROM '../arrow-bridge/src/test/guests/places.wasm'");
  }

  /// What the values are outside of columns: `i32` and the like.
  private static String form(RoundTrip type) {
    return type.export().replace("id_", "");
  }

  /// How they lie in a column.
  private static String layout(RoundTrip type) {
    return switch (type.type()) {
      case "BOOLEAN" -> "bit";
      case "TINYINT" -> "int8";
      case "SMALLINT" -> "int16";
      default ->
          switch (form(type)) {
            case "i32" -> "int32";
            case "i64" -> "int64";
            case "f32" -> "float32";
            case "f64" -> "float64";
            case "wide" -> "int128";
            case "bytes" -> "strings";
            default -> throw new IllegalArgumentException(type.toString());
          };
    };
  }

  private static String texts(RoundTrip type) {
    List<String> texts = new ArrayList<>();
    type.values().forEach(each -> texts.add(each.text()));
    texts.add("null");
    return String.join("\n", texts);
  }

  @ParameterizedTest
  @MethodSource("types")
  void plainFunctions(RoundTrip type) throws SQLException {
    assertValuesComeBack(type, form(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void batchFunctions(RoundTrip type) throws SQLException {
    assertValuesComeBack(type, layout(type));
  }

  private void assertValuesComeBack(RoundTrip type, String form) throws SQLException {
    createTable(type);
    create("FUNCTION sees(v %s) RETURNS VARBINARY".formatted(type.type()), "sees_" + form);
    create("FUNCTION makes(b VARBINARY) RETURNS " + type.type(), "makes_" + form);
    assertThat(session.query("SELECT makes(sees(v)) FROM trip ORDER BY id")).isEqualTo(texts(type));
  }

  @ParameterizedTest
  @MethodSource("types")
  void aggregateFunctions(RoundTrip type) throws SQLException {
    createTable(type);
    create(
        "AGGREGATE FUNCTION sees(v %s) RETURNS VARBINARY".formatted(type.type()),
        "sees_" + form(type));
    create("AGGREGATE FUNCTION makes(b VARBINARY) RETURNS " + type.type(), "makes_" + form(type));
    String seen = "(SELECT id, sees(v) AS b FROM trip GROUP BY id) AS s";
    assertThat(session.query("SELECT makes(b) FROM " + seen + " GROUP BY id ORDER BY id"))
        .isEqualTo(texts(type));
  }

  /// There are no rows for the NULL.
  @ParameterizedTest
  @MethodSource("types")
  void tableFunctions(RoundTrip type) throws SQLException {
    createTable(type);
    create(
        "TABLE FUNCTION sees(v %1$s, w %1$s, n INTEGER, nulls INTEGER) RETURNS TABLE(b VARBINARY)"
            .formatted(type.type()),
        "sees_" + form(type));
    create(
        "TABLE FUNCTION makes(a VARBINARY, b VARBINARY, n INTEGER, nulls INTEGER) RETURNS TABLE(c %s)"
            .formatted(type.type()),
        "makes_" + layout(type));
    List<String> rows = new ArrayList<>();
    for (RoundTrip.Value each : type.values()) {
      rows.add("null");
      rows.add(each.text());
    }
    assertThat(
            session.query(
                "SELECT m.c FROM trip, LATERAL TABLE(sees(trip.v, trip.v, 1, 0)) AS s,"
                    + " LATERAL TABLE(makes(s.b, s.b, 2, 2)) AS m ORDER BY id, m.c NULLS FIRST"))
        .isEqualTo(String.join("\n", rows));
  }
}
