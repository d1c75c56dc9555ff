package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.Litmus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionDdlTest {
  static final SqlParser.Config CONFIG =
      SqlParser.config().withParserFactory(WasmSqlParser.FACTORY);
  private static final String HEX =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  @Test
  void everyClauseIsRead() throws SqlParseException {
    SqlCreateWasmFunction f =
        create(
            """
            CREATE OR REPLACE FUNCTION math.disc_price(price DOUBLE, DECIMAL(15, 2)) RETURNS DOUBLE
            LANGUAGE WASM
            IMMUTABLE RETURNS NULL ON NULL INPUT EXTERNAL NAME 'price''s'
            SHA256 '%s' FROM 'it''s/größe.wasm'
            """
                .formatted(HEX.toUpperCase(Locale.ROOT)));

    assertThat(f.getKind()).isEqualTo(SqlKind.CREATE_FUNCTION);
    assertThat(f.getReplace()).isTrue();
    assertThat(f.ifNotExists).isFalse();
    assertThat(f.name().names).containsExactly("MATH", "DISC_PRICE");
    assertThat(f.parameters()).hasSize(2);
    assertThat(f.parameters().get(0).name()).hasToString("PRICE");
    assertThat(f.parameters().get(0).type()).hasToString("DOUBLE");
    assertThat(f.parameters().get(1).name()).isNull();
    assertThat(f.parameters().get(1).type()).hasToString("DECIMAL(15, 2)");
    assertThat(f.returned()).hasToString("Value[type=DOUBLE]");
    assertThat(f.volatility()).isEqualTo(Volatility.IMMUTABLE);
    assertThat(f.export()).isEqualTo("price's");
    assertThat(f.sha256()).isEqualTo(HEX);
    assertThat(f.source()).isEqualTo(new ModuleSource.File("it's/größe.wasm"));
    assertThat(f.sourcePosition()).isEqualTo(new SqlParserPos(4, 80, 4, 97));
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws SqlParseException {
    SqlCreateWasmFunction f =
        create("create function if not exists f() returns integer language wasm from 'f.wasm'");

    assertThat(f.getReplace()).isFalse();
    assertThat(f.ifNotExists).isTrue();
    assertThat(f.parameters()).isEmpty();
    assertThat(f.kind()).isEqualTo(FunctionKind.SCALAR);
    assertThat(f.volatility()).isEqualTo(Volatility.VOLATILE);
    assertThat(f.sha256()).isNull();
  }

  @Test
  void aggregatesSayThatTheyAre() throws SqlParseException {
    SqlCreateWasmFunction f =
        create(
            "create or replace aggregate function f(n bigint) returns bigint language wasm from"
                + " 'f'");

    assertThat(f.kind()).isEqualTo(FunctionKind.AGGREGATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Disc_Price", "s.Disc_Price", "\"Disc_Price\"", "\"a\".\"Disc_Price\""})
  void exportIsTheNameAsSpelledAndUnfolded(String name) throws SqlParseException {
    assertThat(create(function(name, "DOUBLE", "FROM 'f'")).export()).isEqualTo("Disc_Price");
  }

  @Test
  void quotesInsideAQuotedNameAreUndoubled() throws SqlParseException {
    assertThat(create(function("\"say \"\"hi\"\"\"", "DOUBLE", "FROM 'f'")).export())
        .isEqualTo("say \"hi\"");
  }

  @Test
  void keywordAsAFunctionNameKeepsItsSpelling() throws SqlParseException {
    assertThat(create(function("Wasm", "DOUBLE", "FROM 'f'")).export()).isEqualTo("Wasm");
    assertThat(create(function("If", "DOUBLE", "FROM 'f'")).export()).isEqualTo("If");
  }

  @Test
  void clausesMayComeInAnyOrder() throws SqlParseException {
    List<String> clauses =
        List.of(
            "STABLE",
            "RETURNS NULL ON NULL INPUT",
            "EXTERNAL NAME 'e'",
            "SHA256 '" + HEX + "'",
            "AS X'0061'");
    SqlNode expected = create(function("f", "DOUBLE", String.join(" ", clauses)));
    Random random = new Random(7);
    for (int i = 0; i < 30; i++) {
      List<String> shuffled = new ArrayList<>(clauses);
      Collections.shuffle(shuffled, random);
      String sql = function("f", "DOUBLE", String.join(" ", shuffled));
      assertThat(create(sql).equalsDeep(expected, Litmus.IGNORE)).as(sql).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DOUBLE",
        "DOUBLE PRECISION",
        "x DOUBLE PRECISION",
        "VARCHAR(20)",
        "s VARCHAR",
        "date DATE",
        "DATE",
        "value DOUBLE",
        "year INTEGER, month INTEGER",
        "count BIGINT",
        "TIMESTAMP(3), TIMESTAMP",
        "timestamp TIMESTAMP",
        "\"x y\" BOOLEAN",
        "wasm VARBINARY",
        "language VARCHAR(2)",
        "my_type",
        "x my_type",
        "INTEGER ARRAY",
        "order INTEGER",
        ""
      })
  void parametersHaveANameOrNot(String parameters) throws SqlParseException {
    SqlCreateWasmFunction f = create(function("f", parameters, "FROM 'f'"));

    String text =
        f.parameters().stream()
            .map(p -> (p.name() == null ? "" : p.name() + " ") + p.type())
            .collect(Collectors.joining(", "));
    assertThat(text.replace("`", "").replace("DOUBLE PRECISION", "DOUBLE"))
        .isEqualToIgnoringCase(parameters.replace("\"", "").replace("DOUBLE PRECISION", "DOUBLE"));
  }

  @Test
  void bytesAreDecodedFromHexAndBase64() throws SqlParseException {
    byte[] bytes = new byte[4099];
    new Random(11).nextBytes(bytes);
    String hex = HexFormat.of().formatHex(bytes);
    List<String> literals =
        List.of(
            "X'" + hex + "'",
            "x'" + hex.toUpperCase(Locale.ROOT) + "'",
            "X'" + hex.substring(0, 100) + "'\n -- the rest\n '" + hex.substring(100) + "'",
            "X'" + hex.replaceAll("(.{61})", "$1\r\n\t ") + "'",
            "BASE64 '" + Base64.getEncoder().encodeToString(bytes) + "'",
            "BASE64 '" + Base64.getEncoder().withoutPadding().encodeToString(bytes) + "'",
            "BASE64 '" + Base64.getMimeEncoder().encodeToString(bytes) + "'");
    for (String literal : literals) {
      assertThat(create(function("f", "DOUBLE", "AS " + literal)).source())
          .isEqualTo(new ModuleSource.Bytes(bytes));
    }
    assertThat(create(function("f", "DOUBLE", "AS X''")).source())
        .isEqualTo(new ModuleSource.Bytes(new byte[0]));
  }

  @Test
  void aLiteralOfOneMegabyteParsesInLinearTime() throws SqlParseException {
    byte[] bytes = new byte[1 << 20];
    new Random(13).nextBytes(bytes);
    String sql = function("f", "DOUBLE", "AS X'" + HexFormat.of().formatHex(bytes) + "'");
    long start = System.nanoTime();
    assertThat(create(sql).source()).isEqualTo(new ModuleSource.Bytes(bytes));
    // Quadratic, it would take minutes.
    assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE OR REPLACE FUNCTION s.f(a DOUBLE, DECIMAL(15, 2)) RETURNS VARCHAR(20) LANGUAGE"
            + " WASM IMMUTABLE EXTERNAL NAME 'x''y' FROM 'a''b'",
        "CREATE FUNCTION IF NOT EXISTS \"a b\"() RETURNS TIMESTAMP(3) LANGUAGE WASM AS X'00ff'",
        "CREATE FUNCTION f(value DATE, DATE, VARBINARY) RETURNS DOUBLE LANGUAGE WASM STABLE SHA256"
            + " '9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08' AS BASE64"
            + " 'AGFzbQ=='",
        "CREATE FUNCTION f(INTERVAL DAY TO SECOND, a INTERVAL YEAR, \"interval\" INTERVAL SECOND(3,"
            + " 2)) RETURNS INTERVAL HOUR TO MINUTE LANGUAGE WASM CALLED ON NULL INPUT FROM 'f'",
        "DROP FUNCTION f(INTERVAL YEAR TO MONTH, TIME)",
        "CREATE OR REPLACE AGGREGATE FUNCTION f(n BIGINT) RETURNS BIGINT LANGUAGE WASM FROM 'f'",
        "CREATE OR REPLACE TABLE FUNCTION f(a DOUBLE) RETURNS TABLE(\"a b\" VARCHAR, n BIGINT)"
            + " LANGUAGE WASM FROM 'f'",
        "DROP FUNCTION f",
        "DROP FUNCTION IF EXISTS s.\"f g\"()",
        "DROP FUNCTION f(DOUBLE, DECIMAL(15, 2), VARCHAR)",
        "SHOW FUNCTIONS",
        "CREATE OR REPLACE MODULE m FROM 'it''s/größe.wasm'",
        "CREATE MODULE IF NOT EXISTS \"a b\" SHA256 '" + HEX + "' FROM X'00'",
        "CREATE FUNCTIONS FROM MODULE m",
        "CREATE OR REPLACE FUNCTIONS FROM MODULE \"M\"",
        "CREATE FUNCTION f() RETURNS INTEGER IMMUTABLE LANGUAGE WASM FROM MODULE \"a\"\"b\"",
        "DROP MODULE m",
        "DROP MODULE IF EXISTS m",
        "SHOW MODULES"
      })
  void unparsedStatementParsesToTheSame(String sql) throws SqlParseException {
    SqlNode node = parse(sql);
    String text = node.toSqlString(AnsiSqlDialect.DEFAULT).getSql();
    SqlParser.Config backquoted = CONFIG.withQuoting(Quoting.BACK_TICK);

    SqlNode again = SqlParser.create(text, backquoted).parseStmt();
    assertThat(again.equalsDeep(node, Litmus.IGNORE)).as(text).isTrue();
    assertThat(again).hasToString(node.toString());
  }

  @Test
  void statementsThatDifferAreNotEqual() throws SqlParseException {
    String sql = function("f", "DOUBLE", "FROM 'f'");
    SqlNode node = parse(sql);
    for (String other :
        List.of(
            function("g", "DOUBLE", "FROM 'f'"),
            function("f", "REAL", "FROM 'f'"),
            function("f", "DOUBLE", "FROM 'g'"),
            function("f", "DOUBLE", "AS X'66'"),
            function("f", "DOUBLE", "STABLE FROM 'f'"),
            function("f", "DOUBLE", "CALLED ON NULL INPUT FROM 'f'"),
            function("f", "INTERVAL DAY", "FROM 'f'"),
            function("f", "DOUBLE", "EXTERNAL NAME 'g' FROM 'f'"),
            function("f", "DOUBLE", "SHA256 '" + HEX + "' FROM 'f'"),
            sql.replace("CREATE", "CREATE OR REPLACE"),
            sql.replace("FUNCTION", "FUNCTION IF NOT EXISTS"))) {
      assertThat(parse(other).equalsDeep(node, Litmus.IGNORE)).as(other).isFalse();
    }
    assertThat(
            parse("DROP FUNCTION f").equalsDeep(parse("DROP FUNCTION IF EXISTS f"), Litmus.IGNORE))
        .isFalse();
    assertThat(parse("DROP FUNCTION f").equalsDeep(parse("DROP FUNCTION f()"), Litmus.IGNORE))
        .isFalse();
  }

  @Test
  void dropTellsNoTypesFromAnEmptyList() throws SqlParseException {
    SqlDropWasmFunction drop = (SqlDropWasmFunction) parse("drop function if exists a.f");
    assertThat(drop.ifExists).isTrue();
    assertThat(drop.name().names).containsExactly("A", "F");
    assertThat(drop.parameterTypes()).isNull();
    assertThat(((SqlDropWasmFunction) parse("drop function f()")).parameterTypes()).isEmpty();
    assertThat(((SqlDropWasmFunction) parse("drop function f(REAL)")).parameterTypes()).hasSize(1);
    assertThat(((SqlDropWasmFunction) parse("drop function if")).name()).hasToString("IF");
  }

  static String function(String name, String parameters, String clauses) {
    return "CREATE FUNCTION "
        + name
        + "("
        + parameters
        + ") RETURNS DOUBLE LANGUAGE WASM "
        + clauses;
  }

  static SqlCreateWasmFunction create(String sql) throws SqlParseException {
    return (SqlCreateWasmFunction) parse(sql);
  }

  static SqlNode parse(String sql) throws SqlParseException {
    return SqlParser.create(sql, CONFIG).parseStmt();
  }
}
