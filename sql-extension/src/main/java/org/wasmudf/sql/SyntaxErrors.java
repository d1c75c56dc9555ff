package org.wasmudf.sql;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.wasmudf.sql.parser.WasmSqlParser;

/// Says in a line what the parser says in a screenful.
final class SyntaxErrors {
  private static final Pattern ENCOUNTERED = Pattern.compile("Encountered \"(.*)\"");
  private static final int MAX_EXPECTED = 2;

  private static final SqlAbstractParserImpl.Metadata PARSER =
      SqlParser.create("", SqlParser.config().withParserFactory(WasmSqlParser.FACTORY))
          .getMetadata();

  private SyntaxErrors() {}

  /// What is there and should not be, and what should, unless that could be much. The place is not
  /// in it.
  static String describe(SqlParseException error) {
    String message =
        SqlErrors.firstLine(error).replaceFirst(" at line \\d+, column \\d+\\.?", "").strip();
    Matcher matcher = ENCOUNTERED.matcher(message);
    if (!matcher.matches()) {
      return "syntax error: " + message;
    }
    String found = matcher.group(1).replace("\\'", "'").replace("\\\"", "\"");
    return "syntax error: "
        + (found.equals("<EOF>") ? "the statement ends too early" : "unexpected " + found)
        + advice(found, error.getExpectedTokenNames());
  }

  private static String advice(String found, Collection<String> expected) {
    boolean isClear =
        expected.size() <= MAX_EXPECTED
            && expected.stream().allMatch(each -> each.startsWith("\""));
    if (isClear) {
      return ", expected " + String.join(" or ", expected).replace("\"", "");
    }
    if (!expected.isEmpty()
        && expected.stream().allMatch(each -> each.endsWith("QUOTED_STRING>"))) {
      return ", expected text in single quotes";
    }
    return expected.contains("<IDENTIFIER>")
            && PARSER.isReservedWord(found.toUpperCase(Locale.ROOT))
        ? ", a reserved word: to be a name it needs quotes"
        : "";
  }
}
