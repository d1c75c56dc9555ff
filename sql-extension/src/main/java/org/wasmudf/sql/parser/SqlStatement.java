package org.wasmudf.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A statement and its tokens: what can be said about it without parsing it. Whatever the text is,
/// there is an answer, in time linear in its length. Immutable.
public final class SqlStatement {
  private final String text;
  private final List<SqlToken> tokens;
  private final StatementKind kind;

  private SqlStatement(String text, List<SqlToken> tokens, StatementKind kind) {
    this.text = text;
    this.tokens = tokens;
    this.kind = kind;
  }

  /// Reads the tokens of one statement; any `;` after it are left out.
  public static SqlStatement of(String sql) {
    ScriptText script = new ScriptText(sql);
    SqlLexer lexer = new SqlLexer(script);
    List<SqlToken> tokens = new ArrayList<>();
    StatementEnd end = new StatementEnd();
    int length = sql.length();
    boolean several = false;
    for (SqlToken token = lexer.next(); token != null; token = lexer.next()) {
      tokens.add(token);
      if (!end.isAt(token, script)) {
        end.accept(token, script);
        several |= length < sql.length();
      } else if (length == sql.length()) {
        length = token.start();
      }
    }
    if (several) {
      return new SqlStatement(sql, List.copyOf(tokens), new StatementKind.Several());
    }
    while (!tokens.isEmpty() && tokens.getLast().start() >= length) {
      tokens.removeLast();
    }
    String text = sql.substring(0, length);
    return new SqlStatement(
        text, List.copyOf(tokens), new StatementClassifier(text, tokens).kind());
  }

  /// The text without the `;` at its end.
  public String text() {
    return text;
  }

  public List<SqlToken> tokens() {
    return tokens;
  }

  public StatementKind kind() {
    return kind;
  }

  /// Whether a name that satisfies `name` is followed by an opening parenthesis.
  public boolean calls(Predicate<SqlName> name) {
    return call(name).isPresent();
  }

  /// The first name that satisfies `name` and is followed by an opening parenthesis.
  public Optional<SqlName> call(Predicate<SqlName> name) {
    return firstName(name, true);
  }

  /// Whether a name, of a function, a table or anything else, satisfies `name`. Keywords count as
  /// names; of `a.b.c` only the whole does.
  public boolean mentions(Predicate<SqlName> name) {
    return mention(name).isPresent();
  }

  /// The first name that satisfies `name`, under the same rules.
  public Optional<SqlName> mention(Predicate<SqlName> name) {
    return firstName(name, false);
  }

  private Optional<SqlName> firstName(Predicate<SqlName> name, boolean onlyCalls) {
    int index = 0;
    while (index < tokens.size()) {
      int end = nameEnd(text, tokens, index);
      boolean candidate =
          end > index
              && (!onlyCalls || (end < tokens.size() && tokens.get(end).isSymbol(text, '(')));
      if (candidate) {
        SqlName found = name(text, tokens, index, end);
        if (name.test(found)) {
          return Optional.of(found);
        }
      }
      index = Math.max(end, index + 1);
    }
    return Optional.empty();
  }

  /// The index after the name that begins at `index`; `index` itself if none does.
  static int nameEnd(String text, List<SqlToken> tokens, int index) {
    if (index >= tokens.size() || !tokens.get(index).isName()) {
      return index;
    }
    int end = index + 1;
    while (end + 1 < tokens.size()
        && tokens.get(end).isSymbol(text, '.')
        && tokens.get(end + 1).isName()) {
      end += 2;
    }
    return end;
  }

  static SqlName name(String text, List<SqlToken> tokens, int start, int end) {
    List<SqlName.Part> parts = new ArrayList<>();
    for (int i = start; i < end; i += 2) {
      parts.add(SqlName.Part.of(tokens.get(i), text));
    }
    return new SqlName(parts);
  }
}
