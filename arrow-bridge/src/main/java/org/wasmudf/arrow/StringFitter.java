package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I32;

import org.wasmudf.arrow.Frame.Status;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes the code that counts the characters of a string in a guest's memory. What isn't UTF-8 is
/// found later.
final class StringFitter {
  private static final int BLANK = 0x20;

  /// Bytes that look like this continue a character.
  private static final int CONTINUATION = 0x80;

  private static final int CONTINUATION_MASK = 0xC0;

  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final int memory;

  StringFitter(KernelCompiler kernel, int memory) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.memory = memory;
  }

  /// Cuts off what is more than `most` characters, if that is blanks, and stops the kernel if it
  /// isn't.
  ///
  /// @param pointer the local with the string's address, all of which lies in the memory
  /// @param length the local with its length in bytes, which gets smaller
  /// @param site the call's place in [KernelPlan#calls]
  /// @return the local with the number of characters that are left
  int cut(int pointer, int length, int most, int site) {
    int characters = code.local(I32);
    int at = code.local(I32);
    int end = code.local(I32);
    code.i32(0).set(characters).get(pointer).set(at);
    code.get(pointer).get(length).op(Opcode.I32_ADD).set(end);
    code.block().get(length).op(Opcode.I32_EQZ).brIf(0).loop();
    pushByte(at);
    code.i32(CONTINUATION_MASK).op(Opcode.I32_AND).i32(CONTINUATION).op(Opcode.I32_NE).ifTrue();
    code.get(characters).i32(most).op(Opcode.I32_EQ).ifTrue();
    code.get(at).get(pointer).op(Opcode.I32_SUB).set(length);
    requireBlanks(at, end, site);
    code.br(3).end();
    code.get(characters).i32(1).op(Opcode.I32_ADD).set(characters).end();
    code.get(at).i32(1).op(Opcode.I32_ADD).tee(at).get(end).op(Opcode.I32_LT_U).brIf(0);
    code.end().end();
    return characters;
  }

  private void requireBlanks(int at, int end, int site) {
    code.loop();
    pushByte(at);
    code.i32(BLANK).op(Opcode.I32_NE).ifTrue();
    kernel.nameCall(site);
    kernel.stop(Status.RESULT_OUT_OF_RANGE);
    code.end();
    code.get(at).i32(1).op(Opcode.I32_ADD).tee(at).get(end).op(Opcode.I32_LT_U).brIf(0).end();
  }

  private void pushByte(int at) {
    code.get(at).access(Opcode.I32_LOAD8_U, memory, 0);
  }
}
