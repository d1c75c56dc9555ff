package org.wasmudf.runtime.binary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InstructionReaderTest {
  @Test
  void everyInstructionReadsAsItIsWrittenInTheSource() {
    byte[] wasm = Fixtures.bytes(Fixtures.EVERY_INSTRUCTION);
    ModuleInfo module = ModuleReader.read(wasm);
    InstructionReader in = new InstructionReader(wasm, module, module.bodies().getFirst());

    List<String> read = new ArrayList<>();
    Set<Opcode> opcodes = EnumSet.noneOf(Opcode.class);
    while (in.next()) {
      read.add(InstructionText.of(in, module.types()));
      opcodes.add(in.opcode());
    }

    assertThat(read).hasSizeGreaterThan(437).containsExactlyElementsOf(writtenInstructions());
    assertThat(opcodes).containsExactly(Opcode.values());
    assertThat(module.opcodes()).containsExactly(Opcode.values());
  }

  private static List<String> writtenInstructions() {
    String source = new String(Fixtures.bytes("every-instruction.wat"), UTF_8);
    String body = source.split("\\(local i32 i32 v128\\)\n", 2)[1].split("\n {2}\\)", 2)[0];
    List<String> lines = new ArrayList<>(body.lines().map(String::strip).toList());
    lines.add("end");
    return lines;
  }

  @Test
  void instructionsFollowEachOtherToTheEndOfTheBody() {
    byte[] wasm = Fixtures.bytes(Fixtures.GUEST);
    ModuleInfo module = ModuleReader.read(wasm);

    for (FunctionBody body : module.bodies()) {
      InstructionReader in = new InstructionReader(wasm, module, body);
      int end = -1;
      while (in.next()) {
        Opcode opcode = in.opcode();
        int first = opcode.prefix() == 0 ? opcode.code() : opcode.prefix();
        assertThat(wasm[in.start()] & 0xff).isEqualTo(first);
        assertThat(in.start()).isEqualTo(end == -1 ? in.start() : end);
        assertThat(in.end()).isGreaterThan(in.start());
        end = in.end();
      }
      assertThat(end).isEqualTo(body.offset() + body.length());
      assertThat(in.next()).isFalse();
    }
  }

  @Test
  void aBodysLocalsAreReadInGroups() {
    byte[] wasm = Fixtures.bytes(Fixtures.EVERY_INSTRUCTION);
    ModuleInfo module = ModuleReader.read(wasm);
    InstructionReader in = new InstructionReader(wasm, module, module.bodies().getFirst());

    assertThat(in.localGroups())
        .containsExactly(new LocalGroup(2, ValueType.I32), new LocalGroup(1, ValueType.V128));
    in.next();
    assertThat(in.start()).isEqualTo(module.bodies().getFirst().offset() + 5);
  }

  @Test
  void anAccessorThatTheInstructionHasNothingForIsRefused() {
    byte[] wasm = Fixtures.bytes(Fixtures.EVERY_INSTRUCTION);
    ModuleInfo module = ModuleReader.read(wasm);
    InstructionReader in = new InstructionReader(wasm, module, module.bodies().getFirst());

    assertThatIllegalStateException().isThrownBy(in::opcode);
    assertThatIllegalStateException().isThrownBy(in::index);
    in.next();
    assertThat(in.opcode()).isEqualTo(Opcode.UNREACHABLE);
    assertThatIllegalStateException().isThrownBy(in::index);
    assertThatIllegalStateException().isThrownBy(in::secondIndex);
    assertThatIllegalStateException().isThrownBy(in::labels);
    assertThatIllegalStateException().isThrownBy(() -> in.label(0));
    assertThatIllegalStateException().isThrownBy(in::blockType);
    assertThatIllegalStateException().isThrownBy(in::type);
    assertThatIllegalStateException().isThrownBy(in::alignment);
    assertThatIllegalStateException().isThrownBy(in::memoryOffset);
    assertThatIllegalStateException().isThrownBy(in::lane);
    assertThatIllegalStateException().isThrownBy(in::bits);
    assertThatIllegalStateException().isThrownBy(in::highBits);
    while (in.next() && in.opcode() != Opcode.LOCAL_GET) {}
    assertThat(in.index()).isZero();
    assertThatIllegalStateException().isThrownBy(in::secondIndex);
  }

  @Test
  void everyOpcodesNameIsTheEnumConstantsInAnotherSpelling() {
    Pattern separators = Pattern.compile("[._]");
    for (Opcode opcode : Opcode.values()) {
      String name = opcode == Opcode.SELECT_TYPED ? "SELECT" : opcode.name();
      assertThat(separators.matcher(opcode.toString()).replaceAll("_")).isEqualToIgnoringCase(name);
    }
  }
}
