package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.wasmudf.runtime.binary.Bytes.custom;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.name;
import static org.wasmudf.runtime.binary.Bytes.number;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Whatever the bytes are, the reader answers soon, with a module or with INVALID_MODULE.
///
/// The time limits are wide: they are there for work that grows with the square of the size.
@Timeout(60)
class HostileModuleTest {
  private static final int MUTATIONS_PER_MODULE = 10_000;
  private static final int MANY = 1_000_000;

  @ParameterizedTest
  @CsvSource({Fixtures.GUEST + ", 7", Fixtures.EVERY_INSTRUCTION + ", 3"})
  void aPrefixIsAModuleOnlyWhereASectionEndsAndNoCodeOrDataIsOwed(String fixture, int expected) {
    byte[] wasm = Fixtures.bytes(fixture);
    int modules = 0;
    for (int length = 0; length < wasm.length; length++) {
      modules += readsOrRefuses(Arrays.copyOf(wasm, length), "prefix of " + length) ? 1 : 0;
    }
    assertThat(modules).isEqualTo(expected);
    assertThat(ModuleReader.read(wasm, ModuleLimits.NONE).byteSize()).isEqualTo(wasm.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {Fixtures.GUEST, Fixtures.EVERY_INSTRUCTION})
  void noMutationMakesTheReaderFailInAnotherWay(String fixture) {
    byte[] wasm = Fixtures.bytes(fixture);
    int modules = 0;
    for (int seed = 0; seed < MUTATIONS_PER_MODULE; seed++) {
      byte[] mutated = ByteMutator.flipped(wasm, new Random(seed));
      modules += readsOrRefuses(mutated, fixture + ", seed " + seed) ? 1 : 0;
    }
    assertThat(modules).isBetween(MUTATIONS_PER_MODULE / 100, MUTATIONS_PER_MODULE * 9 / 10);
    assertThat(ModuleReader.read(wasm, ModuleLimits.NONE).byteSize()).isEqualTo(wasm.length);
  }

  /// Whether the bytes are a module; if so, each of its bodies can be walked.
  private static boolean readsOrRefuses(byte[] wasm, String which) {
    try {
      ModuleInfo module = ModuleReader.read(wasm, ModuleLimits.NONE);
      for (FunctionBody body : module.bodies()) {
        InstructionReader in = new InstructionReader(wasm, module, body);
        while (in.next()) {
          if (!module.opcodes().contains(in.opcode())) {
            fail(which + ": " + in.opcode() + " is missing");
          }
        }
      }
      return true;
    } catch (UdfException e) {
      assertThat(e.code()).as(which).isEqualTo(UdfErrorCode.INVALID_MODULE);
      assertThat(e).as(which).hasMessageMatching("(?s).* \\(offset \\d+, 0x[0-9a-f]+\\)");
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      return fail(which + ": " + HexFormat.of().formatHex(wasm), e);
    }
  }

  @Test
  void exportsWhoseNamesHaveOneHashCodeAreToldApart() {
    // "Aa" and "BB" have the same hash code, and so have all sequences of them.
    Bytes[] exports =
        IntStream.range(0, 1 << 16)
            .mapToObj(i -> Integer.toBinaryString((1 << 16) | i))
            .map(bits -> bits.replace("0", "Aa").replace("1", "BB"))
            .map(name -> name(name).then(raw(2, 0)))
            .toArray(Bytes[]::new);

    ModuleInfo module =
        ModuleReader.read(module(section(5, vector(raw(0, 1))), section(7, vector(exports))));

    assertThat(module.exports()).hasSize(1 << 16);
  }

  @Test
  void blocksCanBeNestedAMillionTimes() {
    Bytes body = raw(0);
    for (int i = 0; i < MANY; i++) {
      body.then(raw(0x02, 0x40));
    }
    for (int i = 0; i <= MANY; i++) {
      body.then(raw(0x0b));
    }

    assertThat(ModuleReader.read(oneFunction(body), ModuleLimits.NONE).opcodes())
        .containsExactly(Opcode.BLOCK, Opcode.END);
  }

  @Test
  void aBranchTableCanHaveAMillionLabels() {
    byte[] zeros = new byte[MANY];
    Bytes body = raw(0, 0x41, 0, 0x0e).then(number(MANY - 1), raw(zeros), raw(0x0b));

    byte[] wasm = oneFunction(body);
    ModuleInfo module = ModuleReader.read(wasm, ModuleLimits.NONE);
    InstructionReader in = new InstructionReader(wasm, module, module.bodies().getFirst());
    in.next();
    in.next();

    assertThat(in.labels()).isEqualTo(MANY);
    assertThat(in.label(MANY - 1)).isZero();
  }

  @Test
  void aMillionEmptySectionsAreRead() {
    Bytes sections = raw();
    Bytes nameless = custom("");
    for (int i = 0; i < MANY; i++) {
      sections.then(nameless);
    }

    assertThat(ModuleReader.read(module(sections)).customSections()).hasSize(MANY);
  }

  @Test
  void aHugeCountInAnySectionIsRefused() {
    for (int id = 1; id <= 11; id++) {
      byte[] wasm = module(section(id, number(0x7fff_ffff)));
      assertThatExceptionOfType(UdfException.class)
          .as("section %d", id)
          .isThrownBy(() -> ModuleReader.read(wasm, ModuleLimits.NONE))
          .matches(e -> e.code() == UdfErrorCode.INVALID_MODULE);
    }
  }

  private static byte[] oneFunction(Bytes body) {
    return module(
        section(1, vector(raw(0x60, 0, 0))),
        section(3, vector(raw(0))),
        section(10, vector(sized(body))));
  }
}
