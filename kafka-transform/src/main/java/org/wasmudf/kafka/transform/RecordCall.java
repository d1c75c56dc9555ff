package org.wasmudf.kafka.transform;

import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.RowUdf;
import org.wasmudf.arrow.SqlType;

/// A call of a function whose arguments come out of records. Used by one thread.
///
/// @param <R> records
final class RecordCall<R> {
  private final CallArguments<R> arguments;
  private final RowUdf udf;
  private final CallMeter meter;
  private final ResultForm result;

  RecordCall(CallArguments<R> arguments, RowUdf udf, CallMeter meter) {
    this.arguments = arguments;
    this.meter = meter;
    this.udf = udf;
    this.result = ResultForm.of(udf.function().signature().result());
  }

  /// The type of its results.
  SqlType resultType() {
    return udf.function().signature().result();
  }

  List<Source> sources() {
    return arguments.sources();
  }

  /// The call for records of these schemas.
  ///
  /// @throws DataException when an argument isn't there or is of another type
  Bound bind(Schemas schemas) {
    CallArguments.Bound<R> bound = arguments.bind(schemas);
    boolean isNull =
        udf.function().returnsNull() || (bound.isOptional() && !udf.function().isCalledOnNull());
    return new Bound(bound, isNull ? result.optional() : result.required());
  }

  /// The call for records of certain schemas.
  final class Bound {
    private final CallArguments.Bound<R> arguments;
    private final Schema schema;

    private Bound(CallArguments.Bound<R> arguments, Schema schema) {
      this.arguments = arguments;
      this.schema = schema;
    }

    /// The schema of its results.
    Schema schema() {
      return schema;
    }

    /// Calls the function for a record.
    ///
    /// @return the result as Connect has it; null for NULL
    /// @throws DataException when an argument can't be passed
    /// @throws org.wasmudf.runtime.UdfException whatever the guest does wrong
    @Nullable Object call(R record) {
      @Nullable Object[] values = arguments.read(record);
      return result.value(meter.measure(1, () -> udf.call(values)));
    }

    /// The call's arguments.
    CallArguments.Bound<R> arguments() {
      return arguments;
    }

    /// Calls the function for all of these arguments at once.
    ///
    /// @return the results as Connect has them
    /// @throws org.wasmudf.runtime.UdfException whatever the guest does wrong with any of them
    @Nullable Object[] callAll(@Nullable Object[][] columns, int rows) {
      @Nullable Object[] results = meter.measure(rows, () -> udf.callAll(columns, rows));
      long bytes = 0;
      for (int i = 0; i < rows; i++) {
        bytes += results[i] instanceof byte[] each ? each.length : 0;
        results[i] = result.value(results[i]);
      }
      meter.countOutput(bytes);
      return results;
    }
  }
}
