package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.arrow.StateUdf.Updated;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TotalsTwin;

/// Aggregates whose states the caller keeps.
class StateUdfTest {
  private static final long SEED = 20_261_129;
  private static final int ROWS = 500;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Random random = new Random(SEED);

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  private StateUdf open(AggregateFunction function, ResourceLimits limits) {
    Tenant tenant = new Tenant("acme", limits);
    return StateUdf.of(
        function, new BatchEvaluator(memory, tenant, Kernels.FASTEST, Cancellation.create()));
  }

  private StateUdf open(AggregateFunction function) {
    return open(function, ResourceLimits.DEFAULT);
  }

  private static AggregateFunction function(String name, SqlType result) {
    return new AggregateFunction(
        Guests.module("aggregates"),
        name,
        new FunctionSignature(name, List.of(Simple.BIGINT), result));
  }

  private static AggregateFunction longest() {
    return new AggregateFunction(
        UdfRuntime.shared().load(SampleModule.C_TOTALS.bytes()),
        "longest",
        new FunctionSignature("longest", List.of(Simple.VARCHAR), Simple.VARCHAR));
  }

  private static Updated update(StateUdf udf, byte @Nullable [] state, Object argument) {
    return Objects.requireNonNull(udf.update(state, argument));
  }

  private static byte[] utf8(String text) {
    return Bytes.utf8(text).array();
  }

  @Test
  void everyRowGoesIntoTheStateThatItComesWith() {
    Map<Integer, Long> sums = new HashMap<>();
    Map<Integer, byte[]> states = new HashMap<>();
    try (StateUdf sum = open(function("sum", Simple.BIGINT))) {
      for (int row = 0; row < ROWS; row++) {
        int key = random.nextInt(5);
        Long value = random.nextInt(4) == 0 ? null : random.nextLong();
        if (value == null) {
          assertThat(sum.update(states.get(key), (Object) null)).isNull();
          continue;
        }
        Updated updated = update(sum, states.get(key), value);
        assertThat(updated.result())
            .as("seed %d, row %d", SEED, row)
            .isEqualTo(sums.merge(key, value, Long::sum));
        states.put(key, updated.state());
      }
    }
  }

  @Test
  void aStateStaysAsItIsAndGoesOnInAnotherInstance() {
    byte[] one;
    try (StateUdf sum = open(function("sum", Simple.BIGINT))) {
      one = update(sum, null, 1L).state();
      byte[] before = one.clone();
      assertThat(update(sum, one, 5L).result()).isEqualTo(6L);
      assertThat(one).isEqualTo(before);
    }
    try (StateUdf sum = open(function("sum", Simple.BIGINT))) {
      assertThat(update(sum, one, 10L).result()).isEqualTo(11L);
    }
  }

  @Test
  void statesWithPointersAreSavedAndLoaded() {
    Map<Integer, List<String>> texts = new HashMap<>();
    Map<Integer, byte[]> states = new HashMap<>();
    try (StateUdf longest = open(longest())) {
      for (int row = 0; row < ROWS; row++) {
        int key = random.nextInt(5);
        String text =
            row == 0
                ? "x".repeat(500_000)
                : "zoë\uD83D\uDE80".repeat(random.nextInt(9)) + random.nextInt(99);
        texts.computeIfAbsent(key, absent -> new ArrayList<>()).add(text);
        Updated updated = update(longest, states.get(key), utf8(text));
        states.put(key, updated.state());
        assertThat(new String((byte[]) updated.result(), StandardCharsets.UTF_8))
            .as("seed %d, row %d", SEED, row)
            .isEqualTo(TotalsTwin.longest(texts.get(key)));
      }
      assertThat(update(longest, null, utf8("")).result()).isEqualTo(new byte[0]);
    }
  }

  /// The guest never frees what it has loaded: 100 MB here, of which it may have 4.
  @Test
  void whatStatesPointToDoesntFillTheGuestsMemory() {
    ResourceLimits limits = ResourceLimits.DEFAULT.with(Limit.MEMORY_BYTES, 4 << 20);
    try (StateUdf longest = open(longest(), limits)) {
      byte[] state = update(longest, null, utf8("x".repeat(100_000))).state();
      for (int row = 0; row < 1000; row++) {
        Updated updated = update(longest, state, utf8("y" + row));
        state = updated.state();
        assertThat((byte[]) updated.result()).hasSize(100_000);
      }
    }
  }

  static Stream<SqlType> types() {
    return Columns.TYPES.stream();
  }

