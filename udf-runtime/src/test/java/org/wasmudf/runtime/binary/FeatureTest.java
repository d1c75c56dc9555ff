package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wasmudf.runtime.binary.Bytes.module;
import static org.wasmudf.runtime.binary.Bytes.name;
import static org.wasmudf.runtime.binary.Bytes.number;
import static org.wasmudf.runtime.binary.Bytes.raw;
import static org.wasmudf.runtime.binary.Bytes.section;
import static org.wasmudf.runtime.binary.Bytes.sized;
import static org.wasmudf.runtime.binary.Bytes.vector;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FeatureTest {
  private static final Bytes MEMORY = section(5, vector(raw(0, 1)));
  private static final Bytes TABLE = section(4, vector(raw(0x70, 0, 1)));

  private static Set<Feature> features(Bytes... sections) {
    return ModuleReader.read(module(sections)).features();
  }

  /// The features of a function of type () -> () with that code.
  private static Set<Feature> featuresOf(int... code) {
    return features(
        section(1, vector(raw(0x60, 0, 0), raw(0x60, 1, 0x7f, 0))),
        section(3, vector(raw(0))),
        TABLE,
        MEMORY,
        section(10, vector(sized(raw(code)))));
  }

  @Test
  void theFirstVersionHasNone() {
    assertThat(featuresOf(0, 0x41, 0, 0x28, 2, 0, 0x1a, 0x0b)).isEmpty();
    assertThat(features(MEMORY, section(11, vector(raw(0, 0x41, 0, 0x0b, 0))))).isEmpty();
    assertThat(features(section(6, vector(raw(0x7f, 1, 0x41, 0, 0x0b))))).isEmpty();
  }

  @Test
  void instructionsTellWhatTheyCameInWith() {
    assertThat(featuresOf(0, 0x41, 0, 0xc0, 0x1a, 0x0b)).containsExactly(Feature.SIGN_EXTENSION);
    assertThat(featuresOf(0, 0xfc, 7, 0x0b)).containsExactly(Feature.SATURATING_CONVERSIONS);
    assertThat(featuresOf(0, 0xfc, 8 + 3, 0, 0x0b)).containsExactly(Feature.BULK_MEMORY);
    assertThat(featuresOf(0, 0xfc, 14, 0, 0, 0x0b)).containsExactly(Feature.BULK_MEMORY);
    assertThat(featuresOf(0, 0xfc, 15, 0, 0x0b)).containsExactly(Feature.REFERENCE_TYPES);
    assertThat(featuresOf(0, 0x25, 0, 0x0b)).containsExactly(Feature.REFERENCE_TYPES);
    assertThat(featuresOf(0, 0xd0, 0x70, 0x1a, 0x0b)).containsExactly(Feature.REFERENCE_TYPES);
    assertThat(featuresOf(0, 0x1c, 1, 0x7f, 0x0b)).containsExactly(Feature.REFERENCE_TYPES);
    assertThat(featuresOf(0, 0xfd, 0, 0, 0, 0x1a, 0x0b)).containsExactly(Feature.SIMD);
  }

  @Test
  void typesTellToo() {
    assertThat(featuresOf(0, 0x41, 0, 0x02, 1, 0x1a, 0x0b, 0x0b))
        .containsExactly(Feature.MULTI_VALUE);
    assertThat(featuresOf(1, 1, 0x7b, 0x0b)).containsExactly(Feature.SIMD);
    assertThat(features(section(1, vector(raw(0x60, 0, 2, 0x7f, 0x7f)))))
        .containsExactly(Feature.MULTI_VALUE);
    assertThat(features(section(1, vector(raw(0x60, 1, 0x6f, 1, 0x7b)))))
        .containsExactly(Feature.REFERENCE_TYPES, Feature.SIMD);
    assertThat(features(section(4, vector(raw(0x6f, 0, 1)))))
        .containsExactly(Feature.REFERENCE_TYPES);
    assertThat(features(section(4, vector(raw(0x70, 0, 1), raw(0x70, 0, 1)))))
        .containsExactly(Feature.REFERENCE_TYPES);
  }

  @Test
  void segmentsAndTheirCountTellOfBulkMemory() {
    assertThat(features(section(11, vector(raw(1, 0))))).containsExactly(Feature.BULK_MEMORY);
    assertThat(features(section(9, vector(raw(1, 0, 0))))).containsExactly(Feature.BULK_MEMORY);
    assertThat(features(section(12, number(0)))).containsExactly(Feature.BULK_MEMORY);
  }

  @Test
  void mutableGlobalsCountWhereOthersSeeThem() {
    Bytes global = section(6, vector(raw(0x7f, 1, 0x41, 0, 0x0b)));
    Bytes exported = section(7, vector(name("g").then(raw(3, 0))));
    Bytes imported = section(2, vector(name("m").then(name("g"), raw(3, 0x7f, 1))));

    assertThat(features(global, exported)).containsExactly(Feature.MUTABLE_GLOBALS);
    assertThat(features(imported)).containsExactly(Feature.MUTABLE_GLOBALS);
  }

  @Test
  void featuresHaveTheNamesThatCompilersUse() {
    assertThat(Feature.values())
        .extracting(Feature::toString)
        .containsExactly(
            "mutable-globals",
            "sign-ext",
            "nontrapping-fptoint",
            "multivalue",
            "bulk-memory",
            "reference-types",
            "simd128");
  }
}
