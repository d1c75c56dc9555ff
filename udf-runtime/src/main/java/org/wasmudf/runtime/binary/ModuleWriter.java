package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a module: imports, functions and exports, which is all that the host's own modules need.
///
/// Declare every import before the first function, because imported functions come first in the
/// index space. Not thread-safe.
public final class ModuleWriter {
  private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
  private static final int FUNCTION = 0;
  private static final int TABLE = 1;
  private static final int MEMORY = 2;
  private static final int GLOBAL = 3;

  private final Map<FunctionType, Integer> types = new LinkedHashMap<>();
  private final List<ByteWriter> imports = new ArrayList<>();
  private final List<Integer> functionTypes = new ArrayList<>();
  private final List<ByteWriter> bodies = new ArrayList<>();
  private final List<ByteWriter> exports = new ArrayList<>();
  private int importedFunctions;
  private int importedTables;
  private int importedMemories;
  private int importedGlobals;

  /// Imports a function.
  ///
  /// @return its index
  public int importFunction(String module, String name, FunctionType type) {
    if (!functionTypes.isEmpty()) {
      throw new IllegalStateException("imports come before functions");
    }
    imports.add(importEntry(module, name).u8(FUNCTION).u32(typeIndex(type)));
    return importedFunctions++;
  }

  /// Imports a table of functions, of any size.
  ///
  /// @return its index
  public int importTable(String module, String name) {
    int noMaximum = 0;
    imports.add(
        importEntry(module, name).u8(TABLE).u8(ValueType.FUNCREF.code()).u8(noMaximum).u32(0));
    return importedTables++;
  }

  /// Imports a memory of any size.
  ///
  /// @return its index
  public int importMemory(String module, String name) {
    int noMaximum = 0;
    imports.add(importEntry(module, name).u8(MEMORY).u8(noMaximum).u32(0));
    return importedMemories++;
  }

  /// Imports a mutable i64 global.
  ///
  /// @return its index
  public int importCounter(String module, String name) {
    int mutable = 1;
    imports.add(importEntry(module, name).u8(GLOBAL).u8(ValueType.I64.code()).u8(mutable));
    return importedGlobals++;
  }

  /// Declares a type that instructions refer to.
  ///
  /// @return its index
  public int type(FunctionType type) {
    return typeIndex(type);
  }

  /// Adds a function whose code is complete.
  ///
  /// @return its index
  public int function(CodeWriter code) {
    functionTypes.add(typeIndex(code.type()));
    bodies.add(code.body());
    return importedFunctions + functionTypes.size() - 1;
  }

  /// Exports a function.
  public void exportFunction(String name, int index) {
    exports.add(new ByteWriter().name(name).u8(FUNCTION).u32(index));
  }

  /// The module in the binary format.
  public byte[] toBytes() {
    List<ByteWriter> typeEntries = types.keySet().stream().map(ModuleWriter::typeEntry).toList();
    List<ByteWriter> functionEntries =
        functionTypes.stream().map(type -> new ByteWriter().u32(type)).toList();
    ByteWriter module = new ByteWriter().bytes(HEADER);
    section(module, 1, typeEntries);
    section(module, 2, imports);
    section(module, 3, functionEntries);
    section(module, 7, exports);
    section(module, 10, bodies.stream().map(ModuleWriter::sized).toList());
    return module.toBytes();
  }

  private int typeIndex(FunctionType type) {
    return types.computeIfAbsent(type, absent -> types.size());
  }

  private static ByteWriter importEntry(String module, String name) {
    return new ByteWriter().name(module).name(name);
  }

  private static ByteWriter typeEntry(FunctionType type) {
    ByteWriter entry = new ByteWriter().u8(0x60);
    for (List<ValueType> list : List.of(type.parameters(), type.results())) {
      entry.u32(list.size());
      list.forEach(each -> entry.u8(each.code()));
    }
    return entry;
  }

  private static ByteWriter sized(ByteWriter content) {
    byte[] bytes = content.toBytes();
    return new ByteWriter().u32(bytes.length).bytes(bytes);
  }

  private static void section(ByteWriter module, int id, List<ByteWriter> entries) {
    if (entries.isEmpty()) {
      return;
    }
    ByteWriter content = new ByteWriter().u32(entries.size());
    entries.forEach(each -> content.bytes(each.toBytes()));
    module.u8(id).bytes(sized(content).toBytes());
  }
}
