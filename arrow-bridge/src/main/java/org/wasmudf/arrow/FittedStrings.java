package org.wasmudf.arrow;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Strings and binaries that a batch function has returned, brought to the length of their type as
/// [StringLength] says.
final class FittedStrings {
  private final StringLength length;
  private final SqlType type;

  FittedStrings(StringLength length, SqlType type) {
    this.length = length;
    this.type = type;
  }

  /// Changes the values of a vector.
  ///
  /// @throws UdfException INVALID_RESULT when a value is too long, with its row
  void fit(BaseVariableWidthVector vector, BufferAllocator allocator) {
    try (var fitted =
        (BaseVariableWidthVector) type.field(vector.getName()).createVector(allocator)) {
      int rows = vector.getValueCount();
      fitted.allocateNew(rows);
      for (int row = 0; row < rows; row++) {
        if (!vector.isNull(row)) {
          byte[] value = fit(vector, row);
          fitted.setSafe(row, value, 0, value.length);
        }
      }
      fitted.setValueCount(rows);
      fitted.makeTransferPair(vector).transfer();
    }
  }

  private byte[] fit(BaseVariableWidthVector vector, int row) {
    try {
      return fit(vector.get(row));
    } catch (UdfException e) {
      throw e.inRow(row);
    }
  }

  /// @param value the UTF-8 bytes of a string, or a binary
  /// @throws UdfException INVALID_RESULT when it is too long
  byte[] fit(byte[] value) {
    if (type != SqlType.Simple.VARCHAR) {
      if (value.length > length.most()) {
        throw tooLong();
      }
      return value;
    }
    return length
        .assigned(new String(value, StandardCharsets.UTF_8))
        .orElseThrow(FittedStrings::tooLong)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static UdfException tooLong() {
    return UdfException.of(
        UdfErrorCode.INVALID_RESULT, "it returned a value that is longer than its type allows");
  }
}
