package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

/// Steps over element and data segments and checks the indices in them.
final class SegmentReader {
  private static final int PASSIVE_OR_DECLARATIVE = 1;
  private static final int EXPLICIT_INDEX = 2;
  private static final int EXPRESSIONS = 4;
  private static final int DECLARATIVE = PASSIVE_OR_DECLARATIVE | EXPLICIT_INDEX;

  private final BinaryReader in;
  private final int functions;
  private final int tables;
  private final int memories;
  private final int importedGlobals;

  SegmentReader(BinaryReader in, int functions, int tables, int memories, int importedGlobals) {
    this.in = in;
    this.functions = functions;
    this.tables = tables;
    this.memories = memories;
    this.importedGlobals = importedGlobals;
  }

  void elementSegment() {
    int start = in.offset();
    long flags = in.u32("an element segment");
    if (flags > (DECLARATIVE | EXPRESSIONS)) {
      throw malformed(start, "element segment kind " + flags + " is none that exists");
    }
    boolean active = (flags & PASSIVE_OR_DECLARATIVE) == 0;
    if (active) {
      checkTarget(start, (flags & EXPLICIT_INDEX) != 0, tables, "table");
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
        ConstantExpression.skip(in, importedGlobals, functions);
      } else {
        in.index(functions, "function");
      }
    }
  }

  void dataSegment() {
    int start = in.offset();
    long flags = in.u32("a data segment");
    if (flags > EXPLICIT_INDEX) {
      throw malformed(start, "data segment kind " + flags + " is none that exists");
    }
    if (flags != PASSIVE_OR_DECLARATIVE) {
      checkTarget(start, flags == EXPLICIT_INDEX, memories, "memory");
    }
    in.skip(in.u32("a data segment's size"), "a data segment");
  }

  private void checkTarget(int start, boolean explicit, int bound, String what) {
    if (explicit) {
      in.index(bound, what);
    } else if (bound == 0) {
      throw malformed(start, "a segment for " + what + " 0, but there is none");
    }
    ConstantExpression.skip(in, importedGlobals, functions);
  }
}
