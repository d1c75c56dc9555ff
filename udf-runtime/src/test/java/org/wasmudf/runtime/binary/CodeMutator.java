package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Changes one function of a module, instruction by instruction. Most of what it makes can be read,
/// and much of it has the right types still.
final class CodeMutator {
  private static final int MAX_EDITS = 3;
  private static final Opcode[] OPCODES = Opcode.values();

  private final byte[] wasm;
  private final Random random;
  private final List<Instruction> code = new ArrayList<>();

  private record Instruction(Opcode opcode, ByteWriter bytes) {}

  private CodeMutator(byte[] wasm, Random random) {
    this.wasm = wasm;
    this.random = random;
  }

  /// A few instructions dropped, doubled, exchanged, moved in from elsewhere in the function or
  /// replaced by others, with the sizes around them right.
  ///
  /// @param wasm a module that can be read
  static byte[] mutated(byte[] wasm, Random random) {
    ModuleInfo module = ModuleReader.read(wasm);
    if (module.bodies().isEmpty()) {
      return wasm;
    }
    FunctionBody chosen = module.bodies().get(random.nextInt(module.bodies().size()));
    ByteWriter content = new ByteWriter().u32(module.bodies().size());
    for (FunctionBody each : module.bodies()) {
      ByteWriter body = new ByteWriter();
      if (each.equals(chosen)) {
        new CodeMutator(wasm, random).rewrite(module, each, body);
      } else {
        body.bytes(wasm, each.offset(), each.offset() + each.length());
      }
      content.sized(body);
    }
    return SectionMutator.withContent(wasm, Section.CODE, content.toBytes());
  }

  private void rewrite(ModuleInfo module, FunctionBody body, ByteWriter out) {
    InstructionReader in = new InstructionReader(wasm, module, body);
    out.bytes(wasm, body.offset(), in.end());
    while (in.next()) {
      code.add(new Instruction(in.opcode(), new ByteWriter().bytes(wasm, in.start(), in.end())));
    }
    for (int i = 1 + random.nextInt(MAX_EDITS); i > 0 && !code.isEmpty(); i--) {
      edit();
    }
    code.forEach(each -> out.append(each.bytes()));
  }

  private void edit() {
    int at = random.nextInt(code.size());
    Instruction here = code.get(at);
    switch (random.nextInt(20)) {
      case 0 -> code.remove(at);
      case 1 -> code.add(at, here);
      case 2 -> code.add(at, code.get(random.nextInt(code.size())));
      case 3 -> code.add(random.nextInt(code.size()), code.remove(at));
      case 4 -> code.add(at, bare(OPCODES[random.nextInt(OPCODES.length)]));
      case 5 -> code.set(at, withOtherImmediate(here));
      case 6, 7, 8, 9, 10 -> replaceByConstant(at, here);
      default -> code.set(at, withOtherOpcode(here));
    }
  }

  /// With zeros for whatever has to follow it, which not all take.
  private Instruction bare(Opcode opcode) {
    int zeros =
        switch (opcode.immediate()) {
          case NONE -> 0;
          case LANES, V128 -> 16;
          case F64 -> 8;
          case F32 -> 4;
          case ACCESS_AND_LANE -> 3;
          case ACCESS, LABELS -> 2;
          default -> Math.max(1, opcode.immediate().indices());
        };
    return new Instruction(opcode, header(opcode).bytes(new byte[zeros]));
  }

  private static ByteWriter header(Opcode opcode) {
    ByteWriter out = new ByteWriter();
    return opcode.prefix() == 0
        ? out.u8(opcode.code())
        : out.u8(opcode.prefix()).u32(opcode.code());
  }

  private Instruction withOtherImmediate(Instruction here) {
    int header = header(here.opcode()).size();
    int size = here.bytes().size();
    if (size <= header) {
      return here;
    }
    int at = header + random.nextInt(size - header);
    byte[] changed = ByteMutator.renumbered(here.bytes().toBytes(), at, random);
    return new Instruction(here.opcode(), new ByteWriter().bytes(changed));
  }

  /// Another instruction with the same types and kinds of immediates.
  private Instruction withOtherOpcode(Instruction here) {
    Optional<FunctionType> type = Signatures.of(here.opcode());
    int header = header(here.opcode()).size();
    if (type.isEmpty() || here.bytes().size() < header) {
      return here;
    }
    List<Opcode> alike =
        Arrays.stream(OPCODES)
            .filter(each -> each.immediate() == here.opcode().immediate())
            .filter(each -> Signatures.of(each).equals(type))
            .toList();
    Opcode other = alike.get(random.nextInt(alike.size()));
    return new Instruction(
        other, header(other).bytes(here.bytes().toBytes(), header, here.bytes().size()));
  }

  /// Drops what an instruction takes, and leaves a constant instead.
  private void replaceByConstant(int at, Instruction here) {
    Optional<FunctionType> type = Signatures.of(here.opcode());
    if (type.isEmpty()) {
      return;
    }
    code.remove(at);
    type.get().results().forEach(each -> code.add(at, constant(each)));
    type.get().parameters().forEach(each -> code.add(at, bare(Opcode.DROP)));
  }

  private Instruction constant(ValueType type) {
    Opcode opcode =
        switch (type) {
          case I32 -> Opcode.I32_CONST;
          case I64 -> Opcode.I64_CONST;
          case F32 -> Opcode.F32_CONST;
          case F64 -> Opcode.F64_CONST;
          case V128 -> Opcode.V128_CONST;
          case FUNCREF, EXTERNREF -> Opcode.REF_NULL;
        };
    ByteWriter out = header(opcode);
    switch (type) {
      case I32 -> out.s64(random.nextInt());
      case I64 -> out.s64(random.nextLong());
      case F32 -> out.littleEndian(random.nextInt(), 4);
      case F64 -> out.littleEndian(random.nextLong(), 8);
      case V128 -> out.littleEndian(random.nextLong(), 8).littleEndian(random.nextLong(), 8);
      case FUNCREF, EXTERNREF -> out.u8(type.code());
    }
    return new Instruction(opcode, out);
  }
}
