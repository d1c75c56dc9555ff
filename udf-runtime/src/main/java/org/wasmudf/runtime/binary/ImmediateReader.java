package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

import java.util.Arrays;
import java.util.List;

/// Reads and checks what follows an opcode, and holds it until the next one.
final class ImmediateReader {
  private static final int EMPTY_BLOCK = 0x40;
  private static final int MULTI_MEMORY_FLAG = 0x40;
  private static final int VECTOR_BYTES = 16;
  private static final int SHUFFLE_LANES = 32;
  private static final FunctionType NO_VALUES = new FunctionType(List.of(), List.of());

  private final BinaryReader in;
  private final IndexSpaces spaces;
  private final int locals;
  private int[] labels = new int[8];

  int index;
  int secondIndex;
  int labelCount;
  FunctionType blockType = NO_VALUES;
  ValueType type = ValueType.I32;
  int alignment;
  long memoryOffset;
  int lane;
  long bits;
  long highBits;

  ImmediateReader(BinaryReader in, IndexSpaces spaces, int locals) {
    this.in = in;
    this.spaces = spaces;
    this.locals = locals;
  }

  int label(int number) {
    return labels[number];
  }

  /// @param depth how many labels a branch can go to from here
  void read(Opcode opcode, int depth) {
    switch (opcode.immediate()) {
      case NONE -> {}
      case BLOCK_TYPE -> blockType = blockType();
      case LABEL -> index = in.index(depth, "label index");
      case LABELS -> readLabels(depth);
      case FUNCTION -> index = in.index(spaces.functions(), "function index");
      case TYPE_AND_TABLE -> {
        index = in.index(spaces.types().size(), "type index");
        secondIndex = table();
      }
      case LOCAL -> index = in.index(locals, "local index");
      case GLOBAL -> index = in.index(spaces.globals(), "global index");
      case TABLE -> index = table();
      case TWO_TABLES -> {
        index = table();
        secondIndex = table();
      }
      case ELEMENT -> index = elementSegment();
      case ELEMENT_AND_TABLE -> {
        index = elementSegment();
        secondIndex = table();
      }
      case DATA -> index = dataSegment();
      case DATA_AND_MEMORY -> {
        index = dataSegment();
        secondIndex = memory();
      }
      case MEMORY -> index = memory();
      case TWO_MEMORIES -> {
        index = memory();
        secondIndex = memory();
      }
      case ACCESS -> readAccess(opcode);
      case ACCESS_AND_LANE -> {
        readAccess(opcode);
        lane = lane(VECTOR_BYTES / opcode.width());
      }
      case LANE -> lane = lane(VECTOR_BYTES / opcode.width());
      case LANES -> readShuffle();
      case I32 -> bits = in.signed(32, "an i32 constant");
      case I64 -> bits = in.signed(64, "an i64 constant");
      case F32 -> bits = in.fixed(4, "an f32 constant");
      case F64 -> bits = in.fixed(8, "an f64 constant");
      case V128 -> readVector();
      case REFERENCE_TYPE -> type = TypeReader.referenceType(in);
      case VALUE_TYPES -> type = selectType();
    }
  }

  private FunctionType blockType() {
    int first = in.peek();
    if (first == EMPTY_BLOCK) {
      in.skip(1, "a block's type");
      return NO_VALUES;
    }
    // A negative number of one byte: the code of a value type.
    if ((first & 0xc0) == 0x40) {
      return new FunctionType(List.of(), List.of(TypeReader.valueType(in)));
    }
    int start = in.offset();
    long type = in.signed(33, "a block's type");
    if (type < 0 || type >= spaces.types().size()) {
      throw malformed(
          start, "block type " + type + " is out of range: there are " + spaces.types().size());
    }
    return spaces.types().get((int) type);
  }

  private void readLabels(int depth) {
    labelCount = in.count("labels") + 1;
    for (int i = 0; i < labelCount; i++) {
      // Grows with what was read, not with what is announced.
      if (i == labels.length) {
        labels = Arrays.copyOf(labels, 2 * i);
      }
      labels[i] = in.index(depth, "label index");
    }
  }

  private int table() {
    return in.index(spaces.tables(), "table index");
  }

  private int elementSegment() {
    return in.index(spaces.elementSegments(), "element segment index");
  }

  private int dataSegment() {
    if (spaces.dataSegments() < 0) {
      throw malformed(
          in.offset(), "code refers to a data segment, but there is no data count section");
    }
    return in.index(spaces.dataSegments(), "data segment index");
  }

  private int memory() {
    int start = in.offset();
    int index = in.u8("a memory's index");
    if (index != 0) {
      throw Proposal.MULTI_MEMORY.refused(start, "memory index " + index);
    }
    requireMemory(start);
    return index;
  }

  private void requireMemory(int offset) {
    if (spaces.memories() == 0) {
      throw malformed(offset, "code uses memory 0, but there is none");
    }
  }

  private void readAccess(Opcode opcode) {
    int start = in.offset();
    long exponent = in.u32("an alignment");
    if ((exponent & MULTI_MEMORY_FLAG) != 0 && exponent < 2 * MULTI_MEMORY_FLAG) {
      throw Proposal.MULTI_MEMORY.refused(start, opcode + " with a memory's index");
    }
    if (exponent >= Integer.SIZE || 1 << exponent > opcode.width()) {
      throw malformed(
          start,
          "the alignment of "
              + opcode
              + ", 2 to the power of "
              + exponent
              + ", is above its width");
    }
    alignment = 1 << exponent;
    memoryOffset = in.u32("an offset");
    requireMemory(start);
  }

  private int lane(int bound) {
    int lane = in.u8("a lane");
    if (lane >= bound) {
      throw malformed(in.offset() - 1, "lane " + lane + " is out of range: there are " + bound);
    }
    return lane;
  }

  private void readShuffle() {
    bits = shuffledLanes();
    highBits = shuffledLanes();
  }

  private long shuffledLanes() {
    long lanes = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      lanes |= (long) lane(SHUFFLE_LANES) << shift;
    }
    return lanes;
  }

  private void readVector() {
    bits = in.fixed(8, "a v128 constant");
    highBits = in.fixed(8, "a v128 constant");
  }

  private ValueType selectType() {
    int start = in.offset();
    int count = in.count("types");
    if (count != 1) {
      throw malformed(start, "select chooses between values of " + count + " types, not 1");
    }
    return TypeReader.valueType(in);
  }
}
