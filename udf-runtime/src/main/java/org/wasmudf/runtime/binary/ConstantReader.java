package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

/// Steps over constant expressions: the initial values of globals and elements, and the offsets of
/// segments.
final class ConstantReader {
  private final BinaryReader in;
  private final ImmediateReader immediates;
  private final int importedGlobals;
  private final Usage usage;
  private final FunctionReferences references;

  /// @param spaces with only the imported globals: WebAssembly 2.0 allows no others here
  /// @param usage where to add the opcodes
  ConstantReader(BinaryReader in, IndexSpaces spaces, Usage usage, FunctionReferences references) {
    this.in = in;
    this.immediates = new ImmediateReader(in, spaces, 0);
    this.importedGlobals = spaces.globals();
    this.usage = usage;
    this.references = references;
  }

  void skipExpression() {
    int start = in.offset();
    for (int values = 0; ; values++) {
      int at = in.offset();
      Opcode opcode = Opcode.read(in);
      switch (opcode) {
        case I32_CONST, I64_CONST, F32_CONST, F64_CONST, V128_CONST, REF_NULL ->
            immediates.read(opcode, 0);
        case REF_FUNC -> {
          int from = in.offset();
          immediates.read(opcode, 0);
          references.found(immediates.index, from, in.offset());
        }
        case GLOBAL_GET -> in.index(importedGlobals, "imported global index");
        case END -> {
          if (values != 1) {
            throw malformed(start, "a constant expression gives " + values + " values, not 1");
          }
          return;
        }
        case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL ->
            throw Proposal.EXTENDED_CONSTANTS.refused(at, opcode + " in a constant expression");
        default -> throw malformed(at, opcode + " stands in a constant expression");
      }
      usage.add(opcode);
    }
  }
}
