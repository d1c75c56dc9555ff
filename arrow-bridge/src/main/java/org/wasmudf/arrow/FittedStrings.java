package org.wasmudf.arrow;

import java.nio.charset.StandardCharsets;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Strings and binaries that a batch function has returned, brought to the length of their type as
/// [StringLength] says.
final class FittedStrings {
  private static final int BLANK = ' ';

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
          byte[] value = fit(vector.get(row), row);
          fitted.setSafe(row, value, 0, value.length);
        }
      }
      fitted.setValueCount(rows);
      fitted.makeTransferPair(vector).transfer();
    }
  }

  private byte[] fit(byte[] value, int row) {
    if (type != SqlType.Simple.VARCHAR) {
      if (value.length > length.most()) {
        throw tooLong(row);
      }
      return value;
    }
    String text = new String(value, StandardCharsets.UTF_8);
    int characters = text.codePointCount(0, text.length());
    if (characters > length.most()) {
      int end = text.offsetByCodePoints(0, length.most());
      if (text.substring(end).chars().anyMatch(each -> each != BLANK)) {
        throw tooLong(row);
      }
      text = text.substring(0, end);
    } else if (length.isPadded()) {
      text += " ".repeat(length.most() - characters);
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static UdfException tooLong(int row) {
    return UdfException.of(
            UdfErrorCode.INVALID_RESULT, "it returned a value that is longer than its type allows")
        .inRow(row);
  }
}
