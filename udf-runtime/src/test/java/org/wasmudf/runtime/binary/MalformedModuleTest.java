package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.wasmudf.runtime.binary.Bytes.custom;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.name;
import static org.wasmudf.runtime.binary.Bytes.number;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// What the reader says of modules that are not well-formed, word for word.
class MalformedModuleTest {
  private static final Bytes NO_TYPE = section(1, vector(raw(0x60, 0, 0)));
  private static final Bytes ONE_FUNCTION = section(3, vector(raw(0)));

  private static void assertRefused(byte[] wasm, String message) {
    UdfException e =
        catchThrowableOfType(UdfException.class, () -> ModuleReader.read(wasm, ModuleLimits.NONE));
    assertThat(e).isNotNull().hasMessage(message);
    assertThat(e.code()).isEqualTo(UdfErrorCode.INVALID_MODULE);
  }

  /// A module with one function of type () -> () and that code, locals included, and a memory.
  private static byte[] function(int... code) {
    Bytes memory = section(5, vector(raw(0, 1)));
    return module(NO_TYPE, ONE_FUNCTION, memory, section(10, vector(sized(raw(code)))));
  }

  /// The offset of the first byte of the code that [#function] writes.
  private static final int CODE = 8 + 6 + 4 + 5 + 4;

  @AfterEach
  void theNextModuleIsReadAsEver() {
    assertThat(ModuleReader.read(function(0, 0x0b)).functions()).isEqualTo(1);
  }

  @Test
  void whatIsNoModuleIsNamedByItsFirstBytes() {
    assertRefused(new byte[0], "not a WebAssembly module: it is empty (offset 0, 0x0)");
    assertRefused(
        raw('(', 'm', 'o', 'd', 'u', 'l', 'e', ')').toArray(),
        "not a WebAssembly module: it begins with 28 6d 6f 64, not with 00 61 73 6d"
            + " (offset 0, 0x0)");
    assertRefused(
        raw(0, 'a', 's').toArray(),
        "truncated: the header takes 1 byte, but the module ends after 0 (offset 3, 0x3)");
    assertRefused(
        raw(0, 'a', 's', 'm', 1).toArray(),
        "truncated: the version takes 2 bytes, but the module ends after 1 (offset 4, 0x4)");
    assertRefused(
        raw(0, 'a', 's', 'm', 2, 0, 0, 0).toArray(),
        "version 2 of the format is none that exists (offset 4, 0x4)");
    assertRefused(
        raw(0, 'a', 's', 'm', 13, 0, 1, 0).toArray(),
        "a component (layer 1), where a core module is needed (offset 4, 0x4)");
  }

  @Test
  void sectionsHaveAnOrderAndStandOnce() {
    assertRefused(
        module(section(3, vector()), section(1, vector())),
        "the type section has to stand before the function section (offset 11, 0xb)");
    assertRefused(
        module(section(1, vector()), custom("between"), section(1, vector())),
        "the type section stands twice (offset 21, 0x15)");
    assertRefused(
        module(section(10, vector()), section(12, number(0))),
        "the data count section has to stand before the code section (offset 11, 0xb)");
    assertRefused(module(section(14)), "section id 14 is none that exists (offset 8, 0x8)");
  }

  @Test
  void sizesHaveToFit() {
    assertRefused(
        module(raw(1, 5, 0)),
        "truncated: the type section takes 5 bytes, but the module ends after 1 (offset 10, 0xa)");
    assertRefused(
        module(section(1, vector(), raw(0, 0))),
        "the type section is 2 bytes longer than its contents (offset 11, 0xb)");
    assertRefused(
        module(section(1, raw(1, 0x60, 0))),
        "truncated: the type section ends before results (offset 13, 0xd)");
    assertRefused(
        module(raw(1)), "truncated: the module ends before a section's size (offset 9, 0x9)");
    assertRefused(
        function(0, 0x0b, 0x01),
        "the code of function 0 is 1 byte longer than its contents (offset 29, 0x1d)");
  }

  @Test
  void aCountIsNotBelievedBeforeTheBytesAreThere() {
    assertRefused(
        module(section(1, number(0xffff_ffffL))),
        "4294967295 types are announced, but the type section ends after 0 bytes"
            + " (offset 10, 0xa)");
    assertRefused(
        module(section(1, vector(raw(0x60, 100, 0x7f)))),
        "100 parameters are announced, but the type section ends after 1 byte"
            + " (offset 12, 0xc)");
    assertRefused(
        function(0, 0x0e, 0xff, 0xff, 0xff, 0xff, 0x07, 0x0b),
        "2147483647 labels are announced, but the code of function 0 ends after 1 byte"
            + " (offset 29, 0x1d)");
    assertRefused(
        function(1, 0xd1, 0x86, 0x03, 0x7f, 0x0b),
        "a function has more than 50000 parameters and local variables (offset 28, 0x1c)");
  }

