package org.wasmudf.sql.parser;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Text that is read as far as it is looked at, and forgotten as far as it is done with.
final class ScriptText {
  /// What [#at] answers after the last character.
  static final int END = -1;

  private final StringBuilder text = new StringBuilder();
  private final char[] chunk;
  private @Nullable Reader rest;

  ScriptText(String whole) {
    text.append(whole);
    chunk = new char[0];
  }

  ScriptText(Reader reader) {
    rest = reader;
    chunk = new char[8192];
  }

  int at(int index) {
    while (index >= text.length()) {
      if (!read()) {
        return END;
      }
    }
    return text.charAt(index);
  }

  String substring(int start, int end) {
    return text.substring(start, end);
  }

  /// Forgets what is before `index`, which becomes index 0.
  void forget(int index) {
    text.delete(0, index);
  }

  private boolean read() {
    if (rest == null) {
      return false;
    }
    try {
      int count = rest.read(chunk);
      if (count < 0) {
        rest = null;
        return false;
      }
      text.append(chunk, 0, count);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
