package org.wasmudf.sql.parser;

import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.parser.SqlToken.Kind;

/// Reads tokens, in one pass and without failing: something that is not closed ends with the text.
///
/// Block comments nest, as they do in PostgreSQL and H2. A backslash escapes in `E'...'` only. `//`
/// and `#` begin no comment, because they are operators of some databases.
final class SqlLexer {
  private final ScriptText text;
  private int position;
  private int line = 1;
  private int column = 1;
  private @Nullable Unterminated unterminated;

  SqlLexer(ScriptText text) {
    this.text = text;
  }

  /// The next token, or null at the end of the text.
  @Nullable SqlToken next() {
    skipBlanksAndComments();
    if (peek() == ScriptText.END) {
      return null;
    }
    int start = position;
    int startLine = line;
    int startColumn = column;
    Kind kind = scan();
    return new SqlToken(kind, start, position, startLine, startColumn);
  }

  /// What the text opens and does not close, once it is at its end.
  @Nullable Unterminated unterminated() {
    return unterminated;
  }

  /// Forgets the text so far: the indexes of the tokens to come begin at 0, their lines go on.
  void forget() {
    text.forget(position);
    position = 0;
  }

  private Kind scan() {
    int c = peek();
    if (c == '\'') {
      scanQuoted(Unterminated.What.STRING, false);
      return Kind.STRING;
    }
    if (c == '"' || c == '`') {
      scanQuoted(Unterminated.What.QUOTED_NAME, false);
      return Kind.QUOTED_NAME;
    }
    if (c == '$') {
      return scanDollar();
    }
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) {
      scanNumber();
      return Kind.NUMBER;
    }
    if (isWordStart(c)) {
      return scanWord();
    }
    advance();
    return Kind.SYMBOL;
  }

  private Kind scanWord() {
    int first = peek();
    if (peek(1) == '\'') {
      switch (first) {
        case 'e', 'E' -> {
          advance();
          scanQuoted(Unterminated.What.STRING, true);
          return Kind.STRING;
        }
        case 'x', 'X', 'b', 'B' -> {
          advance();
          scanQuoted(Unterminated.What.STRING, false);
          return Kind.BINARY;
        }
        default -> {}
      }
    }
    while (isWordPart(peek())) {
      advance();
    }
    return Kind.WORD;
  }

  private void scanNumber() {
    int previous = 0;
    while (isWordPart(peek())
        || peek() == '.'
        || ((previous == 'e' || previous == 'E')
            && (peek() == '+' || peek() == '-')
            && isDigit(peek(1)))) {
      previous = peek();
      advance();
    }
  }

  private void scanQuoted(Unterminated.What what, boolean backslashEscapes) {
    Unterminated open = new Unterminated(what, line, column);
    int quote = peek();
    advance();
    while (true) {
      int c = peek();
      if (c == ScriptText.END) {
        unterminated = open;
        return;
      }
      advance();
      if (c == '\\' && backslashEscapes && peek() != ScriptText.END) {
        advance();
      } else if (c == quote) {
        if (peek() != quote) {
          return;
        }
        advance();
      }
    }
  }

  /// A lone `$` is a symbol, also the one of a parameter, `$1`.
  private Kind scanDollar() {
    int tag = 1;
    if (isWordStart(peek(tag))) {
      while (isWordPart(peek(tag)) && peek(tag) != '$') {
        tag++;
      }
    }
    if (peek(tag) != '$') {
      advance();
      return Kind.SYMBOL;
    }
    Unterminated open = new Unterminated(Unterminated.What.DOLLAR_QUOTE, line, column);
    String delimiter = text.substring(position, position + tag + 1);
    advance(delimiter.length());
    while (!startsWith(delimiter)) {
      if (peek() == ScriptText.END) {
        unterminated = open;
        return Kind.STRING;
      }
      advance();
    }
    advance(delimiter.length());
    return Kind.STRING;
  }

  private void skipBlanksAndComments() {
    while (true) {
      int c = peek();
      if (isBlank(c)) {
        advance();
      } else if (c == '-' && peek(1) == '-') {
        while (peek() != '\n' && peek() != '\r' && peek() != ScriptText.END) {
          advance();
        }
      } else if (c == '/' && peek(1) == '*') {
        skipBlockComment();
      } else {
        return;
      }
    }
  }

  private void skipBlockComment() {
    Unterminated open = new Unterminated(Unterminated.What.COMMENT, line, column);
    int depth = 0;
    do {
      if (peek() == ScriptText.END) {
        unterminated = open;
        return;
      }
      if (startsWith("/*")) {
        depth++;
        advance(2);
      } else if (startsWith("*/")) {
        depth--;
        advance(2);
      } else {
        advance();
      }
    } while (depth > 0);
  }

  private boolean startsWith(String prefix) {
    for (int i = 0; i < prefix.length(); i++) {
      if (peek(i) != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int peek() {
    return text.at(position);
  }

  private int peek(int offset) {
    return text.at(position + offset);
  }

  private void advance(int count) {
    for (int i = 0; i < count; i++) {
      advance();
    }
  }

  private void advance() {
    int c = text.at(position++);
    if (c == '\n' || (c == '\r' && peek() != '\n')) {
      line++;
      column = 1;
    } else {
      column++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || c == '_'
        || (c >= 0x80 && !isBlank(c));
  }

  private static boolean isWordPart(int c) {
    return isWordStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isBlank(int c) {
    return c >= 0
        && (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK);
  }

  private static final int BYTE_ORDER_MARK = 0xFEFF;
}
