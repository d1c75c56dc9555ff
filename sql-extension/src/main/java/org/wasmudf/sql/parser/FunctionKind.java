package org.wasmudf.sql.parser;

import java.util.Optional;
import java.util.stream.Stream;

/// What a function is a function of.
public enum FunctionKind {
  /// Of a row's values.
  SCALAR("FUNCTION"),
  /// Of the rows of a group.
  AGGREGATE("AGGREGATE FUNCTION"),
  /// Rows, of a call's arguments.
  TABLE("TABLE FUNCTION");

  private final String keywords;

  FunctionKind(String keywords) {
    this.keywords = keywords;
  }

  /// The words between CREATE and the name.
  public String keywords() {
    return keywords;
  }

  /// What a statement creates, whose words are written as the parser's nodes write them.
  ///
  /// @return nothing when it creates no function
  public static Optional<FunctionKind> of(String statement) {
    return Stream.of(values())
        .filter(each -> statement.startsWith("CREATE " + each.keywords))
        .findFirst();
  }
}
