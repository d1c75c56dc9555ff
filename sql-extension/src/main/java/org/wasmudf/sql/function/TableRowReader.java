package org.wasmudf.sql.function;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.TableFunction;
import org.wasmudf.arrow.TableRows;
import org.wasmudf.arrow.TableUdf;
import org.wasmudf.sql.exec.CellReader;
import org.wasmudf.sql.exec.CellWriter;

/// The rows of one call of a table function, as arrays of Java objects. Holds one batch at a time,
/// and a guest from the first row until it is closed or has failed. One thread.
final class TableRowReader implements Enumerator<@Nullable Object[]> {
  private final TableFunction function;
  private final DataContext data;
  private final @Nullable Object[] arguments;
  private final List<CellReader> readers = new ArrayList<>();
  private @Nullable TableUdf udf;
  private @Nullable TableRows rows;
  private @Nullable VectorSchemaRoot batch;
  private int row;

  TableRowReader(TableFunction function, DataContext data, @Nullable Object[] arguments) {
    this.function = function;
    this.data = data;
    this.arguments = arguments;
  }

  @Override
  public @Nullable Object[] current() {
    @Nullable Object[] values = new @Nullable Object[readers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = readers.get(i).read(row);
    }
    return values;
  }

  /// Closes the call when it fails: Calcite moves to the first row before anybody has what could be
  /// closed.
  @Override
  public boolean moveNext() {
    try {
      row++;
      return (batch != null && row < batch.getRowCount()) || moveToNextBatch();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean moveToNextBatch() {
    releaseBatch();
    if (rows == null) {
      rows = open();
    }
    batch = rows.next();
    row = 0;
    if (batch == null) {
      return false;
    }
    batch.getFieldVectors().forEach(each -> readers.add(CellReader.of(each)));
    return true;
  }

  private TableRows open() {
    Execution execution = Execution.of(data);
    LinearMemory memory = LinearMemory.shared();
    BatchEvaluator evaluator =
        new BatchEvaluator(memory, execution.tenant(), Kernels.FASTEST, execution.cancellation());
    evaluator.callIn(execution.callContext(data));
    TableUdf opened = TableUdf.of(function, evaluator, memory);
    udf = opened;
    List<FieldVector> columns = new ArrayList<>();
    try {
      for (SqlType type : function.signature().parameters()) {
        FieldVector column = type.field("argument").createVector(memory.allocator());
        columns.add(column);
        CellWriter.of(column).write(0, arguments[columns.size() - 1]);
        column.setValueCount(1);
      }
      return opened.open(columns);
    } finally {
      columns.forEach(FieldVector::close);
    }
  }

  private void releaseBatch() {
    readers.clear();
    if (batch != null) {
      batch.close();
      batch = null;
    }
  }

  @Override
  public void reset() {
    throw new UnsupportedOperationException("the rows of a call are read once");
  }

  @Override
  public void close() {
    releaseBatch();
    TableRows opened = rows;
    TableUdf called = udf;
    rows = null;
    udf = null;
    try {
      if (opened != null) {
        opened.close();
      }
    } finally {
      if (called != null) {
        called.close();
      }
    }
  }
}
