package org.wasmudf.arrow;

/// The words, 4 bytes each, through which the host and a kernel talk; the kernel gets their
/// address.
final class Frame {
  /// Why the kernel returned before the last row: one of the values of [Status].
  static final int STATUS = 0;

  /// The row at work, for tracing kernels.
  static final int ROW = 4;

  /// The place in [KernelPlan#calls] of the call at work, for tracing kernels and for
  /// [Status#RESULT_OUT_OF_RANGE].
  static final int CALL = 8;

  /// In [#CALL], when the value at work comes from no call.
  static final int NONE = -1;

  /// Bytes that the result's data buffer may hold.
  static final int CAPACITY = 12;

  /// Where the result goes.
  static final int RESULT_VALIDITY = 16;

  static final int RESULT_OFFSETS = 20;
  static final int RESULT_DATA = 24;

  /// The value that a kernel had in its hands when the result's buffer was full: which source,
  /// pointer, length, valid or not.
  static final int PENDING_SOURCE = 28;

  static final int PENDING_POINTER = 32;
  static final int PENDING_LENGTH = 36;
  static final int PENDING_VALID = 40;

  /// The most bytes that a string or binary of a guest's may have, unsigned.
  static final int VALUE_BYTES = 44;

  /// The instructions that the guests may execute for a row, 64 bits.
  static final int FUEL_PER_ROW = 48;

  /// The instructions after which the kernel asks the host whether it may go on, 64 bits.
  static final int SLICE = 56;

  /// The instructions that the guests have executed since the host was asked last, 64 bits.
  static final int FUEL_USED = 64;

  /// Of the pending value, the blanks behind it.
  static final int PENDING_PADDING = 72;

  private static final int COLUMNS = 76;
  private static final int COLUMN_BYTES = 12;

  private Frame() {}

  static int validity(int column) {
    return COLUMNS + column * COLUMN_BYTES;
  }

  static int offsets(int column) {
    return COLUMNS + column * COLUMN_BYTES + 4;
  }

  static int data(int column) {
    return COLUMNS + column * COLUMN_BYTES + 8;
  }

  /// For a string that a guest is handed: of a column, what to add to its offsets to get addresses
  /// in the guest's memory; of a constant, its address there.
  static int handed(int columns, int index) {
    return COLUMNS + columns * COLUMN_BYTES + index * 4;
  }

  /// The address, in a guest's memory, of the byte by which its functions return NULL.
  static int nullByte(int columns, int handed, int index) {
    return handed(columns, handed + index);
  }

  static int constants(int columns, int handed, int nullBytes) {
    return nullByte(columns, handed, nullBytes);
  }

  /// Why a kernel stopped.
  enum Status {
    DONE(0),
    /// The result's data buffer is full; the value at hand is pending.
    RESULT_FULL(1),
    /// A guest returned a number that its declared type can't hold.
    RESULT_OUT_OF_RANGE(2),
    /// A guest returned a string that isn't all in its memory.
    RESULT_OUTSIDE_MEMORY(3),
    /// A built-in operation overflowed.
    OVERFLOW(4),
    /// A built-in division by zero.
    DIVISION_BY_ZERO(5),
    /// The guests have executed more instructions for a row than they may.
    FUEL_EXHAUSTED(6),
    /// A guest returned a string that is longer than it may be; its length is pending.
    VALUE_TOO_LONG(7);

    private final int code;

    Status(int code) {
      this.code = code;
    }

    /// The word in the frame.
    int code() {
      return code;
    }

    static Status of(int code) {
      return values()[code];
    }
  }
}
