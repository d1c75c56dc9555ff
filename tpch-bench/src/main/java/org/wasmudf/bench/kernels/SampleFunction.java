package org.wasmudf.bench.kernels;

import java.util.List;
import java.util.Locale;
import org.wasmudf.arrow.BatchFunction;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.samples.BatchSample;
import org.wasmudf.samples.SampleModule;

/// A sample function, and all that it takes to run it in each system. Public because the
/// benchmarks' generated code names it.
@SuppressWarnings(
    "ImmutableEnumChecker") // Types and lambdas are immutable; they just do not say so.
public enum SampleFunction {
  DISC_PRICE(
      SampleModule.C_MONEY,
      SqlType.Simple.DOUBLE,
      JavaLoops::discPrice,
      Argument.PRICE,
      Argument.DISCOUNT),
  TAXED_PRICE(
      SampleModule.C_MONEY,
      SqlType.Simple.DOUBLE,
      JavaLoops::taxedPrice,
      Argument.PRICE,
      Argument.DISCOUNT,
      Argument.TAX),
  PROMO_DISC(
      SampleModule.C_MONEY,
      SqlType.Simple.DOUBLE,
      JavaLoops::promoDisc,
      Argument.PART_TYPE,
      Argument.PRICE,
      Argument.DISCOUNT),
  DISC_PRICE_DEC(
      SampleModule.C_MONEY,
      new SqlType.Decimal(18, 4),
      JavaLoops::discPriceDec,
      Argument.PRICE_DEC,
      Argument.DISCOUNT_DEC),
  TAXED_PRICE_DEC(
      SampleModule.C_MONEY,
      new SqlType.Decimal(18, 6),
      JavaLoops::taxedPriceDec,
      Argument.PRICE_DEC,
      Argument.DISCOUNT_DEC,
      Argument.TAX_DEC),
  PROMO_DISC_DEC(
      SampleModule.C_MONEY,
      new SqlType.Decimal(18, 4),
      JavaLoops::promoDiscDec,
      Argument.PART_TYPE,
      Argument.PRICE_DEC,
      Argument.DISCOUNT_DEC),
  IS_SHIPPED_BEFORE(
      SampleModule.C_MONEY,
      SqlType.Simple.BOOLEAN,
      JavaLoops::isShippedBefore,
      Argument.DAY,
      Argument.DAY),
  GCD(
      SampleModule.C_NUMBERS,
      SqlType.Simple.BIGINT,
      JavaLoops::gcd,
      Argument.INTEGER,
      Argument.INTEGER),
  MANDELBROT(
      SampleModule.C_NUMBERS,
      SqlType.Simple.INTEGER,
      JavaLoops::mandelbrot,
      Argument.REAL_PART,
      Argument.IMAGINARY_PART),
  LEVENSHTEIN(
      SampleModule.C_TEXT,
      SqlType.Simple.INTEGER,
      JavaLoops::levenshtein,
      Argument.NAME,
      Argument.NAME),
  MASK_EMAIL(SampleModule.C_TEXT, SqlType.Simple.VARCHAR, JavaLoops::maskEmail, Argument.EMAIL),
  FNV1A(SampleModule.C_TEXT, SqlType.Simple.BIGINT, JavaLoops::fnv1a, Argument.UTF8_TEXT);

  private final SampleModule module;
  private final SqlType result;
  private final JavaLoops.Loop javaLoop;
  private final List<Argument> arguments;

  SampleFunction(
      SampleModule module, SqlType result, JavaLoops.Loop javaLoop, Argument... arguments) {
    this.module = module;
    this.result = result;
    this.javaLoop = javaLoop;
    this.arguments = List.of(arguments);
  }

  /// The name that guests export it under.
  public String export() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The name of the loop with it, in C and in the guest.
  String loopExport() {
    return export() + "_loop";
  }

  SqlType result() {
    return result;
  }

  List<Argument> arguments() {
    return arguments;
  }

  JavaLoops.Loop javaLoop() {
    return javaLoop;
  }

  /// The function that is called for each row.
  public ScalarFunction scalarFunction(UdfRuntime runtime) {
    return new ScalarFunction(runtime.load(module.bytes()), export(), signature());
  }

  /// Whether there is a [#batchFunction].
  boolean hasBatchFunction() {
    return this == MASK_EMAIL;
  }

  /// The same function in its form for batches.
  BatchFunction batchFunction(UdfRuntime runtime) {
    return new BatchFunction(runtime.load(BatchSample.C_TEXT.bytes()), export(), signature());
  }

  private FunctionSignature signature() {
    List<SqlType> parameters = arguments.stream().map(Argument::type).toList();
    return new FunctionSignature(export(), parameters, result);
  }
}
