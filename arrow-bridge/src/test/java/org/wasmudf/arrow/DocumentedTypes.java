package org.wasmudf.arrow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.SqlType.WideDecimal;

/// The table on the page about the guest ABI that says what a value is in every place of every kind
/// of function.
final class DocumentedTypes {
  private static final Path PAGE = Path.of("../docs/guest-abi.md");
  private static final Pattern BAR = Pattern.compile(" ?\\| ?");

  /// The rows' titles, and the types that each of them is about.
  static final Map<String, List<SqlType>> TYPES =
      Map.ofEntries(
          Map.entry("BOOLEAN", List.of(Simple.BOOLEAN)),
          Map.entry("TINYINT", List.of(Simple.TINYINT)),
          Map.entry("SMALLINT", List.of(Simple.SMALLINT)),
          Map.entry("INTEGER", List.of(Simple.INTEGER)),
          Map.entry("BIGINT", List.of(Simple.BIGINT)),
          Map.entry("REAL", List.of(Simple.REAL)),
          Map.entry("DOUBLE, FLOAT", List.of(Simple.DOUBLE)),
          Map.entry("DECIMAL of up to 18 digits", List.of(new Decimal(1, 0), new Decimal(18, 4))),
          Map.entry(
              "DECIMAL of more digits", List.of(new WideDecimal(19, 0), new WideDecimal(38, 7))),
          Map.entry("DATE", List.of(Simple.DATE)),
          Map.entry("TIME", List.of(Simple.TIME)),
          Map.entry("TIMESTAMP", List.of(Simple.TIMESTAMP)),
          Map.entry("INTERVAL DAY TO SECOND", List.of(Simple.INTERVAL_DAY_TO_SECOND)),
          Map.entry("INTERVAL YEAR TO MONTH", List.of(Simple.INTERVAL_YEAR_TO_MONTH)),
          Map.entry("CHAR, VARCHAR", List.of(Simple.VARCHAR)),
          Map.entry("BINARY, VARBINARY", List.of(Simple.VARBINARY)));

  /// The same of the types that are made of others.
  static final Map<String, NestedType> NESTED =
      Map.of(
          "ARRAY", new NestedType.Array(Simple.INTEGER),
          "ROW", new NestedType.Row(List.of(new NestedType.Part("x", Simple.INTEGER))),
          "MAP", new NestedType.Map(Simple.INTEGER, Simple.INTEGER));

  /// Where a function has a value; the titles of the columns, in their order.
  enum Place {
    PLAIN_ARGUMENT("plain: argument"),
    PLAIN_RESULT("plain: result"),
    BATCH_ARGUMENT("batch: argument"),
    BATCH_RESULT("batch: result"),
    AGGREGATE_UPDATE("aggregate: `update`"),
    AGGREGATE_FINISH("aggregate: `finish`"),
    TABLE_OPEN("table: `open`"),
    TABLE_ROWS("table: rows");

    private final String title;

    Place(String title) {
      this.title = title;
    }

    /// Whether the guest gets values there, and doesn't return them.
    boolean isArgument() {
      return switch (this) {
        case PLAIN_ARGUMENT, BATCH_ARGUMENT, AGGREGATE_UPDATE, TABLE_OPEN -> true;
        case PLAIN_RESULT, BATCH_RESULT, AGGREGATE_FINISH, TABLE_ROWS -> false;
      };
    }

    /// Whether values are there in a column.
    boolean isColumn() {
      return switch (this) {
        case BATCH_ARGUMENT, BATCH_RESULT, TABLE_ROWS -> true;
        case PLAIN_ARGUMENT, PLAIN_RESULT, AGGREGATE_UPDATE, AGGREGATE_FINISH, TABLE_OPEN -> false;
      };
    }
  }

  /// A cell of the table, for one of its row's types.
  ///
  /// @param says what stands there
  record Cell(SqlType type, Place place, String says) {
    @Override
    public String toString() {
      return place.title + " of " + type;
    }
  }

  private DocumentedTypes() {}

  /// The table's lines as they stand there, the heading first.
  static List<List<String>> lines() {
    try (Stream<String> lines = Files.lines(PAGE)) {
      return lines
          .dropWhile(line -> !line.startsWith("| SQL type | " + Place.PLAIN_ARGUMENT.title))
          .takeWhile(line -> line.startsWith("|"))
          .filter(line -> !line.startsWith("|---"))
          .map(line -> BAR.splitAsStream(line).skip(1).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The headings that there are to be.
  static List<String> titles() {
    return Stream.concat(Stream.of("SQL type"), Stream.of(Place.values()).map(each -> each.title))
        .toList();
  }

  /// Every cell of the types that aren't made of others.
  static Stream<Cell> cells() {
    return lines().stream()
        .skip(1)
        .flatMap(line -> cells(line, TYPES.getOrDefault(line.getFirst(), List.of())));
  }

  /// Every cell of the types that are.
  static Stream<Cell> nestedCells() {
    return lines().stream()
        .skip(1)
        .flatMap(line -> cells(line, Stream.ofNullable(NESTED.get(line.getFirst())).toList()));
  }

  private static Stream<Cell> cells(List<String> line, List<? extends SqlType> types) {
    return types.stream()
        .flatMap(
            type ->
                Stream.of(Place.values())
                    .map(place -> new Cell(type, place, line.get(titles().indexOf(place.title)))));
  }
}
