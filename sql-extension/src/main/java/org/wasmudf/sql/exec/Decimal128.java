package org.wasmudf.sql.exec;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.util.DecimalUtility;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Values of DECIMAL columns of more than 18 digits: 128-bit two's complement, little endian.
final class Decimal128 {
  static final int BYTES = 16;
  private static final BigInteger LIMIT = BigInteger.TEN.pow(38);

  private Decimal128() {}

  static long low(MemorySegment values, int row) {
    return values.getAtIndex(Segments.LONG, 2L * row);
  }

  static long high(MemorySegment values, int row) {
    return values.getAtIndex(Segments.LONG, 2L * row + 1);
  }

  static BigInteger of(long high, long low) {
    return BigInteger.valueOf(high)
        .shiftLeft(Long.SIZE)
        .add(BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1)));
  }

  /// Writes 16 bytes in a column's own order.
  static void write(DecimalVector vector, int row, byte[] bytes) {
    vector.setSafe(row, 0L);
    vector.getDataBuffer().setBytes((long) row * BYTES, bytes);
  }

  /// Writes 128 bits.
  static void write(DecimalVector vector, int row, long high, long low) {
    vector.setSafe(row, 0L);
    vector.getDataBuffer().setLong((long) row * BYTES, low);
    vector.getDataBuffer().setLong((long) row * BYTES + Long.BYTES, high);
  }

  /// Writes a number, rounded half up to the column's scale.
  ///
  /// @throws UdfException NUMERIC_OVERFLOW when it has too many digits
  static void write(DecimalVector vector, int row, BigDecimal value) {
    BigDecimal scaled = value.setScale(vector.getScale(), RoundingMode.HALF_UP);
    if (scaled.precision() > vector.getPrecision()) {
      throw UdfException.of(
          UdfErrorCode.NUMERIC_OVERFLOW,
          "%s does not fit DECIMAL(%d, %d)"
              .formatted(value, vector.getPrecision(), vector.getScale()));
    }
    write(vector, row, scaled.unscaledValue(), "the value");
  }

  /// Writes an unscaled value.
  ///
  /// @throws UdfException NUMERIC_OVERFLOW when it has more than 38 digits, naming `what`
  static void write(DecimalVector vector, int row, BigInteger unscaled, String what) {
    if (unscaled.abs().compareTo(LIMIT) >= 0) {
      throw UdfException.of(
          UdfErrorCode.NUMERIC_OVERFLOW,
          "%s overflows DECIMAL(38, %d)".formatted(what, vector.getScale()));
    }
    if (unscaled.bitLength() < Long.SIZE) {
      vector.setSafe(row, unscaled.longValue());
      return;
    }
    vector.setSafe(row, 0L);
    DecimalUtility.writeBigDecimalToArrowBuf(
        new BigDecimal(unscaled, vector.getScale()), vector.getDataBuffer(), row, BYTES);
  }
}
