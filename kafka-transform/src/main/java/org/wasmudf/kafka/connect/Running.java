package org.wasmudf.kafka.connect;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;

/// A configured transform or predicate with its guest. Used by one thread.
///
/// @param <O> what it does
final class Running<O extends Operation> implements AutoCloseable {
  private final FunctionModule module;
  private final O operation;
  private final boolean readsKey;
  private final boolean readsValue;

  private Running(FunctionModule module, O operation) {
    this.module = module;
    this.operation = operation;
    this.readsKey = operation.parts().contains(Part.KEY);
    this.readsValue = operation.parts().contains(Part.VALUE);
  }

  /// Makes an operation of a module's functions.
  interface Maker<O extends Operation> {
    O make(FunctionModule module);
  }

  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  static <O extends Operation> Running<O> open(Settings settings, Maker<O> maker) {
    FunctionModule module = FunctionModule.open(settings);
    try {
      return new Running<>(module, maker.make(module));
    } catch (RuntimeException e) {
      module.close();
      throw e;
    }
  }

  O operation() {
    return operation;
  }

  /// Whether a part is null that the operation is about.
  boolean isEmpty(ConnectRecord<?> record) {
    return (readsKey && record.key() == null) || (readsValue && record.value() == null);
  }

  /// @throws DataException what is wrong with the record, or with the function
  <R extends ConnectRecord<R>> @Nullable R apply(R record) {
    if (isEmpty(record)) {
      return record;
    }
    try {
      return operation.apply(record);
    } catch (UdfException e) {
      throw Failures.asConnects(e);
    }
  }

  @Override
  public void close() {
    module.close();
  }
}
