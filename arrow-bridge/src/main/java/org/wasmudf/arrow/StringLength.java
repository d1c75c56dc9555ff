package org.wasmudf.arrow;

import java.util.Optional;

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

  /// A string as one of that length, as an assignment of SQL's makes it: blanks at its end are cut
  /// off where there are too many characters, and added where there are too few for a CHAR.
  ///
  /// @return nothing where more than blanks would have to be cut off
  public Optional<String> assigned(String text) {
    int characters = text.codePointCount(0, text.length());
    if (characters <= most) {
      return Optional.of(isPadded ? text + " ".repeat(most - characters) : text);
    }
    int end = text.offsetByCodePoints(0, most);
    boolean onlyBlanks = text.substring(end).chars().allMatch(each -> each == ' ');
    return onlyBlanks ? Optional.of(text.substring(0, end)) : Optional.empty();
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
