package org.wasmudf.runtime.binary;

/// What an operation costs beside its instruction for each byte or element, known only when it
/// runs.
///
/// @param opcode the operation; its length lies on top of the stack, without a sign
/// @param shift the units that cost one, as a power of two
/// @param mostUnits a length above it does no more work than that
record BulkCharge(Opcode opcode, int shift, int mostUnits) {
  /// At 64 bytes to an instruction, copying is about as fast as other code.
  private static final int BYTES_SHIFT = 6;

  private static final int ELEMENTS_SHIFT = 3;
  private static final int UNBOUNDED = -1;

  static boolean appliesTo(Opcode opcode) {
    return switch (opcode) {
      case MEMORY_COPY, MEMORY_FILL, MEMORY_INIT, TABLE_COPY, TABLE_FILL, TABLE_GROW, TABLE_INIT ->
          true;
      default -> false;
    };
  }

  /// @param tableElements what all tables hold together at most
  static BulkCharge of(Opcode opcode, int tableElements) {
    return switch (opcode) {
      case MEMORY_COPY, MEMORY_FILL, MEMORY_INIT -> new BulkCharge(opcode, BYTES_SHIFT, UNBOUNDED);
      case TABLE_COPY, TABLE_FILL, TABLE_INIT -> new BulkCharge(opcode, ELEMENTS_SHIFT, UNBOUNDED);
      // What is past the table's maximum fails at once, and the guest may go on.
      case TABLE_GROW -> new BulkCharge(opcode, ELEMENTS_SHIFT, tableElements);
      default -> throw new IllegalArgumentException(opcode.toString());
    };
  }

  boolean isBounded() {
    return mostUnits != UNBOUNDED;
  }
}
