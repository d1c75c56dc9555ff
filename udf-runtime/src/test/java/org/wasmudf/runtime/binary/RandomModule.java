package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A valid module made from a seed; over enough seeds it has every instruction that the reader
/// takes.
///
/// - Up to three parameters and two results of every type, for functions and for blocks, `if`s with
///   and without `else`, and loops; all of these up to five deep.
/// - Branches of each kind to any label, also with values; `return`, direct and indirect calls, and
///   `unreachable` in the middle of a function and as the last thing in it or in a block; code
///   behind branches that never runs; recursion; loops that never end.
/// - A memory of one page that may grow to four or not at all, loads and stores of every width with
///   offsets, most of them in bounds; `memory.init`, `copy` and `fill`.
/// - A table of functions and one of external references that both grow, and all their operations.
/// - A mutable global, one with a reference; segments of elements, both as indices and as
///   expressions, active, passive and declared; an active and a passive one of data.
/// - In some modules a start function.
///
/// It makes no imports, no custom sections, no second memory, and no loop that the engine [gets
/// wrong][EngineFaults]; sections and numbers are written the shortest way. For all of that there
/// are the committed modules, and the [mutator][ModuleMutator].
final class RandomModule {
  static final int MUTABLE_GLOBAL = 0;

  private static final int FUNCTIONS = 6;
  private static final int TYPES = 6;
  private static final List<ValueType> ALL_TYPES = List.of(ValueType.values());

  private final Random random;
  private final boolean grows;
  private final List<FunctionType> types = new ArrayList<>();
  private final List<Integer> functions = new ArrayList<>();

  RandomModule(long seed) {
    this.random = new Random(seed);
    this.grows = random.nextBoolean();
    for (int i = 0; i < TYPES; i++) {
      types.add(new FunctionType(someTypes(4), someTypes(3)));
    }
    types.add(new FunctionType(List.of(), List.of()));
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.add(random.nextInt(TYPES));
    }
    functions.add(TYPES);
  }

  private List<ValueType> someTypes(int bound) {
    List<ValueType> result = new ArrayList<>();
    for (int i = random.nextInt(bound); i > 0; i--) {
      result.add(ALL_TYPES.get(random.nextInt(ALL_TYPES.size())));
    }
    return result;
  }

  List<FunctionType> types() {
    return types;
  }

  int functions() {
    return functions.size();
  }

  FunctionType type(int function) {
    return types.get(functions.get(function));
  }

  /// Whether code may grow the memory, so that functions are renumbered.
  boolean grows() {
    return grows;
  }

  byte[] toBytes() {
    ByteWriter module = new ByteWriter().bytes(Bytes.module());
    section(module, Section.TYPE, types.stream().map(RandomModule::type).toList());
    section(
        module,
        Section.FUNCTION,
        functions.stream().map(each -> new ByteWriter().u32(each)).toList());
    section(
        module,
        Section.TABLE,
        List.of(
            new ByteWriter().u8(ValueType.FUNCREF.code()).u8(1).u32(8).u32(20),
            random.nextBoolean()
                ? new ByteWriter().u8(ValueType.EXTERNREF.code()).u8(0).u32(8)
                : new ByteWriter().u8(ValueType.EXTERNREF.code()).u8(1).u32(8).u32(30)));
    section(module, Section.MEMORY, List.of(new ByteWriter().u8(1).u32(1).u32(4)));
    section(
        module,
        Section.GLOBAL,
        List.of(
            new ByteWriter().u8(0x7e).u8(1).u8(Opcode.I64_CONST.code()).s64(5).u8(0x0b),
            new ByteWriter().u8(0x70).u8(0).u8(Opcode.REF_FUNC.code()).u32(2).u8(0x0b)));
    section(module, Section.EXPORT, exports());
    if (random.nextInt(4) == 0) {
      module.u8(Section.START.id()).sized(new ByteWriter().u32(FUNCTIONS));
    }
    section(module, Section.ELEMENT, elements());
    module.u8(Section.DATA_COUNT.id()).sized(new ByteWriter().u32(2));
    List<ByteWriter> bodies = new ArrayList<>();
    for (int i = 0; i < functions.size(); i++) {
      bodies.add(new ByteWriter().sized(new RandomCode(random, this, i).body()));
    }
    section(module, Section.CODE, bodies);
    section(
        module,
        Section.DATA,
        List.of(
            new ByteWriter().u8(1).name("a passive segment"),
            new ByteWriter().u8(0).u8(Opcode.I32_CONST.code()).s64(9).u8(0x0b).name("active")));
    return module.toBytes();
  }

  private List<ByteWriter> exports() {
    List<ByteWriter> exports = new ArrayList<>();
    exports.add(new ByteWriter().name("memory").u8(ExternalKind.MEMORY.code()).u32(0));
    for (int i = 0; i < functions.size(); i++) {
      exports.add(new ByteWriter().name("f" + i).u8(ExternalKind.FUNCTION.code()).u32(i));
    }
    return exports;
  }

  /// Two segments that code may use, one for the first table, and one that declares the rest.
  private List<ByteWriter> elements() {
    ByteWriter all = new ByteWriter().u8(3).u8(0).u32(functions.size());
    for (int i = 0; i < functions.size(); i++) {
      all.u32(i);
    }
    ByteWriter active =
        new ByteWriter()
            .u8(0)
            .u8(Opcode.I32_CONST.code())
            .s64(1)
            .u8(0x0b)
            .u32(3)
            .u32(0)
            .u32(4)
            .u32(1);
    ByteWriter expressions = new ByteWriter().u8(5).u8(0x70).u32(2);
    expressions.u8(Opcode.REF_FUNC.code()).u32(3).u8(0x0b);
    expressions.u8(Opcode.REF_NULL.code()).u8(0x70).u8(0x0b);
    ByteWriter passive = new ByteWriter().u8(1).u8(0).u32(2).u32(1).u32(2);
    return List.of(expressions, passive, active, all);
  }

  private static ByteWriter type(FunctionType type) {
    ByteWriter entry = new ByteWriter().u8(0x60);
    for (List<ValueType> values : List.of(type.parameters(), type.results())) {
      entry.u32(values.size());
      values.forEach(each -> entry.u8(each.code()));
    }
    return entry;
  }

  private static void section(ByteWriter module, Section section, List<ByteWriter> entries) {
    ByteWriter content = new ByteWriter().u32(entries.size());
    entries.forEach(content::append);
    module.u8(section.id()).sized(content);
  }
}
