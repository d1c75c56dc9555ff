package org.wasmudf.sql.plan;

import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.sql.function.DeclaredParameter;
import org.wasmudf.sql.function.WasmScalarFunction;
import org.wasmudf.sql.parser.Volatility;

/// Guests' functions for a plain Calcite schema.
final class TestFunctions {
  /// `(func (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))`.
  private static final String DIV =
      "0061736d01000000"
          + "010701"
          + "60027f7f017f"
          + "03020100"
          + "070701"
          + "03646976"
          + "0000"
          + "0a0901"
          + "0700200020016d0b";

  private TestFunctions() {}

  /// Integer division, which traps on a divisor of zero.
  static WasmScalarFunction div() {
    return of(
        HexFormat.of().parseHex(DIV),
        "div",
        SqlType.Simple.INTEGER,
        SqlType.Simple.INTEGER,
        SqlType.Simple.INTEGER);
  }

  /// A function of a sample module.
  static WasmScalarFunction sample(
      SampleModule module, String export, SqlType result, SqlType... parameters) {
    return of(module.bytes(), export, result, parameters);
  }

  private static WasmScalarFunction of(
      byte[] wasm, String export, SqlType result, SqlType... parameters) {
    return new WasmScalarFunction(
        new ScalarFunction(
            UdfRuntime.shared().load(wasm),
            export,
            new FunctionSignature(export, List.of(parameters), result)),
        DeclaredParameter.of(List.of(parameters), Collections.nCopies(parameters.length, "")),
        Volatility.IMMUTABLE);
  }
}
