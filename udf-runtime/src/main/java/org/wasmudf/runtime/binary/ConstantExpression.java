package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.hex;
import static org.wasmudf.runtime.binary.BinaryReader.malformed;

/// Steps over constant expressions, the initial values of globals and elements and the offsets of
/// segments.
final class ConstantExpression {
  private static final int END = 0x0b;
  private static final int GLOBAL_GET = 0x23;
  private static final int I32_CONST = 0x41;
  private static final int I64_CONST = 0x42;
  private static final int F32_CONST = 0x43;
  private static final int F64_CONST = 0x44;
  private static final int REF_NULL = 0xd0;
  private static final int REF_FUNC = 0xd2;
  private static final int VECTOR = 0xfd;
  private static final int V128_CONST = 12;

  private ConstantExpression() {}

  /// @param globals how many globals it may refer to: in WebAssembly 2.0 the imported ones
  /// @param functions how many functions it may refer to
  static void skip(BinaryReader in, int globals, int functions) {
    int start = in.offset();
    int values = 0;
    for (int opcode; (opcode = in.u8("a constant expression")) != END; values++) {
      skipValue(in, opcode, globals, functions);
    }
    if (values != 1) {
      throw malformed(start, "a constant expression gives " + values + " values, not 1");
    }
  }

  private static void skipValue(BinaryReader in, int opcode, int globals, int functions) {
    int start = in.offset() - 1;
    switch (opcode) {
      case GLOBAL_GET -> in.index(globals, "in a constant expression imported global");
      case I32_CONST -> in.signed(32, "a constant");
      case I64_CONST -> in.signed(64, "a constant");
      case F32_CONST -> in.skip(4, "a constant");
      case F64_CONST -> in.skip(8, "a constant");
      case REF_NULL -> TypeReader.referenceType(in);
      case REF_FUNC -> in.index(functions, "function");
      case VECTOR -> {
        if (in.u32("an opcode") != V128_CONST) {
          throw malformed(start, "a vector instruction that is not constant");
        }
        in.skip(16, "a constant");
      }
      case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e ->
          throw Proposal.EXTENDED_CONSTANTS.refused(start, "arithmetic in a constant expression");
      default ->
          throw malformed(
              start, "opcode " + hex(opcode) + " in a constant expression is not constant");
    }
  }
}
