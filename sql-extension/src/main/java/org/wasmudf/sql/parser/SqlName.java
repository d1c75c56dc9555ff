package org.wasmudf.sql.parser;

import java.util.List;
import java.util.stream.Collectors;

/// A name as a statement writes it, qualified or not, before it is folded.
public record SqlName(List<Part> parts) {
  public SqlName {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a name has at least one part");
    }
    parts = List.copyOf(parts);
  }

  /// One part, without its quotes: where it had none it is folded as the connection folds names.
  public record Part(String text, boolean quoted) {
    /// The name that a token is, in the text that it was read from.
    public static Part of(SqlToken token, String sql) {
      String image = token.in(sql);
      if (token.kind() == SqlToken.Kind.WORD) {
        return new Part(image, false);
      }
      String quote = image.substring(0, 1);
      boolean closed = image.length() > 1 && image.endsWith(quote);
      String content = image.substring(1, closed ? image.length() - 1 : image.length());
      return new Part(content.replace(quote + quote, quote), true);
    }
  }

  public Part last() {
    return parts.getLast();
  }

  /// The parts with dots between them, for messages.
  @Override
  public String toString() {
    return parts.stream().map(Part::text).collect(Collectors.joining("."));
  }
}
