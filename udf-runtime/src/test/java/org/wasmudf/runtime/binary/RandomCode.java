package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// Writes the body of a function at random, but so that its types are right. Loops may never end,
/// and much of it traps.
final class RandomCode {
  private static final ValueType[] TYPES = ValueType.values();
  private static final int MAX_DEPTH = 5;
  private static final Map<ValueType, List<Opcode>> PRODUCERS = new EnumMap<>(ValueType.class);
  private static final List<Opcode> STORES = new ArrayList<>();

  static {
    for (Opcode opcode : Opcode.values()) {
      Signatures.of(opcode)
          .ifPresent(
              type -> {
                if (type.results().isEmpty()) {
                  STORES.add(opcode);
                } else {
                  PRODUCERS
                      .computeIfAbsent(type.results().getFirst(), absent -> new ArrayList<>())
                      .add(opcode);
                }
              });
    }
  }

  private final Random random;
  private final RandomModule module;
  private final FunctionType type;
  private final int function;
  private final List<ValueType> locals = new ArrayList<>();

  /// What a branch to each open block takes along, the outermost first.
  private final List<List<ValueType>> labels = new ArrayList<>();

  private final ByteWriter out = new ByteWriter();
  private int budget = 150;

  RandomCode(Random random, RandomModule module, int function) {
    this.random = random;
    this.module = module;
    this.function = function;
    this.type = module.type(function);
  }

  ByteWriter body() {
    locals.addAll(type.parameters());
    ByteWriter body = new ByteWriter().u32(TYPES.length);
    for (ValueType each : TYPES) {
      int count = random.nextInt(3);
      body.u32(count).u8(each.code());
      for (int i = 0; i < count; i++) {
        locals.add(each);
      }
    }
    labels.add(type.results());
    statements(0);
    values(type.results(), 0);
    return body.append(out).u8(Opcode.END.code());
  }

  private void statements(int depth) {
    for (int i = random.nextInt(depth == 0 ? 8 : 4); i > 0 && budget > 0; i--) {
      statement(depth);
    }
  }

  private void values(List<ValueType> wanted, int depth) {
    wanted.forEach(each -> value(each, depth));
  }

  private void statement(int depth) {
    budget--;
    int choice = random.nextInt(22);
    if (depth >= MAX_DEPTH && choice >= 12) {
      choice %= 12;
    }
    switch (choice) {
      case 0, 1 -> setLocal(depth);
      case 2 -> store(depth);
      case 3 -> {
        value(ValueType.I64, depth);
        op(Opcode.GLOBAL_SET).u32(RandomModule.MUTABLE_GLOBAL);
      }
      case 4 -> {
        value(anyType(), depth);
        op(Opcode.DROP);
      }
      case 5 -> op(Opcode.NOP);
      case 6 -> bulk(depth);
      case 7 -> tableOperation(depth);
      case 8 -> call(depth);
      case 9 -> branchIf(depth);
      case 10, 11 -> {
        op(random.nextBoolean() ? Opcode.DATA_DROP : Opcode.ELEM_DROP).u32(0);
      }
      case 12, 13, 14 -> block(Opcode.BLOCK, depth);
      case 15, 16, 17 -> block(Opcode.LOOP, depth);
      case 18, 19 -> block(Opcode.IF, depth);
      case 20 -> branchTable(depth);
      default -> leave(depth);
    }
  }

  private void setLocal(int depth) {
    if (locals.isEmpty()) {
      return;
    }
    int local = random.nextInt(locals.size());
    value(locals.get(local), depth);
    op(Opcode.LOCAL_SET).u32(local);
  }

  private void store(int depth) {
    Opcode opcode = STORES.get(random.nextInt(STORES.size()));
    address(depth);
    value(Signatures.of(opcode).orElseThrow().parameters().get(1), depth);
    op(opcode);
    immediates(opcode);
  }

