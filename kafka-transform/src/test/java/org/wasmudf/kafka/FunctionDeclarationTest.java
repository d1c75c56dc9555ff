package org.wasmudf.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.arrow.NullInput;
import org.wasmudf.arrow.SqlType.Simple;

/// Declarations of functions in configurations.
class FunctionDeclarationTest {
  private static FunctionDeclaration read(String declaration) {
    List<FunctionDeclaration> all = FunctionDeclaration.readAll(declaration);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /// The signature writes itself in SQL's words, with the types that it understood.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          f() RETURNS BOOLEAN                          | f() RETURNS BOOLEAN
          f(a tinyint, SMALLINT) returns int           | f(TINYINT, SMALLINT) RETURNS INTEGER
          f(date DATE, TIME) RETURNS TIMESTAMP         | f(DATE, TIME) RETURNS TIMESTAMP
          f(TIMESTAMP(3), t TIME(6)) RETURNS REAL      | f(TIMESTAMP, TIME) RETURNS REAL
          f(DOUBLE PRECISION, FLOAT) RETURNS DOUBLE    | f(DOUBLE, DOUBLE) RETURNS DOUBLE
          f(DECIMAL(15, 2)) RETURNS NUMERIC(38,10)     | f(DECIMAL(15, 2)) RETURNS DECIMAL(38, 10)
          f(DEC(5)) RETURNS VARCHAR(7)                 | f(DECIMAL(5, 0)) RETURNS VARCHAR(7)
          f(c CHARACTER VARYING(5)) RETURNS CHAR       | f(VARCHAR) RETURNS CHAR(1)
          f(VARBINARY, BINARY(2)) RETURNS CHAR(3)      | f(VARBINARY, VARBINARY) RETURNS CHAR(3)
          f(a BIGINT) RETURNS BIGINT LANGUAGE WASM IMMUTABLE RETURNS NULL ON NULL INPUT | f(BIGINT) RETURNS BIGINT
          f(a BIGINT) RETURNS BIGINT STABLE CALLED ON NULL INPUT | f(BIGINT) RETURNS BIGINT CALLED ON NULL INPUT
          """)
  void typesAndOptionsAreThoseOfSql(String declaration, String signature) {
    assertThat(read(declaration).signature()).hasToString(signature);
  }

  @Test
  void exportCanHaveAnotherName() {
    FunctionDeclaration price =
        read("\"the \"\"price\"\"\"(p DOUBLE) RETURNS DOUBLE EXTERNAL NAME 'disc''price'");
    assertThat(price.name()).isEqualTo("the \"price\"");
    assertThat(price.export()).isEqualTo("disc'price");
    assertThat(price.signature().nullInput()).isEqualTo(NullInput.RETURNS_NULL);
    assertThat(read("f(p DOUBLE) RETURNS DOUBLE").export()).isEqualTo("f");
  }

  @Test
  void severalHaveSemicolonsBetweenThem() {
    List<FunctionDeclaration> all =
        FunctionDeclaration.readAll(
            " f(INTEGER) RETURNS BOOLEAN ;\n g(a VARCHAR) RETURNS VARCHAR EXTERNAL NAME 'h'; ");
    assertThat(all).extracting(FunctionDeclaration::name).containsExactly("f", "g");
    assertThat(all.getLast().signature().parameters()).containsExactly(Simple.VARCHAR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          f                                  | expected '(', found the end
          f(DOUBLE RETURNS DOUBLE            | there is no type RETURNS
          f(DOUBLE)                          | expected RETURNS, found the end
          f(DOUBLE) DOUBLE                   | character 11 of "f(DOUBLE) DOUBLE": expected RETURNS, found 'DOUBLE'
          f(NUMBER) RETURNS DOUBLE           | there is no type NUMBER; a function can have BOOLEAN
          f(a ARRAY) RETURNS DOUBLE          | can't take or return ARRAY yet
          f(ROW) RETURNS DOUBLE              | can't take or return ROW yet
          f(DOUBLE) RETURNS MAP              | can't take or return MAP yet
          f(i INTERVAL DAY) RETURNS DOUBLE   | INTERVAL in Kafka, which has no such type: use BIGINT
          f(DECIMAL) RETURNS DOUBLE          | write DECIMAL(p, s)
          f(DECIMAL(39, 2)) RETURNS DOUBLE   | DECIMAL(39, 2)
          f(DECIMAL(5, 6)) RETURNS DOUBLE    | DECIMAL(5, 6)
          f(VARCHAR(x)) RETURNS DOUBLE       | expected a length, found 'x)) RETURNS DOUBLE'
          f(VARCHAR(99999999999)) RETURNS INT| expected a length
          f(DOUBLE) RETURNS DOUBLE EXTERNAL NAME f | in single quotes
          f(DOUBLE) RETURNS DOUBLE WITH (fuel.row = 1) | expected ';' or the end, found 'WITH
          "f(DOUBLE) RETURNS DOUBLE          | expected a closing "
          f(DOUBLE) RETURNS INT; f(INT) RETURNS INT | f is declared twice
          """)
  void whatIsWrongIsNamedWithItsPlace(String declaration, String message) {
    assertThatThrownBy(() -> FunctionDeclaration.readAll(declaration))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void nothingIsNoDeclaration() {
    assertThatThrownBy(() -> FunctionDeclaration.readAll("  "))
        .hasMessageContaining("expected a function's name, found the end");
  }
}
