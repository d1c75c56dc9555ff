package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.RowUdf;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.kafka.FunctionCall;

/// A call of a function whose arguments come out of records. Used by one thread.
///
/// @param <R> records
final class RecordCall<R> {
  private final FunctionCall call;
  private final RowUdf udf;
  private final CallMeter meter;
  private final List<Source> sources;
  private final RecordAccess<R> access;
  private final ResultForm result;

  /// @param sources of the arguments, as many as the function has parameters
  RecordCall(
      FunctionCall call,
      RowUdf udf,
      CallMeter meter,
      List<Source> sources,
      RecordAccess<R> access) {
    this.meter = meter;
    this.access = access;
    this.call = call;
    this.udf = udf;
    this.sources = List.copyOf(sources);
    this.result = ResultForm.of(udf.function().signature().result());
  }

  /// The type of its results.
  SqlType resultType() {
    return udf.function().signature().result();
  }

  List<Source> sources() {
    return sources;
  }

  /// The call for records of these schemas.
  ///
  /// @throws DataException when an argument isn't there or is of another type
  Bound bind(Schemas schemas) {
    FunctionSignature signature = udf.function().signature();
    boolean isNull = udf.function().returnsNull();
    List<ArgumentReader<R>> readers = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      try {
        var resolved =
            ArgumentReader.of(sources.get(i), signature.parameters().get(i), schemas, access);
        readers.add(resolved.reader());
        isNull |= resolved.isOptional() && !udf.function().isCalledOnNull();
      } catch (DataException e) {
        throw inArgument(i, e);
      }
    }
    return new Bound(readers, isNull ? result.optional() : result.required());
  }

  private DataException inArgument(int number, DataException e) {
    return new DataException(
        "%s, argument %s: %s".formatted(call, call.arguments().get(number), e.getMessage()), e);
  }

  /// The call for records of certain schemas.
  final class Bound {
    private final List<ArgumentReader<R>> readers;
    private final Schema schema;

    private Bound(List<ArgumentReader<R>> readers, Schema schema) {
      this.readers = List.copyOf(readers);
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
      @Nullable Object[] arguments = new Object[readers.size()];
      int i = 0;
      try {
        for (; i < arguments.length; i++) {
          arguments[i] = readers.get(i).read(record);
        }
      } catch (DataException e) {
        throw inArgument(i, e);
      }
      return result.value(meter.measure(1, () -> udf.call(arguments)));
    }
  }
}
