package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// Calls for single rows.
class RowUdfTest {
  private static final long SEED = 20_261_128;
  private static final int VALUES = 500;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final Random random = new Random(SEED);

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  static Stream<SqlType> types() {
    return Columns.TYPES.stream();
  }

  private RowUdf open(ScalarFunction function) {
    return RowUdf.of(function, new BatchEvaluator(memory));
  }

  private RowUdf open(ScalarFunction function, ResourceLimits limits) {
    Tenant tenant = new Tenant("acme", limits);
    return RowUdf.of(
        function, new BatchEvaluator(memory, tenant, Kernels.FASTEST, Cancellation.create()));
  }

  /// A value of [Columns] in the form that rows have.
  static @Nullable Object form(@Nullable Object value, SqlType type) {
    return switch (value) {
      case null -> null;
      case Bytes bytes -> bytes.array();
      case Double number when type == Simple.REAL -> number.floatValue();
      case Long number ->
          switch (type.wasmType()) {
            case I32 -> number.intValue();
            default -> number;
          };
      default -> value;
    };
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyTypeGoesInAndComesOutUnchanged(SqlType type) {
    try (RowUdf identity = open(Guests.identity(type))) {
      for (Object each : Columns.random(type, Nulls.SOME, VALUES, random)) {
        Object value = form(each, type);
        assertThat(identity.call(value)).as("seed %d", SEED).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void manyRowsAtOnceBecomeWhatTheyBecomeOneByOne(SqlType type) {
    try (RowUdf identity = open(Guests.identity(type));
        RowUdf zero = open(Guests.calledOnNull("zero", type))) {
      for (int rows : new int[] {0, 1, VALUES, 10_000}) {
        @Nullable Object[] column =
            Columns.random(type, Nulls.SOME, rows, random).stream()
                .map(each -> form(each, type))
                .toArray();
        assertThat(identity.callAll(new Object[][] {column}, rows))
            .as("seed %d", SEED)
            .isEqualTo(column);
        @Nullable Object[] seen = zero.callAll(new Object[][] {column}, rows);
        for (int i = 0; i < Math.min(rows, VALUES); i++) {
          assertThat(seen[i]).as("seed %d", SEED).isEqualTo(zero.call(column[i]));
        }
      }
    }
  }

  @Test
  void manyLongStringsAreSeveralBatches() {
    @Nullable Object[] column = new Object[60];
    for (int i = 0; i < column.length; i++) {
      column[i] = i % 7 == 0 ? null : utf8(Integer.toString(i).repeat(500_000));
    }
    try (RowUdf identity = open(Guests.identity(Simple.VARCHAR))) {
      assertThat(identity.callAll(new Object[][] {column}, column.length)).isEqualTo(column);
    }
  }

  @Test
  void oneOfManyRowsFailsThemAllAndTheNextCallWorks() {
    ScalarFunction div =
        Guests.function("plain", "div", Simple.INTEGER, Simple.INTEGER, Simple.INTEGER);
    @Nullable Object[] dividends = new Object[9_000];
    @Nullable Object[] divisors = new Object[9_000];
    Arrays.fill(dividends, 6);
    Arrays.fill(divisors, 2);
    try (RowUdf udf = open(div)) {
      divisors[8_999] = 0;
      UdfException failure =
          catchThrowableOfType(
              UdfException.Guest.class,
              () -> udf.callAll(new Object[][] {dividends, divisors}, 9_000));
      assertThat(failure.code()).isEqualTo(UdfErrorCode.TRAP_DIVIDE_BY_ZERO);
      assertThat(failure.row()).hasValue(8_999);
      assertThat(udf.callAll(new Object[][] {dividends, divisors}, 8_999)).containsOnly(3);
      assertThat(
              catchThrowableOfType(
                  IllegalArgumentException.class, () -> udf.callAll(new Object[][] {dividends}, 1)))
          .hasMessageContaining("1 columns");
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void functionThatIsCalledOnNullSeesZero(SqlType type) {
    try (RowUdf zero = open(Guests.calledOnNull("zero", type))) {
      for (Object each : Columns.random(type, Nulls.SOME, VALUES, random)) {
        Object seen = form(each == null ? Columns.zero(type) : each, type);
        assertThat(zero.call(form(each, type))).as("seed %d", SEED).isEqualTo(seen);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void functionThatIsToldOfNullCanReturnIt(SqlType type) {
    try (RowUdf pass = open(Guests.calledOnNull("pass", type))) {
      for (Object each : Columns.random(type, Nulls.SOME, VALUES, random)) {
        Object value = form(each, type);
        assertThat(pass.call(value)).as("seed %d", SEED).isEqualTo(value);
      }
    }
  }

  /// The function returns the masks that it sees, of 33 arguments.
  @Test
  void everyOneOfManyArgumentsCanBeNull() {
    ScalarFunction masks =
        new ScalarFunction(
            Guests.module("nulls"),
            "masks",
            new FunctionSignature(
                "masks",
                IntStream.range(0, 33).<SqlType>mapToObj(i -> Simple.INTEGER).toList(),
                Simple.BIGINT,
                NullInput.CALLED,
                StringLength.ANY));
    try (RowUdf udf = open(masks)) {
      for (int i = 0; i < VALUES; i++) {
        long nulls = random.nextLong(1L << 33);
        Object[] arguments =
            IntStream.range(0, 33)
                .mapToObj(at -> (nulls >>> at & 1) == 1 ? null : (Object) at)
                .toArray();
        assertThat(udf.call(arguments)).as("seed %d", SEED).isEqualTo(nulls);
      }
    }
  }

  @Test
  void severalStringsLieBesideEachOther() {
    ScalarFunction second =
        Guests.function("strings", "second", Simple.VARBINARY, Simple.VARBINARY, Simple.VARBINARY);
    try (RowUdf udf = open(second)) {
      for (int bytes : new int[] {0, 1, 100, 65_536, 1_000_000, 3}) {
        byte[] first = new byte[bytes];
        byte[] other = new byte[bytes + 1];
        random.nextBytes(first);
        random.nextBytes(other);
        assertThat(udf.call(first, other)).isEqualTo(other);
      }
    }
  }

  @Test
  void resultsHaveTheLengthOfTheirType() {
    FunctionSignature signature =
        new FunctionSignature(
            "echo",
            List.of(Simple.VARCHAR),
            Simple.VARCHAR,
            NullInput.RETURNS_NULL,
            new StringLength(3, true));
    try (RowUdf echo = open(new ScalarFunction(Guests.module("strings"), "echo", signature))) {
      assertThat(echo.call(utf8("é"))).isEqualTo(utf8("é  "));
      assertThat(echo.call(utf8("日本語  "))).isEqualTo(utf8("日本語"));
      assertFails(echo, UdfErrorCode.INVALID_RESULT, utf8("four"));
      assertThat(echo.call(utf8("abc"))).isEqualTo(utf8("abc"));
    }
  }

  private static byte[] utf8(String text) {
    return Bytes.utf8(text).array();
  }

  private static UdfException assertFails(
      RowUdf udf, UdfErrorCode code, @Nullable Object... arguments) {
    UdfException failure = catchThrowableOfType(UdfException.class, () -> udf.call(arguments));
    assertThat(failure).isNotNull();
    assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
    return failure;
  }

  @ParameterizedTest
  @CsvSource({
    "TINYINT, 127, 128",
    "TINYINT, -128, -129",
    "SMALLINT, 32767, 32768",
    "SMALLINT, -32768, -32769"
  })
  void narrowResultsAreChecked(Simple type, int last, int beyond) {
    try (RowUdf identity = open(Guests.function("plain", "id_i32", type, Simple.INTEGER))) {
      assertThat(identity.call(last)).isEqualTo(last);
      assertFails(identity, UdfErrorCode.INVALID_RESULT, beyond);
      assertThat(identity.call(last)).isEqualTo(last);
    }
  }

  @Test
  void timesAndDecimalsAreChecked() {
    try (RowUdf time = open(Guests.function("plain", "id_i64", Simple.TIME, Simple.BIGINT));
        RowUdf money =
            open(Guests.function("plain", "id_i64", new SqlType.Decimal(3, 1), Simple.BIGINT))) {
      assertThat(time.call(86_399_999_999L)).isEqualTo(86_399_999_999L);
      assertFails(time, UdfErrorCode.INVALID_RESULT, 86_400_000_000L);
      assertFails(time, UdfErrorCode.INVALID_RESULT, -1L);
      assertThat(money.call(-999L)).isEqualTo(-999L);
      assertFails(money, UdfErrorCode.INVALID_RESULT, 1_000L);
      assertFails(money, UdfErrorCode.INVALID_RESULT, Long.MIN_VALUE);
    }
  }

  @Test
  void wideDecimalsAreChecked() {
    SqlType twenty = new SqlType.WideDecimal(20, 0);
    ScalarFunction halves = Guests.function("wide", "halves", twenty, Simple.BIGINT, Simple.BIGINT);
    try (RowUdf udf = open(halves);
        RowUdf at = open(Guests.function("wide", "at", twenty, Simple.INTEGER))) {
      assertThat(udf.call(-1L, -2L)).isEqualTo(BigInteger.TWO.negate());
      assertThat(udf.call(0L, -1L)).isEqualTo(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
      assertFails(udf, UdfErrorCode.INVALID_RESULT, 10L, 0L);
      assertFails(at, UdfErrorCode.INVALID_RESULT, 65_536 - 15);
      assertThat(at.call(65_536 - 16)).isEqualTo(BigInteger.ZERO);
    }
  }

  @Test
  void whatIsNotWithinTheMemoryIsRefused() {
    ScalarFunction region =
        Guests.function(
            Guests.unusedModule("strings"),
            "region",
            Simple.VARBINARY,
            Simple.INTEGER,
            Simple.INTEGER);
    try (RowUdf udf = open(region)) {
      int end = 2 * 65_536;
      assertThat(udf.call(end, 0)).isEqualTo(new byte[0]);
      assertThat(udf.call(end - 1, 1)).isEqualTo(new byte[1]);
      assertFails(udf, UdfErrorCode.INVALID_RESULT, end - 1, 2);
      assertFails(udf, UdfErrorCode.INVALID_RESULT, -1, 8);
      assertFails(udf, UdfErrorCode.OUTPUT_LIMIT, 0, Integer.MAX_VALUE);
      assertFails(udf, UdfErrorCode.OUTPUT_LIMIT, 0, -1);
      assertThat(udf.call(0, 1)).isEqualTo(new byte[1]);
    }
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    ScalarFunction bytes =
        Guests.function("strings", "bytes", Simple.VARCHAR, Simple.BIGINT, Simple.INTEGER);
    try (RowUdf udf = open(bytes)) {
      assertThat(udf.call(0xa9c3L, 2)).isEqualTo(utf8("é"));
      assertFails(udf, UdfErrorCode.INVALID_RESULT, 0xa9c3L, 1);
      assertFails(udf, UdfErrorCode.INVALID_RESULT, 0x80a0edL, 3);
      assertThat(udf.call(0xa9c3L, 2)).isEqualTo(utf8("é"));
    }
  }

  @Test
  void trapsNameFunctionAndTenant() {
    ScalarFunction div =
        Guests.function("plain", "div", Simple.INTEGER, Simple.INTEGER, Simple.INTEGER);
    try (RowUdf udf = open(div, ResourceLimits.DEFAULT)) {
      assertThat(udf.call(7, 2)).isEqualTo(3);
      UdfException failure = assertFails(udf, UdfErrorCode.TRAP_DIVIDE_BY_ZERO, 7, 0);
      assertThat(failure.getMessage()).contains("div");
      assertThat(failure.tenant()).hasValue("acme");
      assertThat(udf.call(7, 2)).isEqualTo(3);
    }
  }

  @Test
  void limitsHold() {
    ResourceLimits tight =
        ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, 100_000).with(Limit.VALUE_BYTES, 10);
    ScalarFunction spin = Guests.function("greedy", "spin", Simple.BIGINT, Simple.BIGINT);
    ScalarFunction echo = Guests.function("strings", "echo", Simple.VARBINARY, Simple.VARBINARY);
    try (RowUdf spinning = open(spin, tight);
        RowUdf echoing = open(echo, tight)) {
      Object few = spinning.call(10L);
      assertFails(spinning, UdfErrorCode.FUEL_EXHAUSTED, 13L);
      assertThat(spinning.call(10L)).isEqualTo(few);
      assertThat(echoing.call(new byte[10])).isEqualTo(new byte[10]);
      assertFails(echoing, UdfErrorCode.OUTPUT_LIMIT, (Object) new byte[11]);
    }
    ResourceLimits late =
        ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, Limit.NONE).with(Limit.DEADLINE_MILLIS, 20);
    try (RowUdf spinning = open(spin, late)) {
      assertFails(spinning, UdfErrorCode.DEADLINE_EXCEEDED, 13L);
      assertThat(spinning.call(10L)).isNotNull();
    }
  }

  @Test
  void argumentsThatAreTooFewAreRefused() {
    try (RowUdf identity = open(Guests.identity(Simple.BIGINT))) {
      assertThat(catchThrowableOfType(IllegalArgumentException.class, identity::call))
          .hasMessageContaining("0 arguments");
    }
  }
}
