package org.wasmudf.runtime.binary;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Collects which instructions a module has, and which features it needs.
final class Usage {
  private final Set<Opcode> opcodes = EnumSet.noneOf(Opcode.class);
  private final Set<Feature> features = EnumSet.noneOf(Feature.class);

  void add(Feature feature) {
    features.add(feature);
  }

  void add(Opcode opcode) {
    opcodes.add(opcode);
  }

  void add(FunctionType type) {
    type.parameters().forEach(this::add);
    type.results().forEach(this::add);
    if (type.results().size() > 1) {
      features.add(Feature.MULTI_VALUE);
    }
  }

  void add(ValueType type) {
    switch (type) {
      case I32, I64, F32, F64 -> {}
      case V128 -> features.add(Feature.SIMD);
      case FUNCREF, EXTERNREF -> features.add(Feature.REFERENCE_TYPES);
    }
  }

  /// The first version has one table, of functions.
  void add(List<TableType> tables) {
    if (tables.size() > 1 || tables.stream().anyMatch(t -> t.element() != ValueType.FUNCREF)) {
      features.add(Feature.REFERENCE_TYPES);
    }
  }

  /// Reads a body to its end.
  ///
  /// @param stack goes along
  void add(InstructionReader body, OperandStack stack) {
    body.localGroups().forEach(group -> add(group.type()));
    while (body.next()) {
      Opcode opcode = body.opcode();
      opcodes.add(opcode);
      stack.add(body);
      if (opcode.immediate() == Immediate.BLOCK_TYPE && !body.blockType().parameters().isEmpty()) {
        features.add(Feature.MULTI_VALUE);
      }
    }
  }

  Set<Opcode> opcodes() {
    return opcodes;
  }

  Set<Feature> features() {
    opcodes.forEach(opcode -> opcode.feature().ifPresent(features::add));
    return features;
  }
}
