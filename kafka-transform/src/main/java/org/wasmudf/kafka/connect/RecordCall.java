package org.wasmudf.kafka.connect;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.RowUdf;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.kafka.FunctionCall;

/// A call of a function whose arguments come out of records. Used by one thread.
final class RecordCall {
  private final FunctionCall call;
  private final RowUdf udf;
  private final List<Source> sources;
  private final ResultForm result;

  /// @param sources of the arguments, as many as the function has parameters
  RecordCall(FunctionCall call, RowUdf udf, List<Source> sources) {
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
    List<ArgumentReader> readers = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      try {
        var resolved = ArgumentReader.of(sources.get(i), signature.parameters().get(i), schemas);
        readers.add(resolved.reader());
        isNull |= resolved.isOptional() && !udf.function().isCalledOnNull();
      } catch (DataException e) {
        throw inArgument(i, e);
      }
    }
    return new Bound(
        readers.toArray(ArgumentReader[]::new), isNull ? result.optional() : result.required());
  }

  private DataException inArgument(int number, DataException e) {
    return new DataException(
        "%s, argument %s: %s".formatted(call, call.arguments().get(number), e.getMessage()), e);
  }

  /// The call for records of certain schemas.
  final class Bound {
    private final ArgumentReader[] readers;
    private final Schema schema;

    private Bound(ArgumentReader[] readers, Schema schema) {
      this.readers = readers;
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
    @Nullable Object call(ConnectRecord<?> record) {
      @Nullable Object[] arguments = new Object[readers.length];
      int i = 0;
      try {
        for (; i < readers.length; i++) {
          arguments[i] = readers[i].read(record);
        }
      } catch (DataException e) {
        throw inArgument(i, e);
      }
      return result.value(udf.call(arguments));
    }
  }
}
