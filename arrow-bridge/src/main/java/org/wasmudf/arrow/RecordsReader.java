package org.wasmudf.arrow;

import static org.wasmudf.arrow.ArrayBuffers.invalid;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.wasmudf.arrow.NestedType.Part;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// Copies what a function of records has returned out of its guest, and checks it. Used once.
final class RecordsReader {
  private static final List<SqlType> TYPES =
      RecordsOutput.COLUMNS.stream().map(Part::type).toList();

  private final BufferAllocator allocator;
  private final ResourceLimits limits;
  private final ArrayReader arrays;
  private final int records;

  /// @param records how many the guest was given
  RecordsReader(Guest guest, BufferAllocator allocator, ResourceLimits limits, int records) {
    this.allocator = allocator;
    this.limits = limits;
    this.arrays = new ArrayReader(guest.memoryBytes(), allocator, TYPES, limits);
    this.records = records;
  }

  /// Reads the columns of [RecordsOutput#COLUMNS].
  ///
  /// @param table the address of the struct array
  /// @return the caller's to close
  /// @throws UdfException INVALID_RESULT, OUTPUT_LIMIT; with the number of the record, of those
  ///   that the guest was given, where it is what became of one that is wrong
  List<FieldVector> read(int table) {
    int rows = rows(arrays.tableRows(table));
    if (rows == 0) {
      return RecordsOutput.noRows(allocator);
    }
    arrays.checkTable(table, rows, TYPES.size());
    List<FieldVector> columns = new ArrayList<>();
    IntVector sources = sources(table, rows);
    try {
      checkSources(sources);
      for (Part each : RecordsOutput.COLUMNS.subList(0, RecordsOutput.SOURCE)) {
        columns.add(arrays.tableColumn(table, columns.size(), each, rows));
      }
      checkNumbers(columns, rows);
      columns.add(sources);
      return columns;
    } catch (UdfException e) {
      UdfException known =
          e.row().isPresent() ? e.inRow(sources.get((int) e.row().getAsLong())) : e;
      close(columns, sources);
      throw known;
    } catch (RuntimeException | Error e) {
      close(columns, sources);
      throw e;
    }
  }

  private static void close(List<FieldVector> columns, IntVector sources) {
    columns.forEach(FieldVector::close);
    sources.close();
  }

  private int rows(long length) {
    if (length < 0) {
      throw invalid(ArrayReader.TABLE, "has the length %,d".formatted(length));
    }
    long each = limits.get(Limit.OUTPUT_ROWS);
    long most = each > Integer.MAX_VALUE / records ? Integer.MAX_VALUE : each * records;
    if (length > most) {
      throw tooMany(length, records);
    }
    return (int) length;
  }

  private UdfException tooMany(long made, int of) {
    long most = limits.get(Limit.OUTPUT_ROWS);
    return UdfException.of(
            UdfErrorCode.OUTPUT_LIMIT,
            "it made %,d records of %,d, more than %,d of each (%s)"
                .formatted(made, of, most, Limit.OUTPUT_ROWS.key()))
        .exceeding(Limit.OUTPUT_ROWS, most);
  }

  private IntVector sources(int table, int rows) {
    int place = RecordsOutput.SOURCE;
    try {
      return (IntVector) arrays.tableColumn(table, place, RecordsOutput.COLUMNS.get(place), rows);
    } catch (UdfException e) {
      throw e.withoutRow();
    }
  }

  /// @throws UdfException whose row, if any, is one of what is read
  private void checkSources(IntVector sources) {
    int[] made = new int[records];
    for (int row = 0; row < sources.getValueCount(); row++) {
      int source = sources.get(row);
      if (source < 0 || source >= records) {
        throw invalid(
            "source", "has the value %,d, not one from 0 to %,d".formatted(source, records - 1));
      }
      made[source]++;
      if (made[source] > limits.get(Limit.OUTPUT_ROWS)) {
        throw tooMany(made[source], 1).inRow(row);
      }
    }
  }

  private static void checkNumbers(List<FieldVector> columns, int rows) {
    IntVector partitions = (IntVector) columns.get(RecordsOutput.PARTITION);
    BigIntVector timestamps = (BigIntVector) columns.get(RecordsOutput.TIMESTAMP);
    for (int row = 0; row < rows; row++) {
      if (!partitions.isNull(row) && partitions.get(row) < 0) {
        throw invalid("partition", "has the value %,d".formatted(partitions.get(row))).inRow(row);
      }
      if (!timestamps.isNull(row) && timestamps.get(row) < RecordsInput.NO_TIMESTAMP) {
        throw invalid("timestamp", "has the value %,d".formatted(timestamps.get(row))).inRow(row);
      }
    }
  }
}
