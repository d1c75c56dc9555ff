package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.number;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

@Timeout(60)
class ModuleLimitsTest {
  private static final Bytes TYPES = section(1, vector(raw(0x60, 0, 0)));

  @Test
  void sixteenMebibytesAreReadAndAByteMoreIsNot() {
    byte[] empty = module();
    int contents = (16 << 20) - empty.length - 6;
    byte[] largest = module(section(0, number(0), raw(new byte[contents])));

    assertThat(largest).hasSize(16 << 20);
    assertThat(ModuleReader.read(largest).byteSize()).isEqualTo(16 << 20);
    assertRefused(
        Arrays.copyOf(largest, largest.length + 1),
        UdfErrorCode.MODULE_TOO_LARGE,
        "the module has a size in bytes of 16,777,217; the limit module.bytes is 16,777,216");
  }

  @Test
  void fiftyThousandFunctionsAreRead() {
    assertThat(ModuleReader.read(functions(50_000)).functions()).isEqualTo(50_000);
    assertTooComplex(functions(50_001), "module.functions", "50,001", "50,000");
  }

  private static byte[] functions(int count) {
    return functions(count, raw(0, 0x0b));
  }

  private static byte[] functions(int count, Bytes body) {
    byte[] types = new byte[count];
    Bytes bodies = number(count);
    Collections.nCopies(count, sized(body)).forEach(bodies::then);
    return module(TYPES, section(3, number(count), raw(types)), section(10, bodies));
  }

  @Test
  void tenThousandLocalsAreRead() {
    assertThat(ModuleReader.read(locals(10_000)).functions()).isEqualTo(1);
    assertTooComplex(locals(10_001), "module.locals", "10,001", "10,000");
    assertTooComplex(locals(0xffff_ffffL), "module.locals", "4,294,967,295", "10,000");
  }

  @Test
  void allFunctionsTogetherHaveFiveMillionLocals() {
    assertThat(ModuleReader.read(functions(500, localsBody(10_000))).functions()).isEqualTo(500);
    assertTooComplex(functions(501, localsBody(10_000)), "module.locals", "5,010,000", "5,000,000");
  }

  /// The operands are there once only, in code that never runs: a frame is as large all the same.
  @Test
  void operandsAreInTheFrameAsWell() {
    assertThat(ModuleReader.read(operands(4_000, 6_000)).functions()).isEqualTo(1);
    assertTooComplex(operands(4_000, 6_001), "module.locals", "10,001", "10,000");
    assertThat(ModuleReader.read(operands(9_999, 0)).functions()).isEqualTo(1);
  }

  private static byte[] operands(long locals, int operands) {
    Bytes body = raw(1).then(number(locals), raw(0x7f, 0x02, 0x40, 0x0c, 0));
    Collections.nCopies(operands, raw(0x41, 0)).forEach(body::then);
    Collections.nCopies(operands, raw(0x1a)).forEach(body::then);
    // And many that are dropped at once.
    Collections.nCopies(20_000, raw(0x41, 0, 0x1a)).forEach(body::then);
    return function(body.then(raw(0x0b, 0x0b)));
  }

  private static byte[] locals(long count) {
    return function(localsBody(count));
  }

  private static Bytes localsBody(long count) {
    return raw(1).then(number(count), raw(0x7f, 0x0b));
  }

  private static byte[] function(Bytes body) {
    return module(TYPES, section(3, vector(raw(0))), section(10, vector(sized(body))));
  }

  @Test
  void allTablesTogetherHoldAHundredThousandElements() {
    assertThat(ModuleReader.read(tables(60_000, 40_000)).tables()).hasSize(2);
    assertTooComplex(tables(60_000, 40_001), "module.tables.elements", "100,001", "100,000");
    assertTooComplex(tables(0xffff_ffffL), "module.tables.elements", "4,294,967,295", "100,000");
  }

  private static byte[] tables(long... sizes) {
    Bytes[] tables =
        Arrays.stream(sizes)
            .mapToObj(size -> raw(0x70, 0).then(number(size)))
            .toArray(Bytes[]::new);
    return module(section(4, vector(tables)));
  }

  @Test
  void aHundredThousandDataSegmentsAreRead() {
    assertThat(ModuleReader.read(dataSegments(100_000)).dataSegments()).isEqualTo(100_000);
    assertTooComplex(dataSegments(100_001), "module.data.segments", "100,001", "100,000");
    assertTooComplex(
        module(section(12, number(100_001))), "module.data.segments", "100,001", "100,000");
  }

  private static byte[] dataSegments(int count) {
    Bytes segments = number(count);
    Collections.nCopies(count, raw(1, 0)).forEach(segments::then);
    return module(section(11, segments));
  }

  @Test
  void fiveHundredBlocksCanBeOpenAtOnePlace() {
    assertThat(ModuleReader.read(nested(500)).functions()).isEqualTo(1);
    assertTooComplex(nested(501), "module.nesting", "501", "500");
  }

  private static byte[] nested(int depth) {
    Bytes body = raw(0);
    Collections.nCopies(depth, raw(0x02, 0x40)).forEach(body::then);
    Collections.nCopies(depth + 1, raw(0x0b)).forEach(body::then);
    return function(body);
  }

  @Test
  void aLimitCanBeTightened() {
    ModuleLimits tight = new ModuleLimits(1000, 1, 2, 3, 4, 5);

    assertThat(ModuleReader.read(nested(5), tight).functions()).isEqualTo(1);
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> ModuleReader.read(nested(6), tight))
        .withMessageContaining("module.nesting is 5");
    assertThatIllegalArgumentException().isThrownBy(() -> new ModuleLimits(1000, 1, 2, 3, 4, -1));
  }

  private static void assertTooComplex(byte[] wasm, String limit, String found, String allowed) {
    assertRefused(
        wasm,
        UdfErrorCode.MODULE_TOO_COMPLEX,
        " of " + found + "; the limit " + limit + " is " + allowed);
  }

  private static void assertRefused(byte[] wasm, UdfErrorCode code, String words) {
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> ModuleReader.read(wasm))
        .withMessageContaining(words)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    assertThat(ModuleReader.read(module()).functions()).isZero();
  }
}