  private void address(int depth) {
    value(ValueType.I32, depth);
    if (random.nextInt(50) != 0) {
      op(Opcode.I32_CONST).s64(0x7fff);
      op(Opcode.I32_AND);
    }
  }

  private void small(int depth) {
    value(ValueType.I32, depth);
    op(Opcode.I32_CONST).s64(random.nextInt(50) == 0 ? -1 : 15);
    op(Opcode.I32_AND);
  }

  private void bulk(int depth) {
    address(depth);
    switch (random.nextInt(3)) {
      case 0 -> {
        address(depth);
        small(depth);
        op(Opcode.MEMORY_COPY).u8(0).u8(0);
      }
      case 1 -> {
        value(ValueType.I32, depth);
        address(depth);
        op(Opcode.MEMORY_FILL).u8(0);
      }
      default -> {
        small(depth);
        small(depth);
        op(Opcode.MEMORY_INIT).u32(random.nextInt(2)).u8(0);
      }
    }
  }

  private void tableOperation(int depth) {
    int table = random.nextInt(2);
    ValueType element = table == 0 ? ValueType.FUNCREF : ValueType.EXTERNREF;
    small(depth);
    switch (random.nextInt(4)) {
      case 0 -> {
        value(element, depth);
        op(Opcode.TABLE_SET).u32(table);
      }
      case 1 -> {
        value(element, depth);
        small(depth);
        op(Opcode.TABLE_FILL).u32(table);
      }
      case 2 -> {
        small(depth);
        small(depth);
        op(Opcode.TABLE_COPY).u32(table).u32(table);
      }
      default -> {
        small(depth);
        small(depth);
        op(Opcode.TABLE_INIT).u32(random.nextInt(2)).u32(0);
      }
    }
  }

  private void call(int depth) {
    FunctionType callee;
    if (random.nextInt(3) == 0) {
      int typeIndex = random.nextInt(module.types().size());
      callee = module.types().get(typeIndex);
      values(callee.parameters(), depth);
      small(depth);
      op(Opcode.CALL_INDIRECT).u32(typeIndex).u32(0);
    } else {
      // Seldom itself or a later one: recursion is for the stack to stop.
      int other = random.nextInt(20) == 0 ? module.functions() : Math.max(1, function);
      int index = random.nextInt(other);
      callee = module.type(index);
      values(callee.parameters(), depth);
      op(Opcode.CALL).u32(index);
    }
    callee.results().forEach(result -> op(Opcode.DROP));
  }

  private void branchIf(int depth) {
    int label = random.nextInt(labels.size());
    List<ValueType> taken = labels.get(labels.size() - 1 - label);
    values(taken, depth);
    value(ValueType.I32, depth);
    op(Opcode.BR_IF).u32(label);
    taken.forEach(each -> op(Opcode.DROP));
  }

  private void block(Opcode opcode, int depth) {
    int typeIndex = random.nextInt(module.types().size() + 2) - 2;
    FunctionType blockType =
        switch (typeIndex) {
          case -2 -> new FunctionType(List.of(), List.of());
          case -1 -> new FunctionType(List.of(), List.of(anyType()));
          default -> module.types().get(typeIndex);
        };
    if (opcode == Opcode.LOOP && !EngineFaults.takesLoop(blockType)) {
      return;
    }
    values(blockType.parameters(), depth + 1);
    if (opcode == Opcode.IF) {
      value(ValueType.I32, depth + 1);
    }
    op(opcode);
    switch (typeIndex) {
      case -2 -> out.u8(0x40);
      case -1 -> out.u8(blockType.results().getFirst().code());
      default -> out.s64(typeIndex);
    }
    labels.add(opcode == Opcode.LOOP ? blockType.parameters() : blockType.results());
    arm(blockType, depth + 1);
    boolean same = blockType.parameters().equals(blockType.results());
    if (opcode == Opcode.IF && !(same && random.nextBoolean())) {
      op(Opcode.ELSE);
      arm(blockType, depth + 1);
    }
    labels.removeLast();
    op(Opcode.END);
    blockType.results().forEach(each -> op(Opcode.DROP));
  }

