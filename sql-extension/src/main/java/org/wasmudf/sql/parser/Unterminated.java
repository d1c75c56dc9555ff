package org.wasmudf.sql.parser;

/// Something that the text opens and does not close.
///
/// @param what it is, as an error says it
/// @param line where it is opened, from 1
/// @param column where it is opened, from 1
record Unterminated(What what, int line, int column) {
  enum What {
    STRING("string"),
    QUOTED_NAME("quoted name"),
    DOLLAR_QUOTE("dollar-quoted string"),
    COMMENT("comment");

    private final String text;

    What(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