  @Test
  void numbersAreAsLongAsTheyMayBe() {
    assertRefused(
        module(section(1, raw(0x80, 0x80, 0x80, 0x80, 0x80, 0))),
        "types: the LEB128 number is longer than 32 bits (offset 10, 0xa)");
    assertRefused(
        module(section(1, raw(0x80, 0x80, 0x80, 0x80, 0x10))),
        "types: the LEB128 number has bits set beyond 32 bits (offset 10, 0xa)");
    assertRefused(
        function(0, 0x41, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x1a, 0x0b),
        "an i32 constant: the LEB128 number has bits set beyond 32 bits (offset 29, 0x1d)");
    assertRefused(
        function(0, 0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0x0b),
        "an i64 constant: the LEB128 number is longer than 64 bits (offset 29, 0x1d)");
  }

  @Test
  void aNumberMayBeLongerThanItHasTo() {
    assertThat(ModuleReader.read(module(section(1, raw(0x80, 0x80, 0x80, 0x80, 0)))).types())
        .isEmpty();
  }

  @Test
  void namesAreUtf8AndExportsNamesDiffer() {
    Bytes overlong = raw(2, 0xc0, 0x80);
    assertRefused(
        module(section(0, overlong)),
        "a custom section's name is not valid UTF-8 (offset 11, 0xb)");
    assertRefused(
        module(section(7, raw(1, 1, 0xff, 2, 0))),
        "an export's name is not valid UTF-8 (offset 12, 0xc)");
    assertRefused(
        module(
            section(5, vector(raw(0, 1))),
            section(7, vector(name("größe").then(raw(2, 0)), name("größe").then(raw(2, 0))))),
        "two exports have the name 'größe' (offset 26, 0x1a)");
  }

  @Test
  void aNameInAMessageStaysOnOneLineOfBearableLength() {
    Bytes export = name("line\n".repeat(1_000)).then(raw(2, 0));

    assertRefused(
        module(section(5, vector(raw(0, 1))), section(7, vector(export, export))),
        "two exports have the name '" + "line?".repeat(20) + "...' (offset 5021, 0x139d)");
  }

  @Test
  void indicesStayWithinWhatThereIs() {
    assertRefused(
        module(NO_TYPE, section(3, vector(raw(1)))),
        "type index 1 is out of range: there are 1 (offset 17, 0x11)");
    assertRefused(
        module(section(7, vector(name("f").then(raw(0, 0))))),
        "function index 0 is out of range: there are 0 (offset 14, 0xe)");
    assertRefused(
        module(section(8, raw(3))),
        "function index 3 is out of range: there are 0 (offset 10, 0xa)");
    assertRefused(
        module(section(6, vector(raw(0x7f, 0, 0x41, 0, 0x0b), raw(0x7f, 0, 0x23, 0, 0x0b)))),
        "imported global index 0 is out of range: there are 0 (offset 19, 0x13)");
    assertRefused(
        module(section(11, vector(raw(0, 0x41, 0, 0x0b, 0)))),
        "a segment has memory index 0, but there is none (offset 11, 0xb)");
    assertRefused(
        function(0, 0x20, 0, 0x0b), "local index 0 is out of range: there are 0 (offset 29, 0x1d)");
    assertRefused(
        function(0, 0x10, 1, 0x0b),
        "function index 1 is out of range: there are 1 (offset 29, 0x1d)");
    assertRefused(
        function(0, 0x0c, 1, 0x0b), "label index 1 is out of range: there are 1 (offset 29, 0x1d)");
    assertRefused(
        function(0, 0x02, 0x40, 0x0e, 1, 1, 2, 0x0b, 0x0b),
        "label index 2 is out of range: there are 2 (offset 33, 0x21)");
    assertRefused(
        function(0, 0x02, 5, 0x0b, 0x0b),
        "block type 5 is out of range: there are 1 (offset 29, 0x1d)");
    assertRefused(
        function(0, 0xfc, 9, 0, 0x0b),
        "code refers to a data segment, but there is no data count section (offset 30, 0x1e)");
  }

