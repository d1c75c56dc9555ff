package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Walks the instructions of a function's body, one at a time:
///
/// ```java
/// InstructionReader in = new InstructionReader(wasm, module, body);
/// while (in.next()) {
///   if (in.opcode() == Opcode.CALL) {
///     callees.add(in.index());
///   }
/// }
/// ```
///
/// Checks that immediates are well-formed, that indices are in range and that blocks are balanced;
/// the types of operands are left to the engine. The accessors tell of the instruction that
/// [#next()] has read; one that its [Immediate] gives no meaning to throws IllegalStateException.
/// Needs space for the blocks that are open and for the labels of one `br_table`. Confined to one
/// thread.
public final class InstructionReader {
  /// What WebAssembly's JavaScript interface allows, parameters included; other engines follow it.
  static final int MAX_LOCALS = 50_000;

  private final BinaryReader in;
  private final ModuleLimits limits;
  private final List<LocalGroup> localGroups = new ArrayList<>();
  private final ImmediateReader immediates;
  private final List<Opcode> openBlocks = new ArrayList<>();
  private boolean ended;
  private int start;
  private @Nullable Opcode opcode;

  /// A reader that stands before the first instruction of a body.
  ///
  /// @param wasm the module's bytes; read as the walk goes on
  /// @param module what [ModuleReader] made of them
  /// @param body one of the module's bodies
  public InstructionReader(byte[] wasm, ModuleInfo module, FunctionBody body) {
    this(
        range(wasm, body),
        IndexSpaces.of(module),
        module.functionType(body.function()).parameters().size(),
        ModuleLimits.NONE);
  }

  InstructionReader(BinaryReader in, IndexSpaces spaces, int parameters, ModuleLimits limits) {
    this.in = in;
    this.limits = limits;
    this.immediates = new ImmediateReader(in, spaces, parameters + readLocals(parameters));
  }

  private static BinaryReader range(byte[] wasm, FunctionBody body) {
    int from = Objects.checkFromIndexSize(body.offset(), body.length(), wasm.length);
    return new BinaryReader(
        wasm, from, from + body.length(), "the code of function " + body.function());
  }

  private int readLocals(int parameters) {
    int groups = in.count("groups of locals");
    int locals = 0;
    for (int i = 0; i < groups; i++) {
      int at = in.offset();
      long count = in.u32("a number of locals");
      limits.checkLocals(parameters + locals + count);
      if (count > MAX_LOCALS - parameters - locals) {
        throw malformed(
            at, "a function has more than " + MAX_LOCALS + " parameters and local variables");
      }
      locals += (int) count;
      localGroups.add(new LocalGroup((int) count, TypeReader.valueType(in)));
    }
    return locals;
  }

  /// The local variables that the body declares; their indices follow those of the parameters.
  public List<LocalGroup> localGroups() {
    return List.copyOf(localGroups);
  }

  /// Reads the next instruction; the last one is the `end` of the function.
  ///
  /// @return whether there was one
  /// @throws org.wasmudf.runtime.UdfException INVALID_MODULE if it is malformed
  public boolean next() {
    if (ended) {
      return false;
    }
    start = in.offset();
    opcode = Opcode.read(in);
    immediates.read(opcode, openBlocks.size() + 1);
    switch (opcode) {
      case BLOCK, LOOP, IF -> {
        openBlocks.add(opcode);
        limits.checkNesting(openBlocks.size());
      }
      case ELSE -> startElse();
      case END -> endBlock();
      default -> {}
    }
    return true;
  }

  private void startElse() {
    if (openBlocks.isEmpty() || openBlocks.getLast() != Opcode.IF) {
      throw malformed(start, "else stands outside of an if");
    }
    openBlocks.set(openBlocks.size() - 1, Opcode.ELSE);
  }

  private void endBlock() {
    if (openBlocks.isEmpty()) {
      in.finish();
      ended = true;
    } else {
      openBlocks.removeLast();
    }
  }

  /// What the instruction does.
  public Opcode opcode() {
    if (opcode == null) {
      throw new IllegalStateException("next() comes first");
    }
    return opcode;
  }

  /// The instruction's first byte, counted from the start of the module.
  public int start() {
    return start;
  }

  /// The byte after the instruction, counted from the start of the module.
  public int end() {
    return in.offset();
  }

  /// The first or only index: what of is said by the [Immediate]. A label counts the blocks
  /// outwards from 0, the innermost.
  public int index() {
    check(opcode().immediate().indices() > 0);
    return immediates.index;
  }

  /// The second index.
  public int secondIndex() {
    check(opcode().immediate().indices() > 1);
    return immediates.secondIndex;
  }

  /// How many labels a `br_table` has; the last one is for numbers that have none of their own.
  public int labels() {
    check(opcode().immediate() == Immediate.LABELS);
    return immediates.labelCount;
  }

  /// One of a `br_table`'s labels.
  public int label(int number) {
    return immediates.label(Objects.checkIndex(number, labels()));
  }

  /// The values that a block takes from the stack and leaves there.
  public FunctionType blockType() {
    check(opcode().immediate() == Immediate.BLOCK_TYPE);
    return immediates.blockType;
  }

  /// The type that `ref.null` or a typed `select` names.
  public ValueType type() {
    check(
        switch (opcode().immediate()) {
          case REFERENCE_TYPE, VALUE_TYPES -> true;
          default -> false;
        });
    return immediates.type;
  }

  /// The alignment of a memory access in bytes, as the module hints it.
  public int alignment() {
    check(isAccess());
    return immediates.alignment;
  }

  /// What a memory access adds to its address, below 2 to the power of 32.
  public long memoryOffset() {
    check(isAccess());
    return immediates.memoryOffset;
  }

  private boolean isAccess() {
    Immediate immediate = opcode().immediate();
    return immediate == Immediate.ACCESS || immediate == Immediate.ACCESS_AND_LANE;
  }

  /// The lane of a vector.
  public int lane() {
    Immediate immediate = opcode().immediate();
    check(immediate == Immediate.LANE || immediate == Immediate.ACCESS_AND_LANE);
    return immediates.lane;
  }

  /// A constant: an i32 with its sign extended, an i64, the bits of an f32 or f64, or the low half
  /// of 128 bits.
  public long bits() {
    check(
        switch (opcode().immediate()) {
          case I32, I64, F32, F64, V128, LANES -> true;
          default -> false;
        });
    return immediates.bits;
  }

  /// The high half of a constant of 128 bits.
  public long highBits() {
    Immediate immediate = opcode().immediate();
    check(immediate == Immediate.V128 || immediate == Immediate.LANES);
    return immediates.highBits;
  }

  private void check(boolean hasImmediate) {
    if (!hasImmediate) {
      throw new IllegalStateException(opcode + " has no such immediate");
    }
  }
}
