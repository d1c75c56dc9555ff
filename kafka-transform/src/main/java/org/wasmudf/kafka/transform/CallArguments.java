package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.kafka.FunctionCall;

/// The arguments of a call, which come out of records. Immutable.
///
/// @param call for messages
/// @param types of the parameters
/// @param sources of the arguments, as many
/// @param access to the records
/// @param <R> records
record CallArguments<R>(
    FunctionCall call, List<SqlType> types, List<Source> sources, RecordAccess<R> access) {
  CallArguments {
    types = List.copyOf(types);
    sources = List.copyOf(sources);
  }

  /// The arguments in records of these schemas.
  ///
  /// @throws DataException when one isn't there or is of another type
  Bound<R> bind(Schemas schemas) {
    List<ArgumentReader<R>> readers = new ArrayList<>();
    boolean isOptional = false;
    for (int i = 0; i < sources.size(); i++) {
      try {
        var resolved = ArgumentReader.of(sources.get(i), types.get(i), schemas, access);
        readers.add(resolved.reader());
        isOptional |= resolved.isOptional();
      } catch (DataException e) {
        throw failed(call, i, e);
      }
    }
    return new Bound<>(call, readers, isOptional);
  }

  private static DataException failed(FunctionCall call, int number, DataException e) {
    return new DataException(
        "%s, argument %s: %s".formatted(call, call.arguments().get(number), e.getMessage()), e);
  }

  /// The arguments in records of certain schemas.
  ///
  /// @param isOptional whether one can be NULL
  record Bound<R>(FunctionCall call, List<ArgumentReader<R>> readers, boolean isOptional) {
    Bound {
      readers = List.copyOf(readers);
    }

    /// Reads them, in the form that functions take them.
    ///
    /// @throws DataException when one can't be passed
    @Nullable Object[] read(R record) {
      @Nullable Object[] arguments = new Object[readers.size()];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = read(record, i);
      }
      return arguments;
    }

    private @Nullable Object read(R record, int number) {
      try {
        return readers.get(number).read(record);
      } catch (DataException e) {
        throw failed(call, number, e);
      }
    }

    /// Columns for the arguments of so many records.
    @Nullable Object[][] columns(int rows) {
      return new Object[readers.size()][rows];
    }

    /// Reads them into columns.
    ///
    /// @throws DataException when one can't be passed
    void read(R record, @Nullable Object[][] columns, int row) {
      for (int i = 0; i < columns.length; i++) {
        columns[i][row] = read(record, i);
      }
    }
  }
}
