package org.wasmudf.sql.parser;

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
  /// @throws IllegalArgumentException when it creates no function
  public static FunctionKind of(String statement) {
    for (FunctionKind each : values()) {
      if (statement.startsWith("CREATE " + each.keywords)) {
        return each;
      }
    }
    throw new IllegalArgumentException(statement);
  }
}
