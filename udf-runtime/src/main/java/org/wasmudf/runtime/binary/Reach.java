package org.wasmudf.runtime.binary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a function can get at, found by following its calls. Code that never runs counts as well,
/// and a call through a table may go to any function of the module: so there may be less of it in
/// truth, never more.
///
/// @param imports the imported functions
/// @param reads whether it reads what lasts from one call to the next: memory, globals that can
///   change, tables
/// @param writes whether it changes any of that
public record Reach(Set<Import.Function> imports, boolean reads, boolean writes) {
  public Reach {
    imports = Set.copyOf(imports);
  }

  /// What a function can get at.
  ///
  /// @param wasm the whole module
  /// @param module what [ModuleReader] made of it
  /// @param function the function's index
  public static Reach of(byte[] wasm, ModuleInfo module, int function) {
    Walk walk = new Walk(wasm, module);
    walk.reach(function);
    return walk.result();
  }

  /// Whether any function of a module changes what lasts from one call to the next.
  public static boolean keepsState(ModuleInfo module) {
    return module.opcodes().stream().anyMatch(Reach::writes);
  }

  private static boolean writes(Opcode opcode) {
    return switch (opcode) {
      case GLOBAL_SET,
          TABLE_SET,
          TABLE_GROW,
          TABLE_FILL,
          TABLE_COPY,
          TABLE_INIT,
          MEMORY_GROW,
          MEMORY_FILL,
          MEMORY_COPY,
          MEMORY_INIT,
          DATA_DROP,
          ELEM_DROP ->
          true;
      default -> isAccess(opcode) && opcode.toString().contains(".store");
    };
  }

  private static boolean reads(Opcode opcode) {
    return switch (opcode) {
      case TABLE_GET, TABLE_SIZE, MEMORY_SIZE, CALL_INDIRECT -> true;
      default -> isAccess(opcode) && opcode.toString().contains(".load");
    };
  }

  private static boolean isAccess(Opcode opcode) {
    return opcode.immediate() == Immediate.ACCESS
        || opcode.immediate() == Immediate.ACCESS_AND_LANE;
  }

  private static final class Walk {
    final byte[] wasm;
    final ModuleInfo module;
    final List<Import.Function> importedFunctions;
    final BitSet seen = new BitSet();
    final Deque<Integer> open = new ArrayDeque<>();
    final Set<Import.Function> imports = new LinkedHashSet<>();
    boolean reads;
    boolean writes;

    Walk(byte[] wasm, ModuleInfo module) {
      this.wasm = wasm;
      this.module = module;
      this.importedFunctions = new ArrayList<>();
      for (Import each : module.imports()) {
        if (each instanceof Import.Function function) {
          importedFunctions.add(function);
        }
      }
    }

    void reach(int function) {
      if (!seen.get(function)) {
        seen.set(function);
        open.add(function);
      }
    }

    Reach result() {
      while (!open.isEmpty()) {
        int function = open.remove();
        if (function < importedFunctions.size()) {
          imports.add(importedFunctions.get(function));
        } else {
          read(module.bodies().get(function - importedFunctions.size()));
        }
      }
      return new Reach(imports, reads, writes);
    }

    private void read(FunctionBody body) {
      InstructionReader in = new InstructionReader(wasm, module, body);
      while (in.next()) {
        Opcode opcode = in.opcode();
        reads |= reads(opcode);
        writes |= writes(opcode);
        switch (opcode) {
          case CALL -> reach(in.index());
          case CALL_INDIRECT -> reachAll();
          case GLOBAL_GET -> reads |= module.globals().get(in.index()).mutable();
          default -> {}
        }
      }
    }

    private void reachAll() {
      for (int i = seen.nextClearBit(0); i < module.functions(); i = seen.nextClearBit(i)) {
        reach(i);
      }
    }
  }
}
