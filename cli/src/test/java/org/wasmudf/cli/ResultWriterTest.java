package org.wasmudf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmudf.samples.SampleModule;

final class ResultWriterTest {
  private static String output(String format, String sql) {
    Run run = Run.of("sql", "--format", format, "-c", sql);
    assertThat(run.err()).isEmpty();
    return run.out();
  }

  @Test
  void tableAlignsNumbersRightAndTextLeft() {
    assertThat(
            output(
                "table", "SELECT * FROM (VALUES (1, 'a'), (1000, NULL), (-5, 'ccc')) v(n, text)"))
        .isEqualTo(
            """
                N | TEXT
            ------+------
                1 | a
             1000 | NULL
               -5 | ccc
            (3 rows)

            """);
  }

  @Test
  void tableCountsTheCellsOfWideAndCombiningCharacters() {
    assertThat(
            output("table", "SELECT * FROM (VALUES ('日本', 1), ('e\u0301', 2), ('ab', 3)) v(w, n)"))
        .isEqualTo(
            """
             W    | N
            ------+---
             日本 | 1
             e\u0301    | 2
             ab   | 3
            (3 rows)

            """);
  }

  @Test
  void tableShowsControlCharactersInsteadOfSendingThemToTheTerminal() {
    assertThat(output("table", "SELECT 'a' || CHAR(13) || CHAR(27) || '[31m' AS c"))
        .contains(" a\\r\\u001b[31m\n");
  }

  @Test
  void tableBreaksALineWhereTheTextDoes() {
    assertThat(
            output(
                "table",
                "SELECT * FROM (VALUES (1, 'one' || CHAR(10) || '' || CHAR(10) || 'two', 'x'),"
                    + " (2, 'three', 'y' || CHAR(10) || 'zz' || CHAR(10))) v(n, a, b)"))
        .isEqualTo(
            """
             N | A     | B
            ---+-------+----
             1 | one  +| x
               |      +|
               | two   |
             2 | three | y +
               |       | zz+
               |       |
            (2 rows)

            """);
  }

  @Test
  void everyFormatHasALineOfAPlanInEachRow() throws Exception {
    String setup =
        "CREATE TABLE t (n BIGINT);"
            + " CREATE FUNCTION gcd(BIGINT, BIGINT) RETURNS BIGINT LANGUAGE WASM AS X'"
            + HexFormat.of().formatHex(SampleModule.C_NUMBERS.bytes())
            + "';";
    for (String explain : List.of("EXPLAIN PLAN FOR", "EXPLAIN")) {
      String sql = setup + explain + " SELECT gcd(n, 2) FROM t";
      assertThat(output("table", sql).lines().skip(4))
          .containsExactly(
              " PLAN",
              "------------------------------------------------",
              " ArrowToEnumerable",
              "   ArrowProject(EXPR$0=[GCD($0, 2:BIGINT)])",
              "     EnumerableToArrow",
              "       DatabaseToEnumerable",
              "         DatabaseTableScan(table=[[PUBLIC, T]])",
              "(5 rows)",
              "");
      assertThat(output("csv", sql)).startsWith("PLAN\r\nArrowToEnumerable\r\n");
      assertThat(output("json", sql)).startsWith("[{\"PLAN\":\"ArrowToEnumerable\"},{");
    }
  }

  @Test
  void tableWithoutRowsStillHasItsHeader() {
    assertThat(output("table", "SELECT 1 AS a WHERE FALSE")).isEqualTo(" A\n---\n(0 rows)\n\n");
  }

