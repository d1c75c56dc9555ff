package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

/// Steps over element and data segments and checks the indices in them.
final class SegmentReader {
  private static final int PASSIVE_OR_DECLARATIVE = 1;
  private static final int EXPLICIT_INDEX = 2;
  private static final int EXPRESSIONS = 4;
  private static final int DECLARATIVE = PASSIVE_OR_DECLARATIVE | EXPLICIT_INDEX;

  private final BinaryReader in;
  private final IndexSpaces spaces;
  private final ConstantReader constants;
  private final Usage usage;
  private final FunctionReferences references;

  SegmentReader(BinaryReader in, IndexSpaces spaces, Usage usage, FunctionReferences references) {
    this.in = in;
    this.spaces = spaces;
    this.constants = new ConstantReader(in, spaces, usage, references);
    this.usage = usage;
    this.references = references;
  }

  void skipElementSegment() {
    int start = in.offset();
    long flags = kind(DECLARATIVE | EXPRESSIONS, "element segment kind");
    boolean active = (flags & PASSIVE_OR_DECLARATIVE) == 0;
    if (active) {
      checkTarget(start, (flags & EXPLICIT_INDEX) != 0, spaces.tables(), "table index");
    }
    boolean expressions = (flags & EXPRESSIONS) != 0;
    if ((flags & DECLARATIVE) != 0) {
      if (expressions) {
        TypeReader.referenceType(in);
      } else {
        in.expect(0, "an element kind");
      }
    }
    int count = in.count("elements");
    for (int i = 0; i < count; i++) {
      if (expressions) {
        constants.skipExpression();
      } else {
        int from = in.offset();
        int function = in.index(spaces.functions(), "function index");
        references.found(function, from, in.offset());
      }
    }
  }

  void skipDataSegment() {
    int start = in.offset();
    long flags = kind(EXPLICIT_INDEX, "data segment kind");
    if (flags != PASSIVE_OR_DECLARATIVE) {
      checkTarget(start, flags == EXPLICIT_INDEX, spaces.memories(), "memory index");
    }
    in.skip(in.u32("a data segment's size"), "a data segment");
  }

  private long kind(long last, String what) {
    int start = in.offset();
    long kind = in.u32(what);
    if (kind > last) {
      throw malformed(start, what + " " + kind + " is none that exists");
    }
    if (kind != 0) {
      usage.add(Feature.BULK_MEMORY);
    }
    return kind;
  }

  private void checkTarget(int start, boolean explicit, int bound, String what) {
    if (explicit) {
      in.index(bound, what);
    } else if (bound == 0) {
      throw malformed(start, "a segment has " + what + " 0, but there is none");
    }
    constants.skipExpression();
  }
}
