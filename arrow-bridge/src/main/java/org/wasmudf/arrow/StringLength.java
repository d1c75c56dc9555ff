package org.wasmudf.arrow;

/// How long a string or binary is that a function returns. Longer strings lose the blanks at their
/// end, as in an assignment of SQL's; where that isn't enough, the row fails.
///
/// @param most characters of a string, bytes of a binary
/// @param isPadded whether a shorter string gets blanks up to that length, as a CHAR does
public record StringLength(int most, boolean isPadded) {
  /// Of a VARCHAR or VARBINARY without a length.
  public static final StringLength ANY = new StringLength(Integer.MAX_VALUE, false);

  public StringLength {
    if (most < 0) {
      throw new IllegalArgumentException("a length of " + most);
    }
  }

  /// Checks that values of a type have such a length.
  ///
  /// @throws IllegalArgumentException when they have none
  void check(SqlType type) {
    if (isLimited() && !(isPadded ? type == SqlType.Simple.VARCHAR : type.isVariableLength())) {
      throw new IllegalArgumentException("a length of " + type);
    }
  }

  /// A type of that length as SQL has it: `VARCHAR(3)`.
  String declared(SqlType type) {
    return isLimited() ? (isPadded ? "CHAR" : type) + "(" + most + ")" : type.toString();
  }

  boolean isLimited() {
    return !equals(ANY);
  }
}
