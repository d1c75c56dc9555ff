package org.wasmudf.sql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.impl.SqlParserImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeywordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "aggregate",
        "wasm",
        "sha256",
        "base64",
        "immutable",
        "stable",
        "volatile",
        "functions",
        "if",
        "tenant",
        "tenants",
        "modules",
        // Some of those that Calcite reserves and does not use.
        "language",
        "function",
        "external",
        "start",
        "result",
        "method",
        "percent",
        "sql",
        "out",
        "open",
        "close",
        "old",
        "ref",
        "search",
        "module",
        "column",
        "condition",
        "parameter"
      })
  void keywordsStayNamesOfColumnsTablesAndFunctions(String word) throws SqlParseException {
    String sql =
        "SELECT w, a.w, w(w) AS w FROM w, w.w AS a WHERE w = a.w GROUP BY w HAVING w > 1 ORDER BY w"
            .replaceAll("\\bw\\b", word);

    SqlNode node = FunctionDdlTest.parse(sql);

    SqlNode plain = SqlParser.create(sql.replaceAll("\\b" + word + "\\b", "w")).parseStmt();
    assertThat(node.toString().replace(word.toUpperCase(Locale.ROOT), "W"))
        .isEqualTo(plain.toString());
  }

  @Test
  void noWordIsReservedThatCalciteDoesNotReserve() {
    SqlAbstractParserImpl.Metadata ours =
        SqlParser.create("", FunctionDdlTest.CONFIG).getMetadata();
    SqlAbstractParserImpl.Metadata calcites =
        SqlParser.create("", SqlParser.config().withParserFactory(SqlParserImpl.FACTORY))
            .getMetadata();

    assertThat(ours.getTokens().stream().filter(ours::isReservedWord))
        .allMatch(calcites::isReservedWord);
    assertThat(new TreeSet<>(ours.getTokens()).containsAll(calcites.getTokens())).isTrue();
  }
}
