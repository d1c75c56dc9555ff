package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.sql.parser.SqlName.Part;
import org.wasmudf.sql.parser.SqlToken.Kind;
import org.wasmudf.sql.parser.StatementKind.ChangeTenant;
import org.wasmudf.sql.parser.StatementKind.CreateTableAs;
import org.wasmudf.sql.parser.StatementKind.CreateView;
import org.wasmudf.sql.parser.StatementKind.CreateWasmFunction;
import org.wasmudf.sql.parser.StatementKind.Delete;
import org.wasmudf.sql.parser.StatementKind.DropFunction;
import org.wasmudf.sql.parser.StatementKind.Explain;
import org.wasmudf.sql.parser.StatementKind.Insert;
import org.wasmudf.sql.parser.StatementKind.Merge;
import org.wasmudf.sql.parser.StatementKind.Other;
import org.wasmudf.sql.parser.StatementKind.Query;
import org.wasmudf.sql.parser.StatementKind.Several;
import org.wasmudf.sql.parser.StatementKind.ShowFunctions;
import org.wasmudf.sql.parser.StatementKind.ShowTenants;
import org.wasmudf.sql.parser.StatementKind.Update;

class SqlStatementTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "select/**/1",
        "-- c\n /* d */ ( (\nSELECT 1) UNION SELECT 2)",
        "VALUES (1)",
        "TABLE t",
        "WITH a AS (DELETE FROM t RETURNING x) SELECT * FROM a",
        "WITH a AS NOT MATERIALIZED (SELECT 1), b AS (VALUES 2) TABLE b",
        "WITH insert AS (SELECT 1), update (x) AS (VALUES 2) SELECT * FROM insert",
        "WITH RECURSIVE merge AS (SELECT 1) (SELECT * FROM merge)",
        "(WITH a AS (SELECT 1) SELECT * FROM a)",
        "SELECT 1;",
        "SELECT 1 ; ; -- done",
        "SELECT 'unterminated",
      })
  void queries(String sql) {
    assertThat(SqlStatement.of(sql).kind()).isEqualTo(new Query());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE FUNCTION f() RETURNS DOUBLE LANGUAGE WASM FROM 'f'",
        "create or replace function if not exists a.f(x DOUBLE)\nreturns DOUBLE language /**/ wasm",
        "CREATE FUNCTION f(language VARCHAR) RETURNS DOUBLE FROM 'f' LANGUAGE WASM;",
        "CREATE AGGREGATE FUNCTION f(a DOUBLE) RETURNS DOUBLE LANGUAGE WASM FROM 'f'",
        "CREATE OR REPLACE AGGREGATE FUNCTION f(a DOUBLE) RETURNS DOUBLE LANGUAGE WASM FROM 'f'",
        "CREATE OR REPLACE TABLE FUNCTION f() RETURNS TABLE(n BIGINT) LANGUAGE WASM FROM 'f'"
      })
  void functionsInWasm(String sql) {
    assertThat(SqlStatement.of(sql).kind()).isEqualTo(new CreateWasmFunction());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "-- nothing",
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ LANGUAGE WASM $$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE SQL BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "CREATE FUNCTION f() RETURNS int AS 'LANGUAGE WASM'",
        "CREATE ALIAS f FOR 'x'",
        "CREATE TABLE t (x INTEGER GENERATED ALWAYS AS (y + 1))",
        "CREATE INDEX i ON t (x)",
        "CREATE",
        "DROP TABLE t",
        "DROP FUNCTION",
        "DROP FUNCTION IF EXISTS",
        "SHOW FUNCTIONS LIKE 'x'",
        "SHOW TABLES",
        "GRANT EXECUTE ON FUNCTION f(INTEGER) TO tenant",
        "GRANT EXECUTE ON FUNCTION f TO tenant WITH GRANT OPTION",
        "GRANT SELECT ON t TO tenant, other",
        "GRANT tenant TO x",
        "REVOKE EXECUTE ON FUNCTION f FROM tenant CASCADE",
        "ALTER TABLE tenant ADD COLUMN x INTEGER",
        "CREATE TABLE tenant (x INTEGER)",
        "DROP TABLE tenants",
        "SHOW TENANTS LIKE 'x'",
        "INSERT",
        "INSERT INTO",
        "INSERT INTO 'x' SELECT 1",
        "COMMIT",
        "{call f(?)}",
        "CALL f(1)",
        "\"SELECT\" 1",
        "))))",
        "((((",
      })
  void whatBelongsToTheDatabase(String sql) {
    assertThat(SqlStatement.of(sql).kind()).isEqualTo(new Other());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TENANT t",
        "create or replace tenant if not exists t with (fuel.row = 1);",
        "ALTER /**/ TENANT t SET (fuel.row = 1)",
        "DROP TENANT IF EXISTS t",
        "GRANT EXECUTE ON FUNCTION f(DECIMAL(3, 2)) TO TENANT t",
        "GRANT ALL ON FUNCTION f TO TENANT t",
        "REVOKE EXECUTE ON FUNCTION f FROM TENANT \"t\" ;"
      })
  void statementsAboutTenants(String sql) {
    assertThat(SqlStatement.of(sql).kind()).isEqualTo(new ChangeTenant());
  }

  @Test
  void droppedFunctionHasItsNameWithEveryPart() {
    assertThat(SqlStatement.of("drop function f").kind())
        .isEqualTo(new DropFunction(new SqlName(List.of(new Part("f", false)))));
    assertThat(SqlStatement.of("DROP FUNCTION IF EXISTS a . \"B\"\"c\".`D`(DOUBLE)").kind())
        .isEqualTo(
            new DropFunction(
                new SqlName(
                    List.of(new Part("a", false), new Part("B\"c", true), new Part("D", true)))));
    assertThat(SqlStatement.of("DROP FUNCTION \"a").kind())
        .isEqualTo(new DropFunction(new SqlName(List.of(new Part("a", true)))));
    assertThat(SqlStatement.of("DROP FUNCTION \"").kind())
        .isEqualTo(new DropFunction(new SqlName(List.of(new Part("", true)))));
  }

  @Test
  void otherKinds() {
    assertThat(SqlStatement.of("SHOW functions;").kind()).isEqualTo(new ShowFunctions());
    assertThat(SqlStatement.of("show TENANTS ;").kind()).isEqualTo(new ShowTenants());
    assertThat(SqlStatement.of("UPDATE t SET x = 1").kind()).isEqualTo(new Update());
    assertThat(SqlStatement.of("DELETE FROM t").kind()).isEqualTo(new Delete());
    assertThat(SqlStatement.of("MERGE INTO t USING u ON a = b").kind()).isEqualTo(new Merge());
    assertThat(SqlStatement.of("WITH a AS (SELECT 1) UPDATE t SET x = 1").kind())
        .isEqualTo(new Update());
    for (String sql :
        List.of(
            "CREATE TABLE t AS SELECT 1",
            "CREATE GLOBAL TEMPORARY TABLE IF NOT EXISTS a.t (x, y) AS (SELECT 1)",
            "create unlogged table t as with a as (select 1) select * from a",
            "CREATE TABLE function AS SELECT 1",
            "CREATE TABLE t AS TABLE u")) {
      assertThat(SqlStatement.of(sql).kind()).as(sql).isEqualTo(new CreateTableAs());
    }
    for (String sql :
        List.of(
            "CREATE VIEW v AS SELECT 1",
            "CREATE OR REPLACE FORCE VIEW v AS SELECT 1",
            "CREATE MATERIALIZED VIEW v AS SELECT 1")) {
      assertThat(SqlStatement.of(sql).kind()).as(sql).isEqualTo(new CreateView());
    }
    assertThat(SqlStatement.of("SELECT 1; SELECT 2").kind()).isEqualTo(new Several());
    assertThat(SqlStatement.of("SELECT 1; SELECT 2;").text()).isEqualTo("SELECT 1; SELECT 2;");
  }

  @Test
  void explainedStatementStaysWhereItIs() {
    assertThat(SqlStatement.of("EXPLAIN PLAN FOR\nSELECT 1;").kind())
        .isEqualTo(new Explain(true, new Query(), "                \nSELECT 1"));
    assertThat(
            SqlStatement.of("EXPLAIN PLAN EXCLUDING ATTRIBUTES WITH TYPE AS XML FOR DELETE FROM t")
                .kind())
        .isEqualTo(new Explain(true, new Delete(), " ".repeat(55) + "DELETE FROM t"));
    assertThat(SqlStatement.of("EXPLAIN SELECT 1").kind())
        .isEqualTo(new Explain(false, new Query(), "        SELECT 1"));
    assertThat(SqlStatement.of("EXPLAIN (ANALYZE, FORMAT JSON) (SELECT 1)").kind())
        .isEqualTo(new Explain(false, new Query(), " ".repeat(31) + "(SELECT 1)"));
    assertThat(SqlStatement.of("EXPLAIN ANALYZE VERBOSE UPDATE t SET x = 1").kind())
        .isEqualTo(new Explain(false, new Update(), " ".repeat(24) + "UPDATE t SET x = 1"));
    assertThat(SqlStatement.of("EXPLAIN PLAN").kind())
        .isEqualTo(new Explain(true, new Other(), " ".repeat(12)));
  }

  @Test
  void insertIsTakenApart() {
    SqlName t = new SqlName(List.of(new Part("t", false)));
    assertThat(SqlStatement.of("INSERT INTO t (a, b)\n SELECT f(x) FROM u;").kind())
        .isEqualTo(
            new Insert(
                t,
                Insert.Source.QUERY,
                "INSERT INTO t (a, b)\n ",
                " ".repeat(20) + "\n SELECT f(x) FROM u",
                ""));
    assertThat(SqlStatement.of("insert into t values (1), (2) on conflict do nothing").kind())
        .isEqualTo(
            new Insert(
                t,
                Insert.Source.VALUES,
                "insert into t ",
                " ".repeat(14) + "values (1), (2) ",
                "on conflict do nothing"));
    assertThat(
            SqlStatement.of("INSERT INTO t SELECT 1 FROM a JOIN b ON conflict = 1 RETURNING x")
                .kind())
        .isEqualTo(
            new Insert(
                t,
                Insert.Source.QUERY,
                "INSERT INTO t ",
                " ".repeat(14) + "SELECT 1 FROM a JOIN b ON conflict = 1 ",
                "RETURNING x"));
    assertThat(SqlStatement.of("WITH c AS (SELECT 1 AS x)\nINSERT INTO t SELECT x FROM c").kind())
        .isEqualTo(
            new Insert(
                t,
                Insert.Source.QUERY,
                "INSERT INTO t ",
                "WITH c AS (SELECT 1 AS x)\n" + " ".repeat(14) + "SELECT x FROM c",
                ""));
    assertThat(SqlStatement.of("EXPLAIN INSERT INTO t (SELECT 1)").kind())
        .isEqualTo(
            new Explain(
                false,
                new Insert(
                    t, Insert.Source.QUERY, "INSERT INTO t ", " ".repeat(22) + "(SELECT 1)", ""),
                "        INSERT INTO t (SELECT 1)"));
    assertThat(SqlStatement.of("INSERT INTO t DEFAULT VALUES").kind())
        .isEqualTo(new Insert(t, Insert.Source.OTHER, "INSERT INTO t DEFAULT VALUES", "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO a.\"T t\" OVERRIDING SYSTEM VALUE SELECT 1",
        "INSERT OR REPLACE INTO a.\"T t\" TABLE u",
        "INSERT INTO a.\"T t\" AS x (b) WITH c AS (SELECT 1) SELECT * FROM c",
        "INSERT INTO a.\"T t\" SELECT 1 ON DUPLICATE KEY UPDATE x = 1",
        "INSERT INTO a.\"T t\" SELECT 1 ON CONFLICT (a) DO UPDATE SET x = 1",
        "INSERT INTO a.\"T t\" SELECT 1 ON CONFLICT ON CONSTRAINT k DO NOTHING"
      })
  void insertsOfQueriesInEveryForm(String sql) {
    assertThat(SqlStatement.of(sql).kind())
        .isInstanceOfSatisfying(
            Insert.class,
            insert -> {
              assertThat(insert.table())
                  .isEqualTo(new SqlName(List.of(new Part("a", false), new Part("T t", true))));
              assertThat(insert.source()).isEqualTo(Insert.Source.QUERY);
              assertThat(insert.target() + insert.query().strip() + " " + insert.tail())
                  .isEqualToIgnoringWhitespace(sql);
              assertThat(insert.tail().isEmpty()).isEqualTo(!sql.contains(" ON "));
            });
  }

  @Test
  void callsAreFoundByNameAndParenthesis() {
    List<String> called = new ArrayList<>();
    SqlStatement statement =
        SqlStatement.of(
            """
            SELECT f(x), a."G" (y), h, 'i(', "j"/**/(
            ), $$k($$ -- l(
            FROM m WHERE n IN (1)\
            """);

    assertThat(statement.calls(name -> !called.add(name.toString()))).isFalse();
    assertThat(called).containsExactly("f", "a.G", "j", "IN");
    assertThat(statement.calls(name -> name.last().equals(new Part("G", true)))).isTrue();
    assertThat(SqlStatement.of("SELECT f").calls(name -> true)).isFalse();
    assertThat(SqlStatement.of("f(").calls(name -> true)).isTrue();
  }

  @Test
  void mentionedNamesAreWholeChains() {
    List<String> mentioned = new ArrayList<>();
    SqlStatement statement = SqlStatement.of("SELECT t.*, 'tpch.x' FROM TPCH.lineitem t, a.b.c.");

    assertThat(statement.mentions(name -> !mentioned.add(name.toString()))).isFalse();
    assertThat(mentioned).containsExactly("SELECT", "t", "FROM", "TPCH.lineitem", "t", "a.b.c");
  }

  @Test
  void tokensHaveKindsTextsAndPositions() {
    String sql = "a \"b\"\r\n'c' $$d$$ X'00' 1.5e-3 E'\\'' <> 名前";
    assertThat(SqlStatement.of(sql).tokens())
        .extracting(SqlToken::kind)
        .containsExactly(
            Kind.WORD,
            Kind.QUOTED_NAME,
            Kind.STRING,
            Kind.STRING,
            Kind.BINARY,
            Kind.NUMBER,
            Kind.STRING,
            Kind.SYMBOL,
            Kind.SYMBOL,
            Kind.WORD);
    assertThat(SqlStatement.of(sql).tokens())
        .extracting(token -> token.in(sql))
        .containsExactly("a", "\"b\"", "'c'", "$$d$$", "X'00'", "1.5e-3", "E'\\''", "<", ">", "名前");
    assertThat(SqlStatement.of(sql).tokens().get(3))
        .isEqualTo(new SqlToken(Kind.STRING, 11, 16, 2, 5));
  }

  @Test
  void garbageHasAKindToo() {
    String[] pieces = {
      "SELECT",
      "INSERT",
      "INTO",
      "WITH",
      "(",
      ")",
      ";",
      "'",
      "\"",
      "`",
      "$$",
      "$a$",
      "/*",
      "*/",
      "--",
      "\n",
      "\0",
      "\uD800",
      "CREATE",
      "FUNCTION",
      "LANGUAGE",
      "EXPLAIN",
      "PLAN",
      "FOR",
      "TABLE",
      "AS",
      "VALUES",
      ".",
      "f",
      "E'",
      "X'",
      "\\",
      "1e",
      "ON",
      "CONFLICT",
      "DROP",
      "IF",
      "EXISTS"
    };
    for (long seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder sql = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        sql.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
      }
      String text = sql.toString();
      SqlStatement statement = SqlStatement.of(text);
      assertThat(statement.kind()).as("seed %s: %s", seed, text).isNotNull();
      assertThat(statement.calls(name -> name.last().text().equals("no"))).isFalse();
      int end = 0;
      for (SqlToken token : statement.tokens()) {
        assertThat(token.start()).as("seed %s: %s", seed, text).isGreaterThanOrEqualTo(end);
        assertThat(token.end()).isGreaterThan(token.start());
        end = token.end();
      }
    }
  }

  @Test
  void megabytesAreClassifiedQuickly() {
    long start = System.nanoTime();
    for (String beginning : List.of("", "EXPLAIN ", "EXPLAIN PLAN ", "INSERT INTO t ", "WITH ")) {
      for (String piece :
          List.of("(", ")", "a.", "f(", "( )", "WITH ", "INSERT INTO ", "ON ", "$")) {
        SqlStatement statement = SqlStatement.of(beginning + piece.repeat(100_000));
        assertThat(statement.calls(name -> false)).isFalse();
      }
    }
    String ddl = "CREATE FUNCTION f() RETURNS DOUBLE LANGUAGE WASM AS X'";
    assertThat(SqlStatement.of(ddl + "00".repeat(1 << 20) + "'").kind())
        .isEqualTo(new CreateWasmFunction());
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }
}
