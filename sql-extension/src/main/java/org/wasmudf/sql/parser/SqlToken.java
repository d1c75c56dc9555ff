package org.wasmudf.sql.parser;

/// A token of a statement: its kind and where it is. Comments and white space are no tokens.
///
/// @param start the index of its first character in the text, counted in UTF-16 units as all here
/// @param end the index after its last character
/// @param line its line, from 1; LF, CR and CR LF each end one
/// @param column its column, from 1
public record SqlToken(Kind kind, int start, int end, int line, int column) {
  public enum Kind {
    /// A keyword or an unquoted name.
    WORD,
    /// `"name"` or `` `name` ``.
    QUOTED_NAME,
    /// `'...'`, `E'...'`, `$$...$$` or `$tag$...$tag$`.
    STRING,
    /// `X'...'` or `B'...'`.
    BINARY,
    NUMBER,
    /// One character of punctuation or of an operator.
    SYMBOL
  }

  public boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
  }

  /// The token as it stands in `text`, the text it was read from.
  public String in(String text) {
    return text.substring(start, end);
  }

  /// Whether this is that keyword, in any case.
  boolean isWord(String text, String word) {
    return kind == Kind.WORD
        && end - start == word.length()
        && text.regionMatches(true, start, word, 0, word.length());
  }

  boolean isSymbol(String text, char symbol) {
    return kind == Kind.SYMBOL && text.charAt(start) == symbol;
  }
}