  @Test
  void accessesNeedAMemoryAndANaturalAlignment() {
    assertRefused(
        function(0, 0x28, 3, 0, 0x0b),
        "the alignment of i32.load, 2 to the power of 3, is above its width (offset 29, 0x1d)");
    assertRefused(
        module(
            NO_TYPE,
            ONE_FUNCTION,
            section(10, vector(sized(raw(0, 0x41, 0, 0x28, 2, 0, 0x1a, 0x0b))))),
        "code uses memory 0, but there is none (offset 26, 0x1a)");
    assertRefused(
        function(0, 0xfd, 0x1b, 4, 0x0b), "lane 4 is out of range: there are 4 (offset 30, 0x1e)");
  }

  @Test
  void blocksAreBalanced() {
    assertRefused(
        function(0, 0x02, 0x40, 0x0b),
        "truncated: the code of function 0 ends before an instruction (offset 31, 0x1f)");
    assertRefused(function(0, 0x05, 0x0b), "else stands outside of an if (offset 28, 0x1c)");
    assertRefused(
        function(0, 0x04, 0x40, 0x05, 0x05, 0x0b, 0x0b),
        "else stands outside of an if (offset 31, 0x1f)");
    assertRefused(
        function(0),
        "truncated: the code of function 0 ends before an instruction (offset 28, 0x1c)");
  }

  @Test
  void countsInDifferentSectionsAgree() {
    assertRefused(
        module(NO_TYPE, ONE_FUNCTION),
        "the number of functions is 1 in the function section, but 0 in the code section (offset"
            + " 18, 0x12)");
    assertRefused(
        module(section(10, vector(sized(raw(0, 0x0b))))),
        "the number of functions is 0 in the function section, but 1 in the code section (offset"
            + " 11, 0xb)");
    assertRefused(
        module(section(12, number(2)), section(11, vector(raw(1, 0)))),
        "the number of data segments is 2 in the data count section, but 1 in the data section"
            + " (offset 16, 0x10)");
  }

  @Test
  void typesAndLimitsAreOnesThatExist() {
    assertRefused(
        module(section(1, vector(raw(0x60, 1, 0x40, 0)))),
        "value type 0x40 is none that exists (offset 13, 0xd)");
    assertRefused(
        module(section(1, vector(raw(0x61, 0, 0)))),
        "type form 0x61 is none that exists; functions have 0x60 (offset 11, 0xb)");
    assertRefused(
        module(section(4, vector(raw(0x7f, 0, 1)))),
        "i32 stands where a reference type has to (offset 11, 0xb)");
    assertRefused(
        module(section(5, vector(raw(1, 2, 1)))),
        "the maximum, 1, is below the minimum, 2 (offset 11, 0xb)");
    assertRefused(
        module(section(5, vector(raw(0).then(number(65_537))))),
        "a memory of 65537 pages is larger than 65536 (offset 11, 0xb)");
    assertRefused(
        module(section(6, vector(raw(0x7f, 9)))),
        "a global's mutability is 9, neither 0 nor 1 (offset 12, 0xc)");
    assertRefused(
        module(section(7, vector(name("x").then(raw(7, 0))))),
        "kind 0x07 is none that exists (offset 13, 0xd)");
    assertRefused(
        function(0, 0x1c, 2, 0x7f, 0x7f, 0x0b),
        "select chooses between values of 2 types, not 1 (offset 29, 0x1d)");
    assertRefused(
        module(
            section(1, vector(raw(0x60, 1, 0x7f, 0))),
            section(3, vector(raw(0))),
            section(8, raw(0))),
        "the start function has type (i32) -> (), not () -> () (offset 21, 0x15)");
  }

  @Test
  void segmentsAreOfKindsThatExist() {
    assertRefused(
        module(section(9, vector(raw(8)))),
        "element segment kind 8 is none that exists (offset 11, 0xb)");
    assertRefused(
        module(section(9, vector(raw(1, 7, 0)))),
        "an element kind is 0x07, not 0x00 (offset 12, 0xc)");
    assertRefused(
        module(section(11, vector(raw(3)))),
        "data segment kind 3 is none that exists (offset 11, 0xb)");
  }

