package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.hex;
import static org.wasmudf.runtime.binary.BinaryReader.malformed;
import static org.wasmudf.runtime.binary.BinaryReader.quote;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// What has been read of a module so far, section by section.
final class ModuleContents {
  private static final int TAG = 4;
  private static final int TABLE_WITH_INITIAL_VALUE = 0x40;
  private static final String NAME_SECTION = "name";

  private final byte[] wasm;
  private final ModuleLimits limits;
  private final Usage usage = new Usage();
  private final List<FunctionType> types = new ArrayList<>();
  private final List<Import> imports = new ArrayList<>();
  private final List<Integer> functionTypes = new ArrayList<>();
  private final List<TableType> tables = new ArrayList<>();
  private final List<Limits> memories = new ArrayList<>();
  private final List<GlobalType> globals = new ArrayList<>();
  private final List<Export> exports = new ArrayList<>();
  private final List<FunctionBody> bodies = new ArrayList<>();
  private final List<CustomSection> customSections = new ArrayList<>();
  private OptionalInt start = OptionalInt.empty();
  private OptionalLong announcedDataSegments = OptionalLong.empty();
  private int importedFunctions;
  private int importedGlobals;
  private long tableElements;
  private int elementSegments;
  private int dataSegments;

  ModuleContents(byte[] wasm, ModuleLimits limits) {
    this.wasm = wasm;
    this.limits = limits;
  }

  void read(Section section, BinaryReader in) {
    switch (section) {
      case CUSTOM -> readCustomSection(in);
      case TYPE -> readTypes(in);
      case IMPORT -> readImports(in);
      case FUNCTION -> readFunctions(in);
      case TABLE -> readTables(in);
      case MEMORY -> readMemories(in);
      case GLOBAL -> readGlobals(in);
      case EXPORT -> readExports(in);
      case START -> readStart(in);
      case ELEMENT -> readElements(in);
      case DATA_COUNT -> readDataCount(in);
      case CODE -> readCode(in);
      case DATA -> readData(in);
    }
  }

  /// Checks what only the whole module shows.
  ModuleInfo finish() {
    checkFunctionCount(wasm.length, bodies.size());
    if (announcedDataSegments.orElse(dataSegments) != dataSegments) {
      throw malformed(
          wasm.length,
          "the number of data segments is "
              + announcedDataSegments.getAsLong()
              + " in the data count section, but "
              + dataSegments
              + " in the data section");
    }
    addFeaturesOfDeclarations();
    return new ModuleInfo(
        wasm.length,
        types,
        imports,
        functionTypes,
        tables,
        memories,
        globals,
        exports,
        start,
        elementSegments,
        dataSegments,
        bodies,
        customSections,
        functionNames(),
        usage.opcodes(),
        usage.features());
  }

  private void addFeaturesOfDeclarations() {
    usage.add(tables);
    globals.forEach(global -> usage.add(global.type()));
    boolean sharesMutableGlobals =
        globals.stream().limit(importedGlobals).anyMatch(GlobalType::mutable)
            || exports.stream()
                .filter(export -> export.kind() == ExternalKind.GLOBAL)
                .anyMatch(export -> globals.get(export.index()).mutable());
    if (sharesMutableGlobals) {
      usage.add(Feature.MUTABLE_GLOBALS);
    }
  }

  private void checkFunctionCount(int offset, int bodies) {
    int declared = functionTypes.size() - importedFunctions;
    if (bodies != declared) {
      throw malformed(
          offset,
          "the number of functions is "
              + declared
              + " in the function section, but "
              + bodies
              + " in the code section");
    }
  }

  private Map<Integer, String> functionNames() {
    return customSections.stream()
        .filter(section -> section.name().equals(NAME_SECTION))
        .findFirst()
        .map(
            section -> {
              int end = section.offset() + section.length();
              BinaryReader in = new BinaryReader(wasm, section.offset(), end, "the name section");
              return NameSectionReader.functionNames(in, functionTypes.size());
            })
        .orElse(Map.of());
  }

  private void readCustomSection(BinaryReader in) {
    String name = in.name("a custom section's name");
    customSections.add(new CustomSection(name, in.offset(), in.remaining()));
    in.skip(in.remaining(), name);
  }

  private void readTypes(BinaryReader in) {
    int count = in.count("types");
    for (int i = 0; i < count; i++) {
      types.add(TypeReader.functionType(in));
      usage.add(types.getLast());
    }
  }

  private void readImports(BinaryReader in) {
    int count = in.count("imports");
    for (int i = 0; i < count; i++) {
      String module = in.name("an import's module");
      String name = in.name("an import's name");
      switch (readKind(in)) {
        case FUNCTION -> {
          int type = in.index(types.size(), "type index");
          functionTypes.add(type);
          imports.add(new Import.Function(module, name, types.get(type)));
        }
        case TABLE -> {
          addTable(in);
          imports.add(new Import.Table(module, name, tables.getLast()));
        }
        case MEMORY -> {
          addMemory(in);
          imports.add(new Import.Memory(module, name, memories.getLast()));
        }
        case GLOBAL -> {
          globals.add(TypeReader.globalType(in));
          imports.add(new Import.Global(module, name, globals.getLast()));
        }
      }
    }
    limits.checkFunctions(functionTypes.size());
    importedFunctions = functionTypes.size();
    importedGlobals = globals.size();
  }

