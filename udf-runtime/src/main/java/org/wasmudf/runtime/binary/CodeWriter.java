package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.List;

/// Writes the code of one function, instruction by instruction; nothing is checked but the nesting
/// of blocks.
///
/// Methods return the writer itself, so that short sequences read like the text format. Not
/// thread-safe.
public final class CodeWriter {
  private static final int EMPTY_BLOCK = 0x40;
  private static final int HAS_MEMORY_INDEX = 0x40;

  private final FunctionType type;
  private final List<ValueType> locals = new ArrayList<>();
  private final ByteWriter code = new ByteWriter();
  private int depth;

  /// Starts a function of that type; its parameters are the first locals.
  public CodeWriter(FunctionType type) {
    this.type = type;
  }

  FunctionType type() {
    return type;
  }

  ByteWriter body() {
    if (depth != 0) {
      throw new IllegalStateException(depth + " blocks are not ended");
    }
    ByteWriter body = new ByteWriter().u32(locals.size());
    locals.forEach(each -> body.u32(1).u8(each.code()));
    return body.bytes(code.toBytes()).u8(Opcode.END.code());
  }

  /// Adds a local variable, zero at first.
  ///
  /// @return its index
  public int local(ValueType valueType) {
    locals.add(valueType);
    return type.parameters().size() + locals.size() - 1;
  }

  /// Any instruction that has no immediates.
  public CodeWriter op(Opcode opcode) {
    opcode(opcode);
    return this;
  }

  /// `i32.const`
  public CodeWriter i32(int value) {
    opcode(Opcode.I32_CONST).s64(value);
    return this;
  }

  /// `i64.const`
  public CodeWriter i64(long value) {
    opcode(Opcode.I64_CONST).s64(value);
    return this;
  }

  /// `f32.const`
  public CodeWriter f32(float value) {
    opcode(Opcode.F32_CONST).littleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    return this;
  }

  /// `f64.const`
  public CodeWriter f64(double value) {
    opcode(Opcode.F64_CONST).littleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    return this;
  }

  /// `ref.null`
  public CodeWriter refNull(ValueType valueType) {
    opcode(Opcode.REF_NULL).u8(valueType.code());
    return this;
  }

  /// `local.get`
  public CodeWriter get(int local) {
    opcode(Opcode.LOCAL_GET).u32(local);
    return this;
  }

  /// `local.set`
  public CodeWriter set(int local) {
    opcode(Opcode.LOCAL_SET).u32(local);
    return this;
  }

  /// `local.tee`
  public CodeWriter tee(int local) {
    opcode(Opcode.LOCAL_TEE).u32(local);
    return this;
  }

  /// A load or a store, of any alignment.
  ///
  /// @param memory the memory's index
  /// @param offset added to the address on the stack
  public CodeWriter access(Opcode opcode, int memory, int offset) {
    opcode(opcode).u8(HAS_MEMORY_INDEX).u32(memory).u32(offset);
    return this;
  }

  /// `memory.copy`: takes destination, source and length.
  public CodeWriter memoryCopy(int to, int from) {
    opcode(Opcode.MEMORY_COPY).u32(to).u32(from);
    return this;
  }

  /// `memory.size` in pages.
  public CodeWriter memorySize(int memory) {
    opcode(Opcode.MEMORY_SIZE).u32(memory);
    return this;
  }

  /// `global.get`
  public CodeWriter getGlobal(int global) {
    opcode(Opcode.GLOBAL_GET).u32(global);
    return this;
  }

  /// `global.set`
  public CodeWriter setGlobal(int global) {
    opcode(Opcode.GLOBAL_SET).u32(global);
    return this;
  }

  /// `call`
  public CodeWriter call(int function) {
    opcode(Opcode.CALL).u32(function);
    return this;
  }

  /// `call_indirect`: takes the arguments and the place in the table.
  ///
  /// @param functionType the index of the type that the function there must have
  public CodeWriter callIndirect(int functionType, int table) {
    opcode(Opcode.CALL_INDIRECT).u32(functionType).u32(table);
    return this;
  }

  /// `block` without results
  public CodeWriter block() {
    return open(Opcode.BLOCK);
  }

  /// `loop` without results
  public CodeWriter loop() {
    return open(Opcode.LOOP);
  }

  /// `if` without results
  public CodeWriter ifTrue() {
    return open(Opcode.IF);
  }

  /// `block` that leaves a value
  public CodeWriter block(ValueType result) {
    return open(Opcode.BLOCK, result.code());
  }

  /// `if` that leaves a value
  public CodeWriter ifTrue(ValueType result) {
    return open(Opcode.IF, result.code());
  }

  /// `else`
  public CodeWriter orElse() {
    opcode(Opcode.ELSE);
    return this;
  }

  /// `end` of the innermost block
  public CodeWriter end() {
    depth--;
    opcode(Opcode.END);
    return this;
  }

  /// `br`
  public CodeWriter br(int label) {
    opcode(Opcode.BR).u32(label);
    return this;
  }

  /// `br_if`
  public CodeWriter brIf(int label) {
    opcode(Opcode.BR_IF).u32(label);
    return this;
  }

  private CodeWriter open(Opcode opcode) {
    return open(opcode, EMPTY_BLOCK);
  }

  private CodeWriter open(Opcode opcode, int type) {
    depth++;
    opcode(opcode).u8(type);
    return this;
  }

  private ByteWriter opcode(Opcode opcode) {
    int prefix = opcode.prefix();
    return prefix == 0 ? code.u8(opcode.code()) : code.u8(prefix).u32(opcode.code());
  }
}
