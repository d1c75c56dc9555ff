package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.ValueType.F32;
import static org.wasmudf.runtime.binary.ValueType.F64;
import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;
import static org.wasmudf.runtime.binary.ValueType.V128;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What instructions take from the stack and leave there, told from their names; the engine's
/// validator is what checks it.
final class Signatures {
  private static final Map<String, ValueType> TYPES =
      Map.of("i32", I32, "i64", I64, "f32", F32, "f64", F64, "v128", V128);
  private static final Set<String> COMPARISONS =
      Set.of(
          "eq", "ne", "lt", "gt", "le", "ge", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u",
          "ge_s", "ge_u");
  private static final Set<String> UNARY =
      Set.of(
          "clz",
          "ctz",
          "popcnt",
          "abs",
          "neg",
          "ceil",
          "floor",
          "trunc",
          "nearest",
          "sqrt",
          "not",
          "extend8_s",
          "extend16_s",
          "extend32_s");
  private static final Set<String> VECTOR_UNARY =
      Set.of("extend_", "extadd_", "convert_", "trunc_sat_", "demote_", "promote_");

  private Signatures() {}

  /// Empty for control instructions, and those whose types depend on more than their opcode.
  static Optional<FunctionType> of(Opcode opcode) {
    String[] name = opcode.toString().split("\\.", 2);
    if (name.length < 2) {
      return Optional.empty();
    }
    String operation = name[1];
    ValueType type = TYPES.get(name[0]);
    if (opcode.width() > 0 && operation.startsWith("load")) {
      return operation.endsWith("_lane")
          ? signature(List.of(I32, V128), V128)
          : type == null ? Optional.empty() : signature(List.of(I32), type);
    }
    if (opcode.width() > 0 && operation.startsWith("store")) {
      return type == null
          ? Optional.empty()
          : Optional.of(new FunctionType(List.of(I32, type), List.of()));
    }
    if (operation.equals("const")) {
      return type == null ? Optional.empty() : signature(List.of(), type);
    }
    if (type == null && name[0].contains("x")) {
      return vector(name[0], operation);
    }
    if (type == V128) {
      return switch (operation) {
        case "any_true" -> signature(List.of(V128), I32);
        case "bitselect" -> signature(List.of(V128, V128, V128), V128);
        case "not" -> signature(List.of(V128), V128);
        default -> signature(List.of(V128, V128), V128);
      };
    }
    return type == null ? Optional.empty() : scalar(type, operation);
  }

  private static Optional<FunctionType> scalar(ValueType type, String operation) {
    if (operation.equals("eqz")) {
      return signature(List.of(type), I32);
    }
    if (COMPARISONS.contains(operation)) {
      return signature(List.of(type, type), I32);
    }
    if (UNARY.contains(operation)) {
      return signature(List.of(type), type);
    }
    for (String part : operation.split("_", -1)) {
      if (TYPES.containsKey(part)) {
        return signature(List.of(TYPES.get(part)), type);
      }
    }
    return signature(List.of(type, type), type);
  }

  private static Optional<FunctionType> vector(String shape, String operation) {
    ValueType lane =
        switch (shape) {
          case "i64x2" -> I64;
          case "f32x4" -> F32;
          case "f64x2" -> F64;
          default -> I32;
        };
    if (operation.equals("splat")) {
      return signature(List.of(lane), V128);
    }
    if (operation.startsWith("extract_lane")) {
      return signature(List.of(V128), lane);
    }
    if (operation.equals("replace_lane")) {
      return signature(List.of(V128, lane), V128);
    }
    if (operation.startsWith("sh") && !operation.equals("shuffle")) {
      return signature(List.of(V128, I32), V128);
    }
    if (operation.equals("all_true") || operation.equals("bitmask")) {
      return signature(List.of(V128), I32);
    }
    boolean unary =
        UNARY.contains(operation) || VECTOR_UNARY.stream().anyMatch(operation::startsWith);
    return signature(unary ? List.of(V128) : List.of(V128, V128), V128);
  }

  private static Optional<FunctionType> signature(List<ValueType> parameters, ValueType result) {
    return Optional.of(new FunctionType(parameters, List.of(result)));
  }
}