  private static ExternalKind readKind(BinaryReader in) {
    int code = in.u8("an import's or export's kind");
    return switch (code) {
      case 0 -> ExternalKind.FUNCTION;
      case 1 -> ExternalKind.TABLE;
      case 2 -> ExternalKind.MEMORY;
      case 3 -> ExternalKind.GLOBAL;
      case TAG -> throw Proposal.EXCEPTIONS.refused(in.offset() - 1, "a tag");
      default -> throw malformed(in.offset() - 1, "kind " + hex(code) + " is none that exists");
    };
  }

  private void readFunctions(BinaryReader in) {
    int count = in.count("functions");
    limits.checkFunctions((long) importedFunctions + count);
    for (int i = 0; i < count; i++) {
      functionTypes.add(in.index(types.size(), "type index"));
    }
  }

  private void readTables(BinaryReader in) {
    int count = in.count("tables");
    for (int i = 0; i < count; i++) {
      if (in.peek() == TABLE_WITH_INITIAL_VALUE) {
        throw Proposal.FUNCTION_REFERENCES.refused(in.offset(), "a table with an initial value");
      }
      addTable(in);
    }
  }

  private void addTable(BinaryReader in) {
    tables.add(TypeReader.tableType(in));
    tableElements += tables.getLast().limits().min();
    limits.checkTableElements(tableElements);
  }

  private void readMemories(BinaryReader in) {
    int count = in.count("memories");
    for (int i = 0; i < count; i++) {
      addMemory(in);
    }
  }

  private void addMemory(BinaryReader in) {
    if (!memories.isEmpty()) {
      throw Proposal.MULTI_MEMORY.refused(in.offset(), "a second memory");
    }
    memories.add(TypeReader.memoryLimits(in));
  }

  private void readGlobals(BinaryReader in) {
    int count = in.count("globals");
    ConstantReader initialValues =
        new ConstantReader(in, constantSpaces(), usage, FunctionReferences.IGNORED);
    for (int i = 0; i < count; i++) {
      globals.add(TypeReader.globalType(in));
      initialValues.skipExpression();
    }
  }

  private void readExports(BinaryReader in) {
    int count = in.count("exports");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int start = in.offset();
      String name = in.name("an export's name");
      if (!names.add(name)) {
        throw malformed(start, "two exports have the name " + quote(name));
      }
      ExternalKind kind = readKind(in);
      int index =
          switch (kind) {
            case FUNCTION -> in.index(functionTypes.size(), "function index");
            case TABLE -> in.index(tables.size(), "table index");
            case MEMORY -> in.index(memories.size(), "memory index");
            case GLOBAL -> in.index(globals.size(), "global index");
          };
      exports.add(new Export(name, kind, index));
    }
  }

  private void readStart(BinaryReader in) {
    int at = in.offset();
    int function = in.index(functionTypes.size(), "function index");
    FunctionType type = types.get(functionTypes.get(function));
    if (!type.parameters().isEmpty() || !type.results().isEmpty()) {
      throw malformed(at, "the start function has type " + type + ", not () -> ()");
    }
    start = OptionalInt.of(function);
  }

  private void readElements(BinaryReader in) {
    SegmentReader segments =
        new SegmentReader(in, constantSpaces(), usage, FunctionReferences.IGNORED);
    elementSegments = in.count("element segments");
    for (int i = 0; i < elementSegments; i++) {
      segments.skipElementSegment();
    }
  }

  private void readDataCount(BinaryReader in) {
    long count = in.u32("a data segment count");
    limits.checkDataSegments(count);
    announcedDataSegments = OptionalLong.of(count);
    usage.add(Feature.BULK_MEMORY);
  }

  private void readCode(BinaryReader in) {
    int count = in.count("functions");
    checkFunctionCount(in.offset(), count);
    IndexSpaces spaces = codeSpaces();
    long allLocals = 0;
    for (int i = 0; i < count; i++) {
      int function = importedFunctions + i;
      BinaryReader code = in.take(in.u32("a function's size"), "the code of function " + function);
      int start = code.offset();
      FunctionType type = functionType(function);
      InstructionReader body =
          new InstructionReader(code, spaces, type.parameters().size(), limits);
      OperandStack stack = new OperandStack(types, this::functionType, type);
      usage.add(body, stack);
      long locals = body.localGroups().stream().mapToLong(LocalGroup::count).sum();
      long frame = type.parameters().size() + locals + stack.most();
      limits.checkFrame(frame);
      bodies.add(new FunctionBody(function, start, code.end() - start, frame));
      allLocals += locals;
      limits.checkAllLocals(allLocals);
    }
  }

  private FunctionType functionType(int function) {
    return types.get(functionTypes.get(function));
  }

  private void readData(BinaryReader in) {
    SegmentReader segments =
        new SegmentReader(in, constantSpaces(), usage, FunctionReferences.IGNORED);
    dataSegments = in.count("data segments");
    limits.checkDataSegments(dataSegments);
    for (int i = 0; i < dataSegments; i++) {
      segments.skipDataSegment();
    }
  }

  /// What constant expressions can refer to: of the globals only the imported ones.
  private IndexSpaces constantSpaces() {
    return new IndexSpaces(
        types, functionTypes.size(), tables.size(), memories.size(), importedGlobals, 0, 0);
  }

  private IndexSpaces codeSpaces() {
    return new IndexSpaces(
        types,
        functionTypes.size(),
        tables.size(),
        memories.size(),
        globals.size(),
        elementSegments,
        (int) Math.min(announcedDataSegments.orElse(-1), Integer.MAX_VALUE));
  }
}
