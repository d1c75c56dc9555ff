package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every wrong statement says what is wrong and where: `^` marks the first and the last character
/// of the place.
class FunctionDdlErrorTest {
  private static final String F = "CREATE FUNCTION f(x DOUBLE) RETURNS DOUBLE LANGUAGE WASM ";

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong("^" + F + "IMMUTABLE^", "the function has no module: add FROM 'file', AS X'...' or"),
        wrong(F + "FROM 'a' STABLE ^STABLE^", "the volatility (IMMUTABLE, STABLE or VOLATILE) is"),
        wrong(F + "IMMUTABLE FROM 'a'\n  ^VOLATILE^", "is given twice"),
        wrong(
            F + "RETURNS NULL ON NULL INPUT ^RETURNS NULL ON NULL INPUT^ FROM 'a'",
            "what happens on NULL input (RETURNS NULL or CALLED) is given twice"),
        wrong(F + "EXTERNAL NAME 'a' EXTERNAL NAME ^'a'^ FROM 'a'", "EXTERNAL NAME is given twice"),
        wrong(
            F + "SHA256 '" + "0".repeat(64) + "' SHA256 ^'" + "0".repeat(64) + "'^ FROM 'a'",
            "SHA256 is given twice"),
        wrong(F + "FROM 'a' AS ^X'00'^", "the module (FROM or AS) is given twice"),
        wrong(F + "AS BASE64 'AA==' FROM ^'a'^", "the module (FROM or AS) is given twice"),
        wrong(F + "SHA256 ^'abc'^ FROM 'a'", "SHA256 takes 64 hexadecimal digits, not 'abc'"),
        wrong(
            F + "SHA256 ^'" + "g".repeat(64) + "'^ FROM 'a'", "SHA256 takes 64 hexadecimal digits"),
        wrong(F + "AS ^X'00f'^", "the literal has 3 hexadecimal digits; every byte takes two"),
        wrong(F + "AS X'00'\n^'1'^", "the literal has 1 hexadecimal digits"),
        wrong(F + "AS X'00^g^0'", "'g' is not a hexadecimal digit"),
        wrong(F + "AS X'00\n\r\n \r  ^ü^0'", "'ü' is not a hexadecimal digit"),
        wrong(F + "AS X'00^'^'00'", "''' is not a hexadecimal digit"),
        wrong(F + "AS BASE64 'AA\n=^*^'", "'*' is not a Base64 digit"),
        wrong(F + "AS BASE64 ^'A'^", "the literal is not Base64: "),
        wrong(F + "AS BASE64 ^'AA=A'^", "the literal is not Base64: "),
        wrong(F + "FROM ^''^", "FROM takes the name of a file, not ''"),
        wrong(F + "AS ^'AA'^", "Encountered \"\\'AA\\'\""),
        wrong(F + "FROM ^f^", "Encountered \"f\""),
        wrong(F + "FROM 'a' ^nonsense^", "Encountered \"nonsense\""),
        wrong(F.replace("WASM", "^JAVA^"), "Encountered \"JAVA\""),
        wrong("CREATE FUNCTION f(x DOUBLE) ^LANGUAGE^ WASM FROM 'a'", "LANGUAGE"),
        wrong(
            F.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION ^IF NOT EXISTS^"),
            "IF NOT EXISTS contradicts OR REPLACE: leave one of them out"),
        wrong(
            F.replace("DOUBLE)", "DOUBLE, y REAL, ^X^ REAL)") + "FROM 'a'",
            "parameter X is given twice"),
        wrong(F.replace("x DOUBLE", "x y ^DOUBLE^"), "DOUBLE"),
        wrong("DROP FUNCTION f(DOUBLE,^)^", "Encountered"),
        wrong("^SHOW^ TABLES", "Incorrect syntax near the keyword 'SHOW'"));
  }

  private static Arguments wrong(String markedSql, String message) {
    return Arguments.of(markedSql, message);
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongStatementSaysWhatAndWhereAndTheNextOneParses(String markedSql, String message)
      throws SqlParseException {
    String sql = markedSql.replace("^", "");

    SqlParseException e =
        catchThrowableOfType(SqlParseException.class, () -> FunctionDdlTest.parse(sql));

    assertThat(e).isNotNull().hasMessageContaining(message);
    int first = markedSql.indexOf('^');
    int last = markedSql.lastIndexOf('^') - 2;
    SqlParserPos pos = e.getPos();
    assertThat(new SqlParserPos(pos.getLineNum(), pos.getColumnNum())).isEqualTo(at(sql, first));
    assertThat(new SqlParserPos(pos.getEndLineNum(), pos.getEndColumnNum()))
        .isEqualTo(at(sql, last));
    assertThat(FunctionDdlTest.create(F + "FROM 'a'").source())
        .isEqualTo(new ModuleSource.File("a"));
  }

  private static SqlParserPos at(String sql, int index) {
    String[] lines = sql.substring(0, index + 1).split("\r\n|\r|\n", -1);
    return new SqlParserPos(lines.length, lines[lines.length - 1].length());
  }
}
