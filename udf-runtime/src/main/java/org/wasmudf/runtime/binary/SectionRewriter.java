package org.wasmudf.runtime.binary;

import java.util.List;

/// The new contents of a module's sections, but for its code.
final class SectionRewriter {
  private static final int FUNCTION_FORM = 0x60;
  private static final int MUTABLE = 1;

  private final byte[] wasm;
  private final ModuleInfo module;
  private final Additions additions;
  private final ModuleLimits limits;

  SectionRewriter(byte[] wasm, ModuleInfo module, Additions additions, ModuleLimits limits) {
    this.wasm = wasm;
    this.module = module;
    this.additions = additions;
    this.limits = limits;
  }

  ByteWriter types(BinaryReader in) {
    int count = in.count("types");
    ByteWriter out = new ByteWriter().u32(count + (additions.newType() ? 1 : 0));
    out.bytes(wasm, in.offset(), in.end());
    if (additions.newType()) {
      out.u8(FUNCTION_FORM);
      for (List<ValueType> values :
          List.of(Additions.GROW_TYPE.parameters(), Additions.GROW_TYPE.results())) {
        out.u32(values.size());
        values.forEach(each -> out.u8(each.code()));
      }
    }
    return out;
  }

  ByteWriter imports(BinaryReader in) {
    boolean memory = additions.memory().isPresent();
    boolean grow = additions.grow().isPresent();
    int count = in.count("imports");
    ByteWriter out = new ByteWriter().u32(count + (memory ? 1 : 0) + (grow ? 1 : 0));
    out.bytes(wasm, in.offset(), in.end());
    if (memory) {
      out.name(InstrumentedModule.HOST).name(InstrumentedModule.MEMORY);
      out.u8(ExternalKind.MEMORY.code());
      limits(out, additions.memory().orElseThrow());
    }
    if (grow) {
      out.name(InstrumentedModule.HOST).name(InstrumentedModule.GROW);
      out.u8(ExternalKind.FUNCTION.code()).u32(additions.growType());
    }
    return out;
  }

  /// Tables that all together never hold more than allowed: what the minima leave is divided among
  /// them, mostly one.
  ByteWriter tables() {
    List<TableType> all = module.tables();
    long minima = all.stream().mapToLong(table -> table.limits().min()).sum();
    limits.checkTableElements(minima);
    int imported = (int) module.imports().stream().filter(Import.Table.class::isInstance).count();
    List<TableType> own = all.subList(imported, all.size());
    ByteWriter out = new ByteWriter().u32(own.size());
    for (TableType table : own) {
      long most = table.limits().min() + (limits.tableElements() - minima) / own.size();
      out.u8(table.element().code());
      limits(out, table.limits().atMost(most));
    }
    return out;
  }

  private static void limits(ByteWriter out, Limits limits) {
    out.u8(limits.max().isPresent() ? 1 : 0).u32((int) limits.min());
    limits.max().ifPresent(max -> out.u32((int) max));
  }

  ByteWriter globals(BinaryReader in) {
    boolean length = additions.length().isPresent();
    boolean stack = additions.stack().isPresent();
    ByteWriter out = renumbered(Section.GLOBAL, in, 1 + (length ? 1 : 0) + (stack ? 1 : 0));
    global(out, ValueType.I64, Opcode.I64_CONST, 0);
    if (length) {
      global(out, ValueType.I32, Opcode.I32_CONST, 0);
    }
    if (stack) {
      global(out, ValueType.I64, Opcode.I64_CONST, LargeFrames.MOST_VALUES);
    }
    return out;
  }

  private static void global(ByteWriter out, ValueType type, Opcode constant, int value) {
    out.u8(type.code()).u8(MUTABLE);
    out.u8(constant.code()).s64(value).u8(Opcode.END.code());
  }

  ByteWriter exports() {
    int added = 1 + (additions.stack().isPresent() ? 1 : 0) + (module.start().isPresent() ? 1 : 0);
    ByteWriter out = new ByteWriter().u32(module.exports().size() + added);
    for (Export each : module.exports()) {
      export(out, each);
    }
    export(out, new Export(InstrumentedModule.FUEL, ExternalKind.GLOBAL, additions.fuel()));
    additions
        .stack()
        .ifPresent(
            stack -> export(out, new Export(InstrumentedModule.STACK, ExternalKind.GLOBAL, stack)));
    module
        .start()
        .ifPresent(
            start ->
                export(out, new Export(InstrumentedModule.START, ExternalKind.FUNCTION, start)));
    return out;
  }

  private void export(ByteWriter out, Export export) {
    boolean function = export.kind() == ExternalKind.FUNCTION;
    out.name(export.name()).u8(export.kind().code());
    out.u32(function ? additions.renumbered(export.index()) : export.index());
  }

  /// A section as it is, but for the numbers of functions.
  ByteWriter renumbered(Section section, BinaryReader in) {
    return renumbered(section, in, 0);
  }

  private ByteWriter renumbered(Section section, BinaryReader in, int added) {
    int start = in.offset();
    int count = in.count("entries");
    ByteWriter out = new ByteWriter().u32(count + added);
    int[] copied = {in.offset()};
    if (additions.renumbers() && count > 0) {
      BinaryReader again = new BinaryReader(wasm, start, in.end(), section.toString());
      FunctionReferenceReader.read(
          section,
          again,
          module,
          (function, from, to) -> {
            out.bytes(wasm, copied[0], from).u32(additions.renumbered(function));
            copied[0] = to;
          });
    }
    return out.bytes(wasm, copied[0], in.end());
  }
}