  /// `sees` gives the bytes of the last argument, `makes` an argument's bytes as a value; both NULL
  /// without rows.
  @ParameterizedTest
  @MethodSource("types")
  void everyTypeIsTakenAndReturned(SqlType type) {
    String kind =
        type.isVariableLength()
            ? "bytes"
            : type instanceof SqlType.WideDecimal ? "wide" : type.wasmType().toString();
    WasmModule module = Guests.module("places");
    var sees =
        new AggregateFunction(
            module, "sees_" + kind, new FunctionSignature("sees", List.of(type), Simple.VARBINARY));
    var makes =
        new AggregateFunction(
            module,
            "makes_" + kind,
            new FunctionSignature("makes", List.of(Simple.VARBINARY), type));
    try (StateUdf seeing = open(sees);
        StateUdf making = open(makes)) {
      byte[] seen = null;
      byte[] made = null;
      for (Object each : Columns.random(type, Nulls.NONE, 50, random)) {
        Object value = RowUdfTest.form(each, type);
        Updated bytes = update(seeing, seen, Objects.requireNonNull(value));
        seen = bytes.state();
        Updated back = update(making, made, Objects.requireNonNull(bytes.result()));
        made = back.state();
        assertThat(back.result()).as("seed %d", SEED).isEqualTo(value);
      }
    }
  }

  @Test
  void functionThatIsCalledOnNullIsToldOfIt() {
    WasmModule module =
        UdfRuntime.shared()
            .load(Guests.read(Path.of("../sql-extension/src/test/guests/null-counter.wasm")));
    var nulls =
        new AggregateFunction(
            module,
            "nulls",
            new FunctionSignature(
                "nulls",
                List.of(Simple.BIGINT),
                Simple.BIGINT,
                NullInput.CALLED,
                StringLength.ANY));
    try (StateUdf udf = open(nulls)) {
      Updated one = Objects.requireNonNull(udf.update(null, (Object) null));
      Updated same = update(udf, one.state(), 7L);
      Updated two = Objects.requireNonNull(udf.update(same.state(), (Object) null));
      assertThat(List.of(one.result(), same.result(), two.result()))
          .isEqualTo(List.of(1000L, 1007L, 2007L));
    }
  }

  @Test
  void aStateOfAnotherSizeIsRefused() {
    try (StateUdf moves = open(function("moves", Simple.BIGINT));
        StateUdf sum = open(function("sum", Simple.BIGINT))) {
      byte[] ofMoves = update(moves, null, 1L).state();
      byte[] ofSum = update(sum, null, 1L).state();
      assertThat(ofMoves).hasSize(8);
      for (byte[] wrong : List.of(ofMoves, new byte[0], Arrays.copyOf(ofSum, 17))) {
        assertThat(assertFails(sum, UdfErrorCode.SIGNATURE_MISMATCH, wrong, 1L))
            .hasMessage(
                "function sum: its states have 16 bytes, and the one that was kept has %d: it was made by another module; use that one, or begin with new states"
                    .formatted(wrong.length));
      }
      assertThat(update(sum, ofSum, 2L).result()).isEqualTo(3L);
    }
  }

  private static UdfException assertFails(
      StateUdf udf, UdfErrorCode code, byte @Nullable [] state, Object argument) {
    UdfException failure =
        catchThrowableOfType(UdfException.class, () -> udf.update(state, argument));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    assertThat(failure.tenant()).contains("acme");
    assertThat(failure.moduleSha256()).contains(udf.function().module().sha256());
    return failure;
  }

  @ParameterizedTest
  @CsvSource({"update_traps, TRAP_UNREACHABLE", "spin, FUEL_EXHAUSTED"})
  void afterARowThatFailsTheNextOneGoesIntoTheSameState(String name, UdfErrorCode code) {
    ResourceLimits limits = ResourceLimits.DEFAULT.with(Limit.DEADLINE_MILLIS, Limit.NONE);
    try (StateUdf udf = open(function(name, Simple.BIGINT), limits)) {
      byte[] state = update(udf, null, 1L).state();
      assertFails(udf, code, state, 13L);
      assertThat(update(udf, state, 2L).result()).isEqualTo(3L);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "init_traps, BIGINT, TRAP_UNREACHABLE",
    "finish_traps, BIGINT, TRAP_UNREACHABLE",
    "outside, VARCHAR, OUTPUT_LIMIT",
    "negative_size, BIGINT, INVALID_RESULT",
    "odd_size, BIGINT, INVALID_RESULT",
    "huge_size, BIGINT, INVALID_RESULT"
  })
  void aFunctionThatAlwaysFailsDoesSoAgain(String name, Simple result, UdfErrorCode code) {
    try (StateUdf udf = open(function(name, result));
        StateUdf sum = open(function("sum", Simple.BIGINT))) {
      assertFails(udf, code, null, 1L);
      assertFails(udf, code, null, 1L);
      assertThat(update(sum, null, 2L).result()).isEqualTo(2L);
    }
  }

  @Test
  void aStateThatTheGuestOverwritesIsItsOwnAffair() {
    try (StateUdf wild = open(function("wild", Simple.BIGINT))) {
      Updated updated = update(wild, null, 1L);
      assertThat(updated.result()).isEqualTo(-1L);
      assertThat(update(wild, updated.state(), 1L).state()).hasSize(16);
    }
  }

  @Test
  void narrowResultsAreChecked() {
    try (StateUdf narrow = open(function("narrow", Simple.TINYINT))) {
      byte[] state = update(narrow, null, 127L).state();
      assertFails(narrow, UdfErrorCode.INVALID_RESULT, state, 1L);
      assertThat(update(narrow, state, -27L).result()).isEqualTo(100);
    }
  }
}
