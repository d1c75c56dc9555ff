package org.wasmudf.arrow;

import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.Sandbox;
import org.wasmudf.runtime.UdfException;

/// A plain function that is called with Java values: for one row at a time, without the vectors
/// around a batch of one row, which cost more than the call, or for many.
///
/// A value of a type is
///
/// - a Boolean for BOOLEAN,
/// - an Integer for TINYINT, SMALLINT, INTEGER, DATE and INTERVAL YEAR TO MONTH,
/// - a Long for BIGINT, TIME, TIMESTAMP, INTERVAL DAY TO SECOND, and the unscaled value of a
///   DECIMAL of up to 18 digits,
/// - a BigInteger for the unscaled value of a DECIMAL with more,
/// - a Float for REAL, a Double for DOUBLE,
/// - a byte array for VARBINARY, and for VARCHAR, where it has the UTF-8 bytes,
///
/// in the units that [SqlType] has, and null for NULL.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class RowUdf implements AutoCloseable {
  private final ScalarFunction function;
  private final FunctionSignature signature;
  private final BatchEvaluator evaluator;
  private final GuestCalls calls;
  private final RowCall call;
  private @Nullable RowBatch batch;

  private RowUdf(ScalarFunction function, BatchEvaluator evaluator) {
    this.function = function;
    this.signature = function.signature();
    this.evaluator = evaluator;
    this.calls =
        new GuestCalls(
            evaluator, evaluator.memory(), function.module(), function.name(), function.limits());
    this.call = new RowCall(function, calls);
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  public static RowUdf of(ScalarFunction function, BatchEvaluator evaluator) {
    return new RowUdf(function, evaluator);
  }

  /// The function that is called.
  public ScalarFunction function() {
    return function;
  }

  /// Calls the function.
  ///
  /// @param arguments a value for each parameter, in the forms that are listed above
  /// @return the result in the same form; null where an argument is, unless the function is called
  ///   then, and where the function returns NULL
  /// @throws UdfException whatever the guest does wrong; the next call works
  public @Nullable Object call(@Nullable Object... arguments) {
    if (arguments.length != signature.parameters().size()) {
      throw new IllegalArgumentException(
          signature + " can't take " + arguments.length + " arguments");
    }
    if (!function.isCalledOnNull()) {
      for (Object each : arguments) {
        if (each == null) {
          return null;
        }
      }
    }
    try {
      Sandbox sandbox = calls.begin(1);
      Object result = call.call(sandbox.guest(function.module()), calls.limits(), arguments);
      sandbox.endCall();
      return result;
    } catch (UdfException failure) {
      throw calls.failed(failure);
    }
  }

  /// Calls the function for many rows at once, over columns in linear memory: one evaluation, or a
  /// few where they are large.
  ///
  /// @param columns for each parameter its values, of at least so many rows
  /// @param rows how many rows
  /// @return the results, in the same forms
  /// @throws UdfException when a row fails, with its number where that can be found out; the next
  ///   call works, with another guest
  public @Nullable Object[] callAll(@Nullable Object[][] columns, int rows) {
    if (columns.length != signature.parameters().size()) {
      throw new IllegalArgumentException(signature + " can't take " + columns.length + " columns");
    }
    if (batch == null) {
      batch = new RowBatch(function, evaluator);
    }
    return batch.call(columns, rows);
  }

  /// Gives the guest back.
  @Override
  public void close() {
    evaluator.close();
  }
}
