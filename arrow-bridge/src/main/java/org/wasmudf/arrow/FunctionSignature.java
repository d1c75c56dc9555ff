package org.wasmudf.arrow;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// What a plain function is called, takes and returns, in SQL's terms.
///
/// @param name the name in messages
/// @param parameters the SQL types of the arguments, at most 64
/// @param result the SQL type of the result
/// @param nullInput what becomes of a row with a NULL argument
public record FunctionSignature(
    String name, List<SqlType> parameters, SqlType result, NullInput nullInput) {
  /// As many arguments as a function can have.
  public static final int MAX_PARAMETERS = 64;

  /// As many arguments as an i32 has bits to say that they are NULL.
  static final int ARGUMENTS_PER_MASK = Integer.SIZE;

  /// A function that returns NULL on NULL input.
  public FunctionSignature(String name, List<SqlType> parameters, SqlType result) {
    this(name, parameters, result, NullInput.RETURNS_NULL);
  }

  public FunctionSignature {
    parameters = List.copyOf(parameters);
    if (parameters.size() > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "function %s has %d parameters, at most %d are allowed"
              .formatted(name, parameters.size(), MAX_PARAMETERS));
    }
  }

  /// How many i32 tell which arguments are NULL.
  int nullMasks() {
    return switch (nullInput) {
      case RETURNS_NULL -> 0;
      case CALLED -> Math.ceilDiv(parameters.size(), ARGUMENTS_PER_MASK);
    };
  }

  /// The type of an export that doesn't return NULL by itself.
  public FunctionType wasmType() {
    return wasmType(false);
  }

  /// The type that the export must have: which arguments are NULL, where it wants to know;
  /// arguments flattened, strings and binaries as pointer and length; and a pointer to the byte
  /// that makes the result NULL.
  ///
  /// @param returnsNull whether the function has that last parameter
  FunctionType wasmType(boolean returnsNull) {
    List<ValueType> flat = new ArrayList<>(Collections.nCopies(nullMasks(), ValueType.I32));
    for (SqlType parameter : parameters) {
      flat.add(parameter.wasmType());
      if (parameter.isVariableLength()) {
        flat.add(ValueType.I32);
      }
    }
    if (returnsNull) {
      flat.add(ValueType.I32);
    }
    ValueType returned = result.isVariableLength() ? ValueType.I64 : result.wasmType();
    return new FunctionType(flat, List.of(returned));
  }

  /// The signature as a declaration: `disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE`.
  @Override
  public String toString() {
    String types = parameters.stream().map(SqlType::toString).collect(joining(", "));
    return switch (nullInput) {
      case RETURNS_NULL -> name + "(" + types + ") RETURNS " + result;
      case CALLED -> name + "(" + types + ") RETURNS " + result + " CALLED ON NULL INPUT";
    };
  }
}
