package org.wasmudf.sql.parser;

import java.io.Reader;
import java.io.StringReader;
import java.util.Optional;

/// Splits a script into its statements, reading no further than the statement asked for. A `;` ends
/// a statement, unless it is in quotes, in a comment or in the body of a `CREATE FUNCTION ... BEGIN
/// ATOMIC ... END`. For one thread; closing the reader is the caller's.
public final class ScriptReader {
  private final ScriptText text;
  private final SqlLexer lexer;

  private ScriptReader(ScriptText text) {
    this.text = text;
    this.lexer = new SqlLexer(text);
  }

  public static ScriptReader of(Reader script) {
    return new ScriptReader(new ScriptText(script));
  }

  public static ScriptReader of(String script) {
    return of(new StringReader(script));
  }

  /// A statement of a script, from its first token to its last: without the `;`, and without
  /// comments before and after.
  ///
  /// @param line where it begins in the script, from 1
  /// @param column where it begins, from 1
  public record Statement(String text, int line, int column) {}

  /// What has to come before the input can be run.
  public enum Missing {
    NOTHING,
    SEMICOLON,
    END_OF_STRING,
    END_OF_QUOTED_NAME,
    END_OF_DOLLAR_QUOTE,
    END_OF_COMMENT
  }

  /// The next statement that is not empty; none at the end of the script.
  ///
  /// @throws ScriptException if it has a string, a name or a comment that is not closed
  /// @throws java.io.UncheckedIOException if the script can't be read
  public Optional<Statement> next() {
    lexer.forget();
    StatementEnd end = new StatementEnd();
    SqlToken token = lexer.next();
    while (token != null && end.isAt(token, text)) {
      lexer.forget();
      token = lexer.next();
    }
    SqlToken first = token;
    SqlToken last = token;
    while (token != null && !end.isAt(token, text)) {
      end.accept(token, text);
      last = token;
      token = lexer.next();
    }
    Unterminated unterminated = lexer.unterminated();
    if (unterminated != null) {
      throw new ScriptException(
          "unterminated " + unterminated.what(), unterminated.line(), unterminated.column());
    }
    if (first == null || last == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement(text.substring(first.start(), last.end()), first.line(), first.column()));
  }

  /// What the input of a shell still lacks; blanks and comments alone lack nothing.
  public static Missing missing(String input) {
    ScriptText text = new ScriptText(input);
    SqlLexer lexer = new SqlLexer(text);
    StatementEnd end = new StatementEnd();
    boolean open = false;
    for (SqlToken token = lexer.next(); token != null; token = lexer.next()) {
      open = !end.isAt(token, text);
      if (open) {
        end.accept(token, text);
      } else {
        end = new StatementEnd();
      }
    }
    Unterminated unterminated = lexer.unterminated();
    if (unterminated == null) {
      return open ? Missing.SEMICOLON : Missing.NOTHING;
    }
    return switch (unterminated.what()) {
      case STRING -> Missing.END_OF_STRING;
      case QUOTED_NAME -> Missing.END_OF_QUOTED_NAME;
      case DOLLAR_QUOTE -> Missing.END_OF_DOLLAR_QUOTE;
      case COMMENT -> Missing.END_OF_COMMENT;
    };
  }
}
