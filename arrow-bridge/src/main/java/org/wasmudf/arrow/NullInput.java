package org.wasmudf.arrow;

/// What becomes of a row with a NULL argument.
public enum NullInput {
  /// The result is NULL, and the function isn't called.
  RETURNS_NULL,

  /// The function is called, and told which arguments are NULL: its first parameters are an i32 for
  /// each 32 arguments, of which bit 0 is the first. The value of a NULL is zero, a string or
  /// binary has the length 0.
  CALLED
}
