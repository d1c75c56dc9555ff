package org.wasmudf.sql;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Collections;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Passes the values of a type through a function that returns its argument.
final class RoundTripCheck {
  private static final @Nullable Object[] NULL = {null};

  private final SqlSession session;
  private final RoundTrip type;

  RoundTripCheck(SqlSession session, RoundTrip type) {
    this.session = session;
    this.type = type;
  }

  void run() throws SQLException {
    session.update(
        "CREATE FUNCTION same(a %1$s) RETURNS %1$s LANGUAGE WASM IMMUTABLE EXTERNAL NAME '%2$s'"
                .formatted(type.type(), type.export())
            + " FROM 'src/test/guests/types.wasm'");
    session.update("CREATE TABLE trip (id INTEGER, v " + type.type() + ")");
    try {
      constants();
      columns();
    } finally {
      session.update("DROP TABLE trip");
      session.update("DROP FUNCTION same");
    }
  }

  private void constants() throws SQLException {
    for (RoundTrip.Value each : type.values()) {
      assertRows("SELECT same(" + each.literal() + ")", each.text());
      assertThat(session.query("SELECT same(?)", each.parameter()))
          .as(type.type())
          .isEqualTo(each.text());
    }
    assertRows("SELECT same(NULL)", "null");
    assertThat(session.query("SELECT same(?)", NULL)).as(type.type()).isEqualTo("null");
  }

  private void columns() throws SQLException {
    for (RoundTrip.Value each : type.values()) {
      String value = "same(" + each.literal() + ")";
      session.update(
          "INSERT INTO trip SELECT %d, %s".formatted(type.values().indexOf(each), value));
    }
    session.update("INSERT INTO trip VALUES (99, NULL)");
    String rows =
        Stream.concat(type.values().stream().map(RoundTrip.Value::text), Stream.of("null"))
            .collect(joining("\n"));
    assertRows("SELECT same(v) FROM trip ORDER BY id", rows);
    assertRows("SELECT same(same(v)) FROM trip ORDER BY id", rows);
    int values = type.values().size();
    String same = String.join("\n", Collections.nCopies(values, "true")) + "\nnull";
    assertRows("SELECT same(v) = v FROM trip ORDER BY id", same);
    assertRows("SELECT COUNT(*) FROM trip WHERE same(v) = v", Integer.toString(values));
    String pairs = "SELECT COUNT(*) FROM trip a JOIN trip b ON ";
    assertRows(
        pairs + "same(CASE WHEN a.id >= b.id THEN a.v ELSE b.v END) = a.v",
        session.query(pairs + "CASE WHEN a.id >= b.id THEN a.v ELSE b.v END = a.v"));
    assertRows(
        "SELECT same(v), COUNT(*) FROM trip GROUP BY same(v) ORDER BY COUNT(*), MIN(id)",
        rows.lines().map(each -> each + " | 1").collect(joining("\n")));
  }

  private void assertRows(String query, String rows) throws SQLException {
    assertThat(session.query(query)).as("%s: %s", type.type(), query).isEqualTo(rows);
  }
}
