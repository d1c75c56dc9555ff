package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.quote;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Rewrites modules so that they count what they execute, stop when that is too much, and leave
/// their memory to the host. Apart from that nothing changes: exports, types, traps, results, names
/// and custom sections are the same.
///
/// The cost of a call is the number of instructions it executes or, because short pieces of code
/// are paid together with what runs before them, a little more. It is the same each time.
public final class Instrumenter {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final Set<String> RESERVED_EXPORTS =
      Set.of(InstrumentedModule.FUEL, InstrumentedModule.STACK, InstrumentedModule.START);
  private static final Set<String> RESERVED_IMPORTS =
      Set.of(InstrumentedModule.MEMORY, InstrumentedModule.GROW);

  private final byte[] wasm;
  private final ModuleInfo module;
  private final Additions additions;
  private final SectionRewriter sections;
  private final FunctionRewriter functions;
  private final ByteWriter out = new ByteWriter().bytes(HEADER);
  private final List<Section> missing =
      new ArrayList<>(List.of(Section.IMPORT, Section.GLOBAL, Section.EXPORT));

  private Instrumenter(byte[] wasm, ModuleInfo module, ModuleLimits limits, FunctionCosts costs) {
    this.wasm = wasm;
    this.module = module;
    this.additions = Additions.to(module);
    this.sections = new SectionRewriter(wasm, module, additions, limits);
    this.functions =
        new FunctionRewriter(wasm, module, additions, costs, new FuelWriter(additions, limits));
  }

  /// Rewrites a module, in time and space linear in its size.
  ///
  /// @param wasm the whole module; not kept
  /// @param module what [ModuleReader] made of it
  /// @param limits of them the number of table elements, which all tables together never grow past
  /// @throws UdfException FORBIDDEN_IMPORT or INVALID_MODULE when the module uses a name that the
  ///   host needs; MODULE_TOO_COMPLEX when its tables are too large already
  public static InstrumentedModule instrument(byte[] wasm, ModuleInfo module, ModuleLimits limits) {
    checkNames(module);
    BitSet referenced = new BitSet();
    forEachSection(
        wasm,
        (section, _, content) ->
            FunctionReferenceReader.read(
                section, content, module, (function, _, _) -> referenced.set(function)));
    return instrument(wasm, module, limits, FunctionCosts.of(wasm, module, referenced));
  }

  /// As [#instrument], but nothing counts what it executes, which is to show what that costs.
  public static InstrumentedModule withoutFuel(
      byte[] wasm, ModuleInfo module, ModuleLimits limits) {
    checkNames(module);
    return instrument(wasm, module, limits, FunctionCosts.none(module));
  }

  private static InstrumentedModule instrument(
      byte[] wasm, ModuleInfo module, ModuleLimits limits, FunctionCosts costs) {
    Instrumenter instrumenter = new Instrumenter(wasm, module, limits, costs);
    forEachSection(wasm, instrumenter::add);
    instrumenter.missing.forEach(instrumenter::addMissing);
    return new InstrumentedModule(
        instrumenter.out.toBytes(), instrumenter.additions, costs, module.start().isPresent());
  }

  private static void checkNames(ModuleInfo module) {
    for (Import each : module.imports()) {
      if (each.module().equals(InstrumentedModule.HOST) && RESERVED_IMPORTS.contains(each.name())) {
        throw UdfException.of(
            UdfErrorCode.FORBIDDEN_IMPORT,
            "the module imports %s.%s, which no guest may have; build it without that import"
                .formatted(each.module(), each.name()));
      }
    }
    for (Export each : module.exports()) {
      if (RESERVED_EXPORTS.contains(each.name())) {
        throw UdfException.of(
            UdfErrorCode.INVALID_MODULE,
            "the module exports %s, a name that the host needs; choose another one"
                .formatted(quote(each.name())));
      }
    }
  }

  private interface SectionVisitor {
    /// A section stands here.
    ///
    /// @param start where the section begins, with its id
    void visit(Section section, int start, BinaryReader content);
  }

  private static void forEachSection(byte[] wasm, SectionVisitor visitor) {
    BinaryReader in = new BinaryReader(wasm, HEADER.length, wasm.length, "the module");
    while (in.remaining() > 0) {
      int start = in.offset();
      Section section = Section.read(in);
      visitor.visit(section, start, in.take(in.u32("a section's size"), section.toString()));
    }
  }

  private void add(Section section, int start, BinaryReader content) {
    if (section != Section.CUSTOM) {
      while (!missing.isEmpty() && missing.getFirst().compareTo(section) < 0) {
        addMissing(missing.removeFirst());
      }
      missing.remove(section);
    }
    switch (section) {
      case TYPE -> add(section, sections.types(content));
      case IMPORT -> add(section, sections.imports(content));
      case TABLE -> add(section, sections.tables());
      case MEMORY -> {
        if (additions.memory().isEmpty()) {
          copy(start, content.end());
        }
      }
      case GLOBAL -> add(section, sections.globals(content));
      case EXPORT -> add(section, sections.exports());
      case START -> {}
      case ELEMENT -> add(section, sections.renumbered(section, content));
      case CODE -> add(section, code());
      case CUSTOM -> addCustom(start, content);
      case FUNCTION, DATA_COUNT, DATA -> copy(start, content.end());
    }
  }

  private void addMissing(Section section) {
    BinaryReader none = new BinaryReader(new byte[] {0}, 0, 1, section.toString());
    switch (section) {
      case IMPORT -> {
        if (additions.memory().isPresent() || additions.grow().isPresent()) {
          add(section, sections.imports(none));
        }
      }
      case GLOBAL -> add(section, sections.globals(none));
      case EXPORT -> add(section, sections.exports());
      default -> throw new IllegalArgumentException(section.toString());
    }
  }

  private void addCustom(int start, BinaryReader content) {
    String name = content.name("a custom section's name");
    int from = content.offset();
    if (additions.renumbers() && name.equals("name")) {
      CustomSection section = new CustomSection(name, from, content.remaining());
      NameSectionRewriter.rewrite(wasm, section, additions)
          .ifPresentOrElse(
              names -> add(Section.CUSTOM, new ByteWriter().name(name).append(names)),
              () -> copy(start, content.end()));
    } else {
      copy(start, content.end());
    }
  }

  private ByteWriter code() {
    ByteWriter code = new ByteWriter().u32(module.bodies().size());
    for (FunctionBody body : module.bodies()) {
      ByteWriter rewritten = new ByteWriter();
      functions.rewrite(body, rewritten);
      code.sized(rewritten);
    }
    return code;
  }

  private void add(Section section, ByteWriter content) {
    out.u8(section.id()).sized(content);
  }

  private void copy(int from, int to) {
    out.bytes(wasm, from, to);
  }
}