  private void arm(FunctionType blockType, int depth) {
    blockType.parameters().forEach(each -> op(Opcode.DROP));
    statements(depth);
    values(blockType.results(), depth);
  }

  private void branchTable(int depth) {
    int last = random.nextInt(labels.size());
    List<ValueType> taken = labels.get(labels.size() - 1 - last);
    int[] same =
        IntStream.range(0, labels.size())
            .filter(label -> labels.get(labels.size() - 1 - label).equals(taken))
            .toArray();
    op(Opcode.BLOCK).u8(0x40);
    values(taken, depth);
    small(depth);
    int count = random.nextInt(5);
    op(Opcode.BR_TABLE).u32(count);
    for (int i = 0; i <= count; i++) {
      out.u32(1 + same[random.nextInt(same.length)]);
    }
    unreachableRest(depth);
    op(Opcode.END);
  }

  private void leave(int depth) {
    op(Opcode.BLOCK).u8(0x40);
    value(ValueType.I32, depth);
    op(Opcode.BR_IF).u32(0);
    if (random.nextBoolean()) {
      values(type.results(), depth);
      op(Opcode.RETURN);
    } else if (random.nextInt(3) == 0) {
      op(Opcode.UNREACHABLE);
    } else {
      int label = random.nextInt(labels.size());
      values(labels.get(labels.size() - 1 - label), depth);
      op(Opcode.BR).u32(label + 1);
    }
    unreachableRest(depth);
    op(Opcode.END);
  }

  /// Code behind a branch, which has to be right though it never runs. Without branches: one would
  /// have to be counted from inside the block that stands around it.
  private void unreachableRest(int depth) {
    if (random.nextBoolean()) {
      store(depth);
      op(Opcode.LOOP).u8(0x40);
      op(Opcode.BR).u32(0);
      op(Opcode.END);
    }
  }

  private ValueType anyType() {
    return TYPES[random.nextInt(TYPES.length)];
  }

  private void value(ValueType wanted, int depth) {
    budget--;
    int[] fitting =
        IntStream.range(0, locals.size()).filter(local -> locals.get(local) == wanted).toArray();
    boolean plain = depth >= MAX_DEPTH || budget < 0;
    if (fitting.length > 0 && random.nextInt(plain ? 2 : 4) == 0) {
      op(Opcode.LOCAL_GET).u32(fitting[random.nextInt(fitting.length)]);
    } else if (plain) {
      constant(wanted);
    } else if (random.nextInt(12) == 0) {
      special(wanted, fitting, depth + 1);
    } else if (wanted.isReference()) {
      reference(wanted, depth + 1);
    } else {
      List<Opcode> producers = PRODUCERS.getOrDefault(wanted, List.of());
      Opcode opcode = producers.get(random.nextInt(producers.size()));
      List<ValueType> operands = Signatures.of(opcode).orElseThrow().parameters();
      for (int i = 0; i < operands.size(); i++) {
        boolean access = opcode.toString().contains("load") && i == 0;
        if (access) {
          address(depth + 1);
        } else {
          value(operands.get(i), depth + 1);
        }
      }
      op(opcode);
      immediates(opcode);
    }
  }

  private void special(ValueType wanted, int[] fitting, int depth) {
    switch (random.nextInt(4)) {
      case 0 -> {
        value(wanted, depth);
        value(wanted, depth);
        value(ValueType.I32, depth);
        if (wanted.isReference() || random.nextBoolean()) {
          op(Opcode.SELECT_TYPED).u32(1).u8(wanted.code());
        } else {
          op(Opcode.SELECT);
        }
      }
      case 1 -> {
        value(wanted, depth);
        if (fitting.length > 0) {
          op(Opcode.LOCAL_TEE).u32(fitting[random.nextInt(fitting.length)]);
        }
      }
      default -> {
        switch (wanted) {
          case I32 -> number(depth);
          case I64 -> op(Opcode.GLOBAL_GET).u32(RandomModule.MUTABLE_GLOBAL);
          case F32, F64, V128, FUNCREF, EXTERNREF -> constant(wanted);
        }
      }
    }
  }

