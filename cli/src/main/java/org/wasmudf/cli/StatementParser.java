package org.wasmudf.cli;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.wasmudf.sql.parser.ScriptReader;

/// Tells the line reader where a statement ends and which word the cursor is in.
final class StatementParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE || context == ParseContext.SECONDARY_PROMPT) {
      String missing = missing(line);
      if (!missing.isEmpty()) {
        throw new EOFError(-1, -1, "the statement goes on", missing);
      }
    }
    int start = cursor;
    while (start > 0 && isPartOfName(line.charAt(start - 1))) {
      start--;
    }
    int end = cursor;
    while (end < line.length() && isPartOfName(line.charAt(end))) {
      end++;
    }
    return new Word(line, cursor, start, end);
  }

  /// Says in the prompt what the reader waits for.
  private static String missing(String line) {
    if (Shell.ShellCommand.of(line) != Shell.ShellCommand.NONE) {
      return "";
    }
    return switch (ScriptReader.missing(line)) {
      case NOTHING -> "";
      case SEMICOLON -> ";";
      case END_OF_STRING -> "'";
      case END_OF_QUOTED_NAME -> "\"";
      case END_OF_DOLLAR_QUOTE -> "$$";
      case END_OF_COMMENT -> "*/";
    };
  }

  /// A dot belongs to a name, so that `tpch.li` is completed as a whole.
  private static boolean isPartOfName(char c) {
    return Character.isJavaIdentifierPart(c) || c == '.' || c == '"';
  }

  private record Word(String line, int cursor, int start, int end) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(start, end);
    }

    @Override
    public int wordCursor() {
      return cursor - start;
    }

    /// Names are completed in quotes where they need them; nothing is escaped.
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return end - start;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }
  }
}
