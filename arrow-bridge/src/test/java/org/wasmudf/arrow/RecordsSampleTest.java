package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.samples.BatchSample;
import org.wasmudf.samples.RecordsTwin;
import org.wasmudf.samples.RecordsTwin.Header;
import org.wasmudf.samples.RecordsTwin.Made;
import org.wasmudf.samples.RecordsTwin.Source;

/// The functions of records in C and Rust against their twins in Java.
class RecordsSampleTest {
  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  static Stream<Arguments> samplesAndSizes() {
    return Stream.of(BatchSample.C_RECORDS, BatchSample.RUST_RECORDS)
        .flatMap(
            sample ->
                Stream.of(0, 1, 7, 8, 9, 64, 500, 10_000)
                    .map(records -> Arguments.of(sample, records)));
  }

  @ParameterizedTest
  @MethodSource("samplesAndSizes")
  void randomRecordsBecomeWhatTheTwinMakes(BatchSample sample, int records) {
    List<Source> sources = RecordBatches.random(records, new Random(records));
    assertThat(call(sample, "identity", sources)).isEqualTo(RecordsTwin.identity(sources));
    assertThat(call(sample, "orders", sources)).isEqualTo(RecordsTwin.orders(sources));
  }

  @ParameterizedTest
  @EnumSource(names = "C_TEXT", mode = Mode.EXCLUDE)
  void recordsWithNothingInThem(BatchSample sample) {
    Source tombstone = new Source("", 0, 0, -1, -1, null, null, List.of());
    Source empty = new Source("", 0, 0, 0, 0, "", "", List.of(new Header("", "")));
    for (List<Source> each :
        List.of(List.of(tombstone), List.of(empty), List.of(empty, tombstone, empty))) {
      assertThat(call(sample, "identity", each)).isEqualTo(RecordsTwin.identity(each));
      assertThat(call(sample, "orders", each)).isEqualTo(RecordsTwin.orders(each));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "C_TEXT", mode = Mode.EXCLUDE)
  void largeValuesAndManyHeaders(BatchSample sample) {
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      headers.add(new Header("header " + i % 7, i % 3 == 0 ? null : "\u00fe".repeat(i % 5)));
    }
    String mebibyte = "ada," + "\u00ff".repeat((1 << 20) - 4);
    List<Source> sources =
        List.of(
            new Source("large", 3, 4, 5, 1, mebibyte, mebibyte, headers),
            new Source("large", 3, 5, 6, 1, "k", mebibyte, List.of()),
            new Source("large", 3, 6, 7, 1, null, "no comma", headers));
    assertThat(call(sample, "identity", sources)).isEqualTo(RecordsTwin.identity(sources));
    assertThat(call(sample, "orders", sources)).isEqualTo(RecordsTwin.orders(sources));
  }

  private List<Made> call(BatchSample sample, String name, List<Source> sources) {
    RecordsFunction function = new RecordsFunction(UdfRuntime.shared().load(sample.bytes()), name);
    try (RecordsUdf udf = RecordsUdf.of(function, new BatchEvaluator(memory))) {
      return RecordBatches.call(udf, sources);
    }
  }
}
