package org.wasmudf.sql.parser;

import java.util.List;
import org.wasmudf.sql.parser.StatementKind.Insert.Source;

/// Tells a statement's kind from its tokens, by the words at its beginning and those outside of
/// parentheses.
final class StatementClassifier {
  private final String text;
  private final List<SqlToken> tokens;

  StatementClassifier(String text, List<SqlToken> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  StatementKind kind() {
    return kind(0);
  }

  private StatementKind kind(int start) {
    if (isWord(start, "WITH")) {
      return afterWith(start);
    }
    if (isQueryStart(start)) {
      return new StatementKind.Query();
    }
    if (isWord(start, "INSERT")) {
      return insert(start, start);
    }
    if (isWord(start, "EXPLAIN")) {
      return explain(start);
    }
    if (isWord(start, "CREATE")) {
      return create(start);
    }
    if (isWords(start, "DROP", "FUNCTION")) {
      return drop(start + 2);
    }
    if (isWords(start, "SHOW", "FUNCTIONS") && start + 2 == tokens.size()) {
      return new StatementKind.ShowFunctions();
    }
    if (isWords(start, "SHOW", "MODULES") && start + 2 == tokens.size()) {
      return new StatementKind.ShowModules();
    }
    if (isWords(start, "DROP", "MODULE")) {
      return new StatementKind.ChangeModule();
    }
    if (isWords(start, "SHOW", "TENANTS") && start + 2 == tokens.size()) {
      return new StatementKind.ShowTenants();
    }
    if (isWords(start, "ALTER", "TENANT") || isWords(start, "DROP", "TENANT") || grants(start)) {
      return new StatementKind.ChangeTenant();
    }
    return change(start);
  }

  /// Whether the statement ends in `TO TENANT name` or `FROM TENANT name`: a database may have a
  /// role that is called `tenant`, and nothing but its name stands there then.
  private boolean grants(int start) {
    int name = tokens.size() - 1;
    return name >= start + 3
        && tokens.get(name).isName()
        && ((isWord(start, "GRANT") && isWords(name - 2, "TO", "TENANT"))
            || (isWord(start, "REVOKE")
                && isWords(name - 2, "FROM", "TENANT")
                && !isWord(name, "CASCADE")
                && !isWord(name, "RESTRICT")));
  }

  private StatementKind change(int start) {
    if (isWord(start, "UPDATE")) {
      return new StatementKind.Update();
    }
    if (isWord(start, "DELETE")) {
      return new StatementKind.Delete();
    }
    return isWord(start, "MERGE") ? new StatementKind.Merge() : new StatementKind.Other();
  }

  /// The statement after `WITH a AS (...), b AS (...)`: an `INSERT`, `UPDATE`, `DELETE` or `MERGE`
  /// outside of parentheses, where no name of a query can stand.
  private StatementKind afterWith(int start) {
    for (int i = start + 1; i < tokens.size(); i = skip(i)) {
      if (isInsideWith(i)) {
        continue;
      }
      if (isWord(i, "INSERT")) {
        return insert(start, i);
      }
      if (isWord(i, "UPDATE") || isWord(i, "DELETE") || isWord(i, "MERGE")) {
        return change(i);
      }
      if (isQueryStart(i)) {
        break;
      }
    }
    return new StatementKind.Query();
  }

  /// Whether a name of a query of the `WITH`, or such a query itself, stands here.
  private boolean isInsideWith(int i) {
    return isWord(i - 1, "WITH")
        || isWord(i - 1, "RECURSIVE")
        || isSymbol(i - 1, ',')
        || isWord(i - 1, "AS")
        || isWord(i - 1, "MATERIALIZED");
  }

  private StatementKind insert(int with, int insert) {
    int nameStart = insert + 1;
    // There may be words between the two, as in INSERT OR REPLACE INTO.
    while (nameStart < insert + 4 && !isWord(nameStart - 1, "INTO")) {
      nameStart++;
    }
    int nameEnd = SqlStatement.nameEnd(text, tokens, nameStart);
    if (nameEnd == nameStart || !isWord(nameStart - 1, "INTO")) {
      return new StatementKind.Other();
    }
    SqlName table = SqlStatement.name(text, tokens, nameStart, nameEnd);
    for (int i = nameEnd; i < tokens.size(); i = skip(i)) {
      if (isQueryStart(i)) {
        return insert(table, with, insert, i);
      }
      if (isWord(i, "DEFAULT") || isWord(i, "SET")) {
        break;
      }
    }
    return new StatementKind.Insert(table, Source.OTHER, text.substring(start(insert)), "", "");
  }

  private StatementKind insert(SqlName table, int with, int insert, int source) {
    int tail = source;
    while (tail < tokens.size() && !isInsertTail(tail)) {
      tail = skip(tail);
    }
    String query =
        blanked(0, start(with))
            + text.substring(start(with), start(insert))
            + blanked(start(insert), start(source))
            + text.substring(start(source), start(tail));
    return new StatementKind.Insert(
        table,
        isWord(source, "VALUES") ? Source.VALUES : Source.QUERY,
        text.substring(start(insert), start(source)),
        query,
        text.substring(start(tail)));
  }

  private boolean isInsertTail(int i) {
    return isWord(i, "RETURNING")
        || isWords(i, "ON", "DUPLICATE", "KEY")
        || isWords(i, "ON", "CONFLICT", "DO")
        || isWords(i, "ON", "CONFLICT", "ON")
        || (isWords(i, "ON", "CONFLICT") && isSymbol(i + 2, '('));
  }

  /// Calcite: `EXPLAIN PLAN [...] FOR statement`; databases: `EXPLAIN [words] [(options)]
  /// statement`.
  private StatementKind explain(int start) {
    boolean plan = isWord(start + 1, "PLAN");
    int inner = start + 1;
    while (inner < tokens.size() && !isExplained(inner, plan)) {
      inner = skip(inner);
    }
    return new StatementKind.Explain(
        plan, kind(inner), blanked(0, start(inner)) + text.substring(start(inner)));
  }

  private boolean isExplained(int i, boolean plan) {
    if (plan) {
      return isWord(i - 1, "FOR");
    }
    return isQueryStart(i)
        || isWord(i, "INSERT")
        || isWord(i, "UPDATE")
        || isWord(i, "DELETE")
        || isWord(i, "MERGE")
        || isWord(i, "CREATE");
  }

  private StatementKind create(int start) {
    int i = start + 1 + (isWords(start + 1, "OR", "REPLACE") ? 2 : 0);
    if (isWord(i, "FUNCTION") || isWords(i, "AGGREGATE", "FUNCTION")) {
      return createFunction(i);
    }
    if (isWord(i, "MODULE") || isWords(i, "FUNCTIONS", "FROM", "MODULE")) {
      return new StatementKind.ChangeModule();
    }
    if (isWords(i, "TABLE", "FUNCTION")
        && createFunction(i) instanceof StatementKind.CreateWasmFunction function) {
      return function;
    }
    if (isWord(i, "TENANT")) {
      return new StatementKind.ChangeTenant();
    }
    // Such as TEMPORARY, UNLOGGED, MATERIALIZED.
    for (int modifiers = 0; modifiers < 4; modifiers++, i++) {
      if (isWord(i, "VIEW")) {
        return new StatementKind.CreateView();
      }
      if (isWord(i, "TABLE")) {
        return createTable(i);
      }
    }
    return new StatementKind.Other();
  }

  private StatementKind createFunction(int start) {
    for (int i = start; i < tokens.size(); i = skip(i)) {
      if (isWord(i, "LANGUAGE")) {
        return isWord(i + 1, "WASM")
            ? new StatementKind.CreateWasmFunction()
            : new StatementKind.Other();
      }
    }
    return new StatementKind.Other();
  }

  private StatementKind createTable(int start) {
    for (int i = start; i < tokens.size(); i = skip(i)) {
      if (isWord(i, "AS") && isQueryStart(i + 1)) {
        return new StatementKind.CreateTableAs();
      }
    }
    return new StatementKind.Other();
  }

  private StatementKind drop(int start) {
    int nameStart = isWords(start, "IF", "EXISTS") ? start + 2 : start;
    int nameEnd = SqlStatement.nameEnd(text, tokens, nameStart);
    return nameEnd == nameStart
        ? new StatementKind.Other()
        : new StatementKind.DropFunction(SqlStatement.name(text, tokens, nameStart, nameEnd));
  }

  private boolean isQueryStart(int start) {
    int i = start;
    while (isSymbol(i, '(')) {
      i++;
    }
    return isWord(i, "SELECT") || isWord(i, "VALUES") || isWord(i, "WITH") || isWord(i, "TABLE");
  }

  /// The index after the token, or after the parentheses that it opens.
  private int skip(int start) {
    int depth = 0;
    int i = start;
    do {
      if (isSymbol(i, '(')) {
        depth++;
      } else if (isSymbol(i, ')')) {
        depth--;
      }
      i++;
    } while (depth > 0 && i < tokens.size());
    return i;
  }

  private boolean isWords(int start, String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!isWord(start + i, words[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isWord(int i, String word) {
    return i < tokens.size() && tokens.get(i).isWord(text, word);
  }

  private boolean isSymbol(int i, char symbol) {
    return i < tokens.size() && tokens.get(i).isSymbol(text, symbol);
  }

  /// Where the token begins; behind the last, where the text ends.
  private int start(int i) {
    return i < tokens.size() ? tokens.get(i).start() : text.length();
  }

  /// Blanks in place of the text, the ends of its lines kept.
  private String blanked(int start, int end) {
    StringBuilder blanks = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      blanks.append(c == '\n' || c == '\r' ? c : ' ');
    }
    return blanks.toString();
  }
}
