package org.wasmudf.runtime.binary;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// What a module declares, without its bytes. All indices count what is imported first, as the
/// format does.
///
/// @param byteSize the size of the whole module
/// @param types the function types that functions, blocks and indirect calls refer to
/// @param imports in the module's order
/// @param functionTypes for each function the index of its type
/// @param tables each table's type
/// @param memories each memory's size in pages; at most one
/// @param globals each global's type
/// @param exports in the module's order; their names are unique
/// @param start the function that runs when the module is instantiated
/// @param elementSegments how many there are
/// @param dataSegments how many there are
/// @param bodies the code of each function that is not imported, in order
/// @param customSections in the module's order
/// @param functionNames from the `name` section, by function index; empty when there is none, and
///   as far as it can be read when it is malformed, which is no error
public record ModuleInfo(
    int byteSize,
    List<FunctionType> types,
    List<Import> imports,
    List<Integer> functionTypes,
    List<TableType> tables,
    List<Limits> memories,
    List<GlobalType> globals,
    List<Export> exports,
    OptionalInt start,
    int elementSegments,
    int dataSegments,
    List<FunctionBody> bodies,
    List<CustomSection> customSections,
    Map<Integer, String> functionNames,
    Set<Opcode> opcodes,
    Set<Feature> features) {
  public ModuleInfo {
    types = List.copyOf(types);
    imports = List.copyOf(imports);
    functionTypes = List.copyOf(functionTypes);
    tables = List.copyOf(tables);
    memories = List.copyOf(memories);
    globals = List.copyOf(globals);
    exports = List.copyOf(exports);
    bodies = List.copyOf(bodies);
    customSections = List.copyOf(customSections);
    functionNames = Map.copyOf(functionNames);
    // In the order of their declaration, for whoever prints them.
    opcodes = Collections.unmodifiableSet(new TreeSet<>(opcodes));
    features = Collections.unmodifiableSet(new TreeSet<>(features));
  }

  /// How many functions there are, with the imported ones.
  public int functions() {
    return functionTypes.size();
  }

  /// How many of the functions are imported: the index of the first one that has a body.
  public int importedFunctions() {
    return functionTypes.size() - bodies.size();
  }

  /// The type of a function, imported or not.
  public FunctionType functionType(int functionIndex) {
    return types.get(functionTypes.get(functionIndex));
  }

  /// The function's name in the `name` section, if it has one there.
  public Optional<String> functionName(int functionIndex) {
    return Optional.ofNullable(functionNames.get(functionIndex));
  }

  /// The export of that name, of whatever kind. Looks through all of them.
  public Optional<Export> export(String name) {
    return exports.stream().filter(export -> export.name().equals(name)).findFirst();
  }

  /// The type of the function that is exported under that name; empty if there is no such export or
  /// it is no function.
  public Optional<FunctionType> exportedFunction(String name) {
    return export(name)
        .filter(export -> export.kind() == ExternalKind.FUNCTION)
        .map(export -> functionType(export.index()));
  }

  /// The size of the module's memory in pages, whether it is imported or its own.
  public Optional<Limits> memory() {
    return memories.stream().findFirst();
  }

  /// The first custom section of that name.
  public Optional<CustomSection> customSection(String name) {
    return customSections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  /// Whether any function can make the memory larger.
  public boolean usesMemoryGrow() {
    return opcodes.contains(Opcode.MEMORY_GROW);
  }

  /// Whether any function can ask how large the memory is.
  public boolean usesMemorySize() {
    return opcodes.contains(Opcode.MEMORY_SIZE);
  }
}