  @Test
  void constantExpressionsAreConstantAndGiveOneValue() {
    assertRefused(
        module(section(6, vector(raw(0x7f, 0, 0x0b)))),
        "a constant expression gives 0 values, not 1 (offset 13, 0xd)");
    assertRefused(
        module(section(6, vector(raw(0x7f, 0, 0x41, 0, 0x41, 0, 0x0b)))),
        "a constant expression gives 2 values, not 1 (offset 13, 0xd)");
    assertRefused(
        module(section(6, vector(raw(0x7f, 0, 0x41, 0, 0x45, 0x0b)))),
        "i32.eqz stands in a constant expression (offset 15, 0xf)");
  }

  @Test
  void opcodesThatDoNotExistAreShown() {
    assertRefused(function(0, 0x27, 0x0b), "opcode 0x27 is none that exists (offset 28, 0x1c)");
    assertRefused(
        function(0, 0xfc, 0x80, 0x01, 0x0b),
        "opcode 0xfc 128 is none that exists (offset 28, 0x1c)");
    assertRefused(
        function(0, 0xfd, 0x80, 0x20, 0x0b),
        "opcode 0xfd 4096 is none that exists (offset 28, 0x1c)");
  }

  @Test
  void whatIsNewerThanWebAssembly2IsRefusedByName() {
    assertBeyond(function(0, 0x12, 0, 0x0b), "opcode 0x12 needs tail calls", CODE + 1);
    assertBeyond(
        function(0, 0x1f, 0x40, 0, 0x0b), "opcode 0x1f needs exception handling", CODE + 1);
    assertBeyond(
        function(0, 0x14, 0, 0x0b), "opcode 0x14 needs typed function references", CODE + 1);
    assertBeyond(
        function(0, 0xfb, 0, 0, 0x0b), "opcode 0xfb needs garbage-collected types", CODE + 1);
    assertBeyond(
        function(0, 0xfe, 3, 0, 0x0b), "opcode 0xfe needs shared memories and atomics", CODE + 1);
    assertBeyond(
        function(0, 0xfd, 0x80, 0x02, 0x0b), "opcode 0xfd 256 needs relaxed SIMD", CODE + 1);
    assertBeyond(function(0, 0xfc, 19, 0x0b), "opcode 0xfc 19 needs wide arithmetic", CODE + 1);
    assertBeyond(function(0, 0xe0, 0, 0x0b), "opcode 0xe0 needs stack switching", CODE + 1);
    assertBeyond(
        function(0, 0x28, 0x42, 0, 0, 0x0b),
        "i32.load with a memory's index needs more than one memory",
        CODE + 2);
    assertBeyond(function(0, 0x3f, 1, 0x0b), "memory index 1 needs more than one memory", CODE + 2);
    assertBeyond(module(section(13, vector())), "the tag section needs exception handling", 8);
    assertBeyond(
        module(section(2, vector(name("m").then(name("t"), raw(4, 0, 0))))),
        "a tag needs exception handling",
        15);
    assertBeyond(
        module(section(1, vector(raw(0x5f, 0)))),
        "type form 0x5f needs garbage-collected types",
        11);
    assertBeyond(
        module(section(1, vector(raw(0x60, 1, 0x64, 0x70, 0)))),
        "value type 0x64 needs typed function references",
        13);
    assertBeyond(
        module(section(4, vector(raw(0x40, 0, 0x70, 0, 1)))),
        "a table with an initial value needs typed function references",
        11);
    assertBeyond(
        module(section(5, vector(raw(0, 1), raw(0, 1)))),
        "a second memory needs more than one memory",
        13);
    assertBeyond(
        module(section(5, vector(raw(3, 1, 2)))),
        "limits flag 0x03 needs shared memories and atomics",
        11);
    assertBeyond(
        module(section(5, vector(raw(4, 1)))),
        "limits flag 0x04 needs 64-bit memories and tables",
        11);
    assertBeyond(
        module(section(5, vector(raw(8, 1, 0)))), "limits flag 0x08 needs custom page sizes", 11);
    assertBeyond(
        module(section(6, vector(raw(0x7f, 2, 0x41, 0, 0x0b)))),
        "a shared global needs shared memories and atomics",
        12);
    assertBeyond(
        module(section(6, vector(raw(0x7f, 0, 0x41, 1, 0x41, 1, 0x6a, 0x0b)))),
        "i32.add in a constant expression needs extended constant expressions",
        17);
  }

  private static void assertBeyond(byte[] wasm, String what, int offset) {
    assertRefused(
        wasm,
        what
            + ", a feature beyond WebAssembly 2.0; build the module without it (offset "
            + offset
            + ", 0x"
            + Integer.toHexString(offset)
            + ")");
  }
}