  private void number(int depth) {
    switch (random.nextInt(5)) {
      case 0 -> op(Opcode.MEMORY_SIZE).u8(0);
      case 1 -> {
        if (module.grows()) {
          small(depth);
          op(Opcode.MEMORY_GROW).u8(0);
        } else {
          op(Opcode.MEMORY_SIZE).u8(0);
        }
      }
      case 2 -> {
        int table = random.nextInt(2);
        value(table == 0 ? ValueType.FUNCREF : ValueType.EXTERNREF, depth);
        small(depth);
        op(Opcode.TABLE_GROW).u32(table);
      }
      case 3 -> op(Opcode.TABLE_SIZE).u32(random.nextInt(2));
      default -> {
        value(random.nextBoolean() ? ValueType.FUNCREF : ValueType.EXTERNREF, depth);
        op(Opcode.REF_IS_NULL);
      }
    }
  }

  private void reference(ValueType wanted, int depth) {
    if (random.nextInt(3) == 0) {
      small(depth);
      op(Opcode.TABLE_GET).u32(wanted == ValueType.FUNCREF ? 0 : 1);
    } else if (wanted == ValueType.FUNCREF && random.nextBoolean()) {
      op(Opcode.REF_FUNC).u32(random.nextInt(module.functions()));
    } else {
      constant(wanted);
    }
  }

  private void constant(ValueType wanted) {
    long bits = random.nextInt(3) == 0 ? random.nextLong() : (random.nextInt(200) - 100L) << 32;
    switch (wanted) {
      case I32 -> op(Opcode.I32_CONST).s64(bits >> 32);
      case I64 -> op(Opcode.I64_CONST).s64(bits);
      case F32 -> op(Opcode.F32_CONST).littleEndian(Float.floatToIntBits((float) (bits >> 32)), 4);
      case F64 ->
          op(Opcode.F64_CONST).littleEndian(Double.doubleToLongBits((double) (bits >> 32)), 8);
      case V128 -> op(Opcode.V128_CONST).littleEndian(bits, 8).littleEndian(~bits, 8);
      case FUNCREF, EXTERNREF -> op(Opcode.REF_NULL).u8(wanted.code());
    }
  }

  private void immediates(Opcode opcode) {
    switch (opcode.immediate()) {
      case ACCESS -> access(opcode);
      case ACCESS_AND_LANE -> {
        access(opcode);
        out.u8(random.nextInt(16 / opcode.width()));
      }
      case LANE -> out.u8(random.nextInt(16 / opcode.width()));
      case LANES -> {
        byte[] lanes = new byte[16];
        Arrays.setAll(new int[16], i -> lanes[i] = (byte) random.nextInt(32));
        out.bytes(lanes);
      }
      case I32 -> out.s64(random.nextInt());
      case I64 -> out.s64(random.nextLong());
      case F32 -> out.littleEndian(Float.floatToIntBits(random.nextFloat()), 4);
      case F64 -> out.littleEndian(Double.doubleToLongBits(random.nextGaussian()), 8);
      case V128 -> out.littleEndian(random.nextLong(), 8).littleEndian(random.nextLong(), 8);
      default -> {}
    }
  }

  private void access(Opcode opcode) {
    out.u32(random.nextInt(1 + Integer.numberOfTrailingZeros(opcode.width())));
    out.u32(random.nextInt(1000));
  }

  private ByteWriter op(Opcode opcode) {
    return opcode.prefix() == 0
        ? out.u8(opcode.code())
        : out.u8(opcode.prefix()).u32(opcode.code());
  }
}
