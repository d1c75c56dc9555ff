package org.wasmudf.runtime.binary;

/// What follows an opcode, and so which accessors of [InstructionReader] mean something.
public enum Immediate {
  /// Nothing.
  NONE(0),
  /// The type of a block.
  BLOCK_TYPE(0),
  /// A label: how many blocks out.
  LABEL(1),
  /// Labels by number, and one for every other number.
  LABELS(0),
  FUNCTION(1),
  /// A type, and the table to call through.
  TYPE_AND_TABLE(2),
  /// A local variable; parameters come first.
  LOCAL(1),
  GLOBAL(1),
  TABLE(1),
  /// The table to copy to and the one to copy from.
  TWO_TABLES(2),
  /// An element segment.
  ELEMENT(1),
  /// An element segment and the table to copy to.
  ELEMENT_AND_TABLE(2),
  /// A data segment.
  DATA(1),
  /// A data segment and the memory to copy to.
  DATA_AND_MEMORY(2),
  MEMORY(1),
  /// The memory to copy to and the one to copy from.
  TWO_MEMORIES(2),
  /// An alignment and an offset.
  ACCESS(0),
  /// An alignment, an offset and a lane.
  ACCESS_AND_LANE(0),
  LANE(0),
  /// Sixteen lanes of two vectors, as one constant of 128 bits.
  LANES(0),
  I32(0),
  I64(0),
  F32(0),
  F64(0),
  V128(0),
  REFERENCE_TYPE(0),
  /// The type of the values that `select` chooses between.
  VALUE_TYPES(0);

  private final int indices;

  Immediate(int indices) {
    this.indices = indices;
  }

  /// How many of [InstructionReader#index()] and [InstructionReader#secondIndex()] there are.
  int indices() {
    return indices;
  }
}
