package org.wasmudf.arrow;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// What a plain function is called, takes and returns, in SQL's terms.
///
/// @param name the name in messages
/// @param parameters the SQL types of the arguments, at most 64
/// @param result the SQL type of the result
/// @param nullInput what becomes of a row with a NULL argument
/// @param length how long a result is that is a string or binary
public record FunctionSignature(
    String name,
    List<SqlType> parameters,
    SqlType result,
    NullInput nullInput,
    StringLength length) {
  /// As many arguments as a function can have.
  public static final int MAX_PARAMETERS = 64;

  /// As many arguments as an i32 has bits to say that they are NULL.
  static final int ARGUMENTS_PER_MASK = Integer.SIZE;

  /// A function that returns NULL on NULL input, and strings of any length.
  public FunctionSignature(String name, List<SqlType> parameters, SqlType result) {
    this(name, parameters, result, NullInput.RETURNS_NULL, StringLength.ANY);
  }

  public FunctionSignature {
    parameters = List.copyOf(parameters);
    if (parameters.size() > MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "function %s has %d parameters, at most %d are allowed"
              .formatted(name, parameters.size(), MAX_PARAMETERS));
    }
    length.check(result);
  }

  /// Checks that everything is a value of WebAssembly's: what is called for each row passes no
  /// Arrow arrays.
  ///
  /// @param declaration as in SQL, for messages
  /// @throws UdfException SIGNATURE_MISMATCH
  void checkFlat(String declaration, String remedy) {
    Stream.concat(parameters.stream(), Stream.of(result))
        .filter(NestedType.class::isInstance)
        .findFirst()
        .ifPresent(
            nested -> {
              throw UdfException.of(
                  UdfErrorCode.SIGNATURE_MISMATCH,
                  "%s has %s, which only functions for batches have: %s"
                      .formatted(declaration, nested, remedy));
            });
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
      if (parameter.isVariableLength() || parameter instanceof SqlType.WideDecimal) {
        flat.add(parameter.wasmType());
      }
    }
    if (returnsNull) {
      flat.add(ValueType.I32);
    }
    return new FunctionType(flat, List.of(returned()));
  }

  /// What the export returns: of wide decimals a pointer, of strings and binaries that and a length
  /// in one number.
  ValueType returned() {
    if (result instanceof SqlType.WideDecimal) {
      return ValueType.I32;
    }
    return result.isVariableLength() ? ValueType.I64 : result.wasmType();
  }

  /// The result's type as SQL has it, with its length.
  public String returns() {
    return length.declared(result);
  }

  /// The signature as a declaration: `disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE`.
  @Override
  public String toString() {
    String types = parameters.stream().map(SqlType::toString).collect(joining(", "));
    return switch (nullInput) {
      case RETURNS_NULL -> name + "(" + types + ") RETURNS " + returns();
      case CALLED -> name + "(" + types + ") RETURNS " + returns() + " CALLED ON NULL INPUT";
    };
  }
}