  @Test
  void longTablesStreamAfterTheFirstThousandRows() {
    for (int rows : new int[] {999, 1000, 1001, 2500}) {
      assertThat(output("table", "SELECT x FROM system_range(1, " + rows + ")").lines())
          .hasSize(rows + 4)
          .contains("(" + rows + " rows)")
          .filteredOn(line -> line.strip().matches("[0-9]+"))
          .extracting(String::strip)
          .isEqualTo(IntStream.rangeClosed(1, rows).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void csvQuotesWhatNeedsItAndTellsNullFromTheEmptyString() {
    assertThat(
            output(
                "csv",
                "SELECT 'a,b' AS a, 'say \"hi\"' AS b, 'x' || CHAR(13) || CHAR(10) || 'y' AS"
                    + " \"c,d\", '' AS empty, CAST(NULL AS VARCHAR) AS nothing, ' ' AS blank"))
        .isEqualTo(
            "A,B,\"c,d\",EMPTY,NOTHING,BLANK\r\n"
                + "\"a,b\",\"say \"\"hi\"\"\",\"x\r\ny\",\"\",, \r\n");
  }

  @Test
  void jsonKeepsNumbersExactAndNamesDistinct() throws Exception {
    assertThat(
            output(
                "json",
                "SELECT CAST('12345678901234567890123456789012.340' AS DECIMAL(38, 3)) AS d,"
                    + " 9223372036854775807 AS i, TRUE AS b, CAST(NULL AS INTEGER) AS n, 1 AS a, 2"
                    + " AS a, 'q\"' AS s, X'00ff' AS x, CAST(0.1 AS REAL) AS r"))
        .isEqualTo(
            "[{\"D\":12345678901234567890123456789012.340,\"I\":9223372036854775807,\"B\":true,\"N\":null,\"A\":1,\"A_2\":2,\"S\":\"q\\\"\",\"X\":\"00ff\",\"R\":0.1}]\n");
  }

  @Test
  void jsonWritesWhatItsNumbersCannotBeAsStrings() throws IOException {
    StringWriter out = new StringWriter();
    JsonWriter json = new JsonWriter(out);
    json.begin(List.of(new Column("nan", true), new Column("infinity", true)));
    json.row(new Object[] {Double.NaN, Float.NEGATIVE_INFINITY});
    json.end();
    assertThat(out).hasToString("[{\"nan\":\"NaN\",\"infinity\":\"-Infinity\"}]\n");
  }

  @Test
  void everyFormatHasNanAndInfinity() {
    String sql =
        "SELECT CAST('NaN' AS DOUBLE) AS n, CAST('Infinity' AS REAL) AS i, CAST('-Infinity' AS"
            + " DOUBLE) AS m";
    assertThat(output("table", sql)).contains("\n NaN | Infinity | -Infinity\n");
    assertThat(output("csv", sql)).isEqualTo("N,I,M\r\nNaN,Infinity,-Infinity\r\n");
    assertThat(output("json", sql))
        .isEqualTo("[{\"N\":\"NaN\",\"I\":\"Infinity\",\"M\":\"-Infinity\"}]\n");
    assertThat(Run.of("sql", "--help").out()).contains("NaN, Infinity and -Infinity are strings");
  }

  @Test
  void aResultThatBreaksOffLeavesTheNextAlone() throws IOException {
    for (OutputFormat format : OutputFormat.values()) {
      StringWriter alone = new StringWriter();
      writeTwo(format.writer(alone));
      StringWriter out = new StringWriter();
      ResultWriter writer = format.writer(out);
      writer.begin(List.of(new Column("broken", true)));
      for (int i = 0; i < 1500; i++) {
        writer.row(new Object[] {i});
      }
      writeTwo(writer);
      assertThat(out.toString()).as("%s", format).endsWith("\n" + alone);
    }
  }

  private static void writeTwo(ResultWriter writer) throws IOException {
    writer.begin(List.of(new Column("n", true)));
    writer.row(new Object[] {2});
    writer.end();
  }

  @Test
  void jsonOfNoRowsIsAnEmptyArray() {
    assertThat(output("json", "SELECT 1 AS a WHERE FALSE; SELECT 2 AS b"))
        .isEqualTo("[]\n[{\"B\":2}]\n");
  }

  @Test
  void timesAreWrittenAsSqlWritesThem() {
    assertThat(
            output(
                "csv",
                "SELECT DATE '2026-02-28' AS d, TIME '23:59:59' AS t, TIMESTAMP '1969-12-31"
                    + " 23:59:59.000001' AS f, TIMESTAMP '2026-01-01 00:00:00' AS s, ARRAY[1, NULL]"
                    + " AS a, CAST(1E10 AS DOUBLE) AS e, 1E+3 AS m"))
        .isEqualTo(
            "D,T,F,S,A,E,M\r\n2026-02-28,23:59:59,1969-12-31 23:59:59.000001,2026-01-01 00:00:00,"
                + "\"[1, NULL]\",1.0E10,1000\r\n");
  }

  @Test
  void timesKeepTheirFractionWhereverTheQueryRuns() throws Exception {
    String setup =
        "CREATE TABLE t (x TIME(3)); INSERT INTO t VALUES (TIME '10:00:00.5'), (TIME '23:00:00');"
            + " CREATE FUNCTION gcd(BIGINT, BIGINT) RETURNS BIGINT LANGUAGE WASM AS X'"
            + HexFormat.of().formatHex(SampleModule.C_NUMBERS.bytes())
            + "'; ";
    for (String query : List.of("SELECT x FROM t", "SELECT x FROM t WHERE gcd(1, 1) = 1")) {
      assertThat(output("csv", setup + query)).isEqualTo("X\r\n10:00:00.5\r\n23:00:00\r\n");
    }
  }

  @Test
  void everyFormatTakesManyColumns() {
    String columns =
        String.join(", ", IntStream.range(0, 200).mapToObj(i -> i + " AS c" + i).toList());
    for (String format : new String[] {"table", "csv", "json"}) {
      assertThat(output(format, "SELECT " + columns)).contains("C199").contains("199");
    }
  }
}
