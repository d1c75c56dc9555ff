package org.wasmudf.sql.function;

import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/// What an execution of a statement has to tell that is no error: some of it, a guest could go on
/// for ever. Thread-safe.
public final class Warnings {
  private static final String SQL_STATE = "01000";
  private static final int MOST = 100;
  private static final int MOST_CHARACTERS = 64 << 10;

  private @Nullable SQLWarning first;
  private @Nullable SQLWarning last;
  private int count;
  private int characters;

  /// Takes a warning in, as long as there aren't too many.
  public synchronized void add(String message) {
    if (count > MOST || characters > MOST_CHARACTERS) {
      return;
    }
    count++;
    characters += message.length();
    boolean isOneTooMany = count > MOST || characters > MOST_CHARACTERS;
    append(isOneTooMany ? "there were further warnings" : message);
  }

  private void append(String message) {
    SQLWarning next = new SQLWarning(message, SQL_STATE);
    if (last == null) {
      first = next;
    } else {
      last.setNextWarning(next);
    }
    last = next;
  }

  /// The first of them, which leads to the others; null when there are none.
  public synchronized @Nullable SQLWarning first() {
    return first;
  }

  /// Forgets them all.
  public synchronized void clear() {
    first = null;
    last = null;
    count = 0;
    characters = 0;
  }
}
