package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.wasmudf.runtime.binary.Bytes.custom;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.name;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModuleReaderTest {
  private static final FunctionType BINARY =
      new FunctionType(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I32));
  private static final FunctionType NONE = new FunctionType(List.of(), List.of());

  @Test
  void aModuleCanBeEmpty() {
    ModuleInfo module = ModuleReader.read(module());

    assertThat(module.byteSize()).isEqualTo(8);
    assertThat(module.functions()).isZero();
    assertThat(module.memory()).isEmpty();
    assertThat(module.exports()).isEmpty();
  }

  @Test
  void functionIndicesCountImportsFirst() {
    ModuleInfo module =
        ModuleReader.read(
            module(
                section(1, vector(raw(0x60, 0, 0), raw(0x60, 2, 0x7f, 0x7f, 1, 0x7f))),
                section(2, vector(raw().then(name("env"), name("log"), raw(0, 0)))),
                section(3, vector(raw(1), raw(0))),
                section(7, vector(name("add").then(raw(0, 1)), name("nothing").then(raw(0, 2)))),
                section(8, raw(2)),
                section(
                    10, vector(sized(raw(0, 0x20, 0, 0x20, 1, 0x6a, 0x0b)), sized(raw(0, 0x0b))))));

    assertThat(module.types()).containsExactly(NONE, BINARY);
    assertThat(module.imports()).containsExactly(new Import.Function("env", "log", NONE));
    assertThat(module.functions()).isEqualTo(3);
    assertThat(module.importedFunctions()).isEqualTo(1);
    assertThat(module.functionType(0)).isEqualTo(NONE);
    assertThat(module.functionType(1)).isEqualTo(BINARY);
    assertThat(module.functionType(2)).isEqualTo(NONE);
    assertThat(module.exports())
        .containsExactly(
            new Export("add", ExternalKind.FUNCTION, 1),
            new Export("nothing", ExternalKind.FUNCTION, 2));
    assertThat(module.exportedFunction("add")).contains(BINARY);
    assertThat(module.exportedFunction("sub")).isEmpty();
    assertThat(module.start()).isEqualTo(OptionalInt.of(2));
    assertThat(module.bodies())
        .extracting(FunctionBody::function, FunctionBody::length)
        .containsExactly(tuple(1, 7), tuple(2, 2));
  }

  @Test
  void everyKindOfImportAndExportIsRead() {
    ModuleInfo module =
        ModuleReader.read(
            module(
                section(
                    2,
                    vector(
                        raw().then(name("m"), name("t"), raw(1, 0x70, 1, 2, 5)),
                        raw().then(name("m"), name("mem"), raw(2, 0, 3)),
                        raw().then(name("m"), name("g"), raw(3, 0x7e, 1)))),
                section(4, vector(raw(0x6f, 0, 0))),
                section(6, vector(raw(0x7f, 0, 0x41, 42, 0x0b))),
                section(
                    7,
                    vector(
                        name("table").then(raw(1, 1)),
                        name("memory").then(raw(2, 0)),
                        name("").then(raw(3, 1))))));

    Limits twoToFive = new Limits(2, OptionalLong.of(5));
    Limits three = new Limits(3, OptionalLong.empty());
    TableType imported = new TableType(ValueType.FUNCREF, twoToFive);
    assertThat(module.imports())
        .containsExactly(
            new Import.Table("m", "t", imported),
            new Import.Memory("m", "mem", three),
            new Import.Global("m", "g", new GlobalType(ValueType.I64, true)));
    assertThat(module.imports())
        .extracting(Import::kind)
        .containsExactly(ExternalKind.TABLE, ExternalKind.MEMORY, ExternalKind.GLOBAL);
    assertThat(module.tables())
        .containsExactly(
            imported, new TableType(ValueType.EXTERNREF, new Limits(0, OptionalLong.empty())));
    assertThat(module.memory()).contains(three);
    assertThat(module.globals())
        .containsExactly(new GlobalType(ValueType.I64, true), new GlobalType(ValueType.I32, false));
    assertThat(module.exports())
        .containsExactly(
            new Export("table", ExternalKind.TABLE, 1),
            new Export("memory", ExternalKind.MEMORY, 0),
            new Export("", ExternalKind.GLOBAL, 1));
    assertThat(module.exportedFunction("memory")).isEmpty();
  }

  @Test
  void functionNamesComeFromTheNameSection() {
    ModuleInfo module =
        ModuleReader.read(
            module(
                section(1, vector(raw(0x60, 0, 0))),
                section(3, vector(raw(0), raw(0))),
                section(10, vector(sized(raw(0, 0x0b)), sized(raw(0, 0x0b)))),
                custom(
                    "name",
                    section(0, name("the module")),
                    section(1, vector(raw(1).then(name("größe")), raw(7).then(name("nobody")))))));

    assertThat(module.functionName(0)).isEmpty();
    assertThat(module.functionName(1)).contains("größe");
    assertThat(module.functionName(7)).isEmpty();
  }

  @Test
  void aMalformedNameSectionIsReadAsFarAsItGoes() {
    ModuleInfo module =
        ModuleReader.read(
            module(
                section(1, vector(raw(0x60, 0, 0))),
                section(3, vector(raw(0))),
                section(10, vector(sized(raw(0, 0x0b)))),
                custom("name", raw(1, 8, 2, 0, 2, 'a', 0xff, 0, 99, 'b'))));

    assertThat(module.functionName(0)).contains("a\ufffd");
  }

  @Test
  void customSectionsStandAnywhereAndAreLocated() {
    byte[] wasm =
        module(custom("a", raw(1, 2)), section(1, vector()), custom("a"), custom("b", raw(9)));

    ModuleInfo module = ModuleReader.read(wasm);

    assertThat(module.customSections())
        .extracting(CustomSection::name)
        .containsExactly("a", "a", "b");
    CustomSection last = module.customSection("b").orElseThrow();
    assertThat(last.length()).isEqualTo(1);
    assertThat(wasm[last.offset()]).isEqualTo((byte) 9);
    assertThat(module.customSection("c")).isEmpty();
  }

  @Test
  void aCompilersModuleIsReadAsItsSourceSays() {
    byte[] wasm = Fixtures.bytes(Fixtures.GUEST);

    ModuleInfo module = ModuleReader.read(wasm);

    assertThat(module.byteSize()).isEqualTo(wasm.length);
    assertThat(module.imports())
        .containsExactly(
            new Import.Function(
                "wasmudf",
                "log",
                new FunctionType(List.of(ValueType.I32, ValueType.I32, ValueType.I32), List.of())));
    assertThat(module.exports())
        .extracting(Export::name)
        .containsExactly(
            "memory",
            "calculate",
            "name_length",
            "days_in_month",
            "levenshtein",
            "round_half_up",
            "wasmudf_alloc",
            "wasmudf_free");
    assertThat(module.exportedFunction("calculate"))
        .contains(
            new FunctionType(
                List.of(ValueType.I32, ValueType.F64, ValueType.F64), List.of(ValueType.F64)));
    assertThat(module.exportedFunction("wasmudf_alloc")).contains(BINARY);
    assertThat(module.export("calculate").map(Export::index).flatMap(module::functionName))
        .contains("calculate");
    assertThat(module.functionName(module.functions() - 1)).contains("times");
    assertThat(module.memory()).contains(new Limits(2, OptionalLong.empty()));
    assertThat(module.dataSegments()).isEqualTo(1);
    assertThat(module.elementSegments()).isEqualTo(1);
    assertThat(module.usesMemoryGrow()).isTrue();
    assertThat(module.usesMemorySize()).isTrue();
    assertThat(module.features())
        .containsExactly(
            Feature.SIGN_EXTENSION, Feature.SATURATING_CONVERSIONS, Feature.BULK_MEMORY);
    assertThat(module.customSections())
        .extracting(CustomSection::name)
        .containsExactly("name", "producers", "target_features");
  }

  @Test
  void aModuleThatLeavesItsMemoryAsItIsSaysSo() {
    ModuleInfo module =
        ModuleReader.read(
            module(
                section(1, vector(raw(0x60, 0, 1, 0x7f))),
                section(3, vector(raw(0))),
                section(5, vector(raw(0, 1))),
                section(10, vector(sized(raw(0, 0x3f, 0, 0x0b))))));

    assertThat(module.usesMemoryGrow()).isFalse();
    assertThat(module.usesMemorySize()).isTrue();
  }
}
