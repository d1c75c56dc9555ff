package org.wasmudf.runtime.binary;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.IntStream;

/// Writes an instruction as the text format does, from what the reader says of it.
final class InstructionText {
  private InstructionText() {}

  static String of(InstructionReader in, List<FunctionType> types) {
    String immediates = immediates(in, types);
    return immediates.isEmpty() ? in.opcode().toString() : in.opcode() + " " + immediates;
  }

  private static String immediates(InstructionReader in, List<FunctionType> types) {
    return switch (in.opcode().immediate()) {
      case NONE, MEMORY, TWO_MEMORIES -> "";
      case BLOCK_TYPE -> blockType(in.blockType(), types);
      case LABELS ->
          IntStream.range(0, in.labels())
              .mapToObj(i -> Integer.toString(in.label(i)))
              .collect(joining(" "));
      case LABEL, FUNCTION, LOCAL, GLOBAL, TABLE, ELEMENT, DATA, DATA_AND_MEMORY ->
          Integer.toString(in.index());
      case TYPE_AND_TABLE -> in.secondIndex() + " (type " + in.index() + ")";
      case TWO_TABLES -> in.index() + " " + in.secondIndex();
      case ELEMENT_AND_TABLE -> in.secondIndex() + " " + in.index();
      case ACCESS -> access(in);
      case ACCESS_AND_LANE -> access(in) + " " + in.lane();
      case LANE -> Integer.toString(in.lane());
      case LANES -> lanes(in.bits()) + " " + lanes(in.highBits());
      case I32 -> Integer.toString(Math.toIntExact(in.bits()));
      case I64 -> Long.toString(in.bits());
      case F32 -> number(Float.intBitsToFloat((int) in.bits()));
      case F64 -> number(Double.longBitsToDouble(in.bits()));
      case V128 -> "i64x2 " + in.bits() + " " + in.highBits();
      case REFERENCE_TYPE -> in.type().toString().replace("ref", "");
      case VALUE_TYPES -> "(result " + in.type() + ")";
    };
  }

  private static String blockType(FunctionType type, List<FunctionType> types) {
    int index = types.indexOf(type);
    if (index >= 0) {
      return "(type " + index + ")";
    }
    return type.results().isEmpty() ? "" : "(result " + type.results().getFirst() + ")";
  }

  private static String access(InstructionReader in) {
    return "offset=" + in.memoryOffset() + " align=" + in.alignment();
  }

  private static String lanes(long bits) {
    return IntStream.range(0, Long.BYTES)
        .mapToObj(i -> Long.toString((bits >> (i * Byte.SIZE)) & 0xff))
        .collect(joining(" "));
  }

  private static String number(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
