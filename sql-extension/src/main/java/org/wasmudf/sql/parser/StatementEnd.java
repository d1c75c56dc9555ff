package org.wasmudf.sql.parser;

import java.util.Locale;
import java.util.Set;

/// Finds the `;` that ends a statement: the first, but for the body of a standard SQL routine,
/// `CREATE FUNCTION ... BEGIN ATOMIC ...; ...; END`.
final class StatementEnd {
  private static final Set<String> ROUTINES =
      Set.of(
          "create function",
          "create procedure",
          "create or replace function",
          "create or replace procedure");
  private static final int LONGEST_WORD = "procedure".length();

  private String beginning = "";
  private int words;
  private boolean routine;
  private boolean begin;
  private int depth;

  boolean isAt(SqlToken token, ScriptText text) {
    return depth == 0 && token.kind() == SqlToken.Kind.SYMBOL && text.at(token.start()) == ';';
  }

  void accept(SqlToken token, ScriptText text) {
    if (words == 4 && !routine) {
      return;
    }
    String word = word(token, text);
    if (words < 4) {
      words++;
      beginning = words == 1 ? word : beginning + " " + word;
      routine = routine || ROUTINES.contains(beginning);
    }
    if (!routine) {
      return;
    }
    if (depth == 0) {
      depth = begin && word.equals("atomic") ? 1 : 0;
      begin = word.equals("begin");
    } else {
      switch (word) {
        case "case" -> depth++;
        case "end" -> depth--;
        default -> {}
      }
    }
  }

  /// The word in lower case; empty if it is none, or none of ours.
  private static String word(SqlToken token, ScriptText text) {
    boolean ours =
        token.kind() == SqlToken.Kind.WORD && token.end() - token.start() <= LONGEST_WORD;
    return ours ? text.substring(token.start(), token.end()).toLowerCase(Locale.ROOT) : "";
  }
}
