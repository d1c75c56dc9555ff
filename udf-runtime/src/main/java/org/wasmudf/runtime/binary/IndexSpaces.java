package org.wasmudf.runtime.binary;

import java.util.List;

/// What instructions can refer to by index.
///
/// @param types the function types
/// @param functions how many there are, like the numbers that follow
/// @param dataSegments -1 where the module does not announce how many there are before its code
record IndexSpaces(
    List<FunctionType> types,
    int functions,
    int tables,
    int memories,
    int globals,
    int elementSegments,
    int dataSegments) {
  static IndexSpaces of(ModuleInfo module) {
    return new IndexSpaces(
        module.types(),
        module.functions(),
        module.tables().size(),
        module.memories().size(),
        module.globals().size(),
        module.elementSegments(),
        module.dataSegments());
  }
}
