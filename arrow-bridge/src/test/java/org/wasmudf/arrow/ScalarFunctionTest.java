package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ValueType;

/// A function is checked against its module when it is made.
class ScalarFunctionTest {
  @Test
  void unknownExportIsRefusedWithTheOnesThereAre() {
    UdfException error =
        catchThrowableOfType(
            UdfException.class,
            () -> Guests.function("small-memory", "sums", Simple.BIGINT, Simple.VARCHAR));
    assertThat(error.code()).isEqualTo(UdfErrorCode.UNKNOWN_EXPORT);
    assertThat(error).hasMessage("the module exports no function 'sums'; it exports sum");
  }

  @Test
  void exportThatIsNoFunctionIsUnknown() {
    UdfException error =
        catchThrowableOfType(
            UdfException.class,
            () -> Guests.function("small-memory", "memory", Simple.BIGINT, Simple.VARCHAR));
    assertThat(error.code()).isEqualTo(UdfErrorCode.UNKNOWN_EXPORT);
  }

  @Test
  void exportOfAnotherTypeIsRefusedWithBothTypes() {
    UdfException error =
        catchThrowableOfType(
            UdfException.class,
            () ->
                Guests.function("plain", "subtract", Simple.DOUBLE, Simple.BIGINT, Simple.BIGINT));
    assertThat(error.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH);
    assertThat(error)
        .hasMessage(
            "subtract(BIGINT, BIGINT) RETURNS DOUBLE needs an export of type (i64, i64) -> f64,"
                + " but 'subtract' has the type (i64, i64) -> i64");
  }

  @Test
  void eachTypeIsFlattenedAsTheAbiSays() {
    List<SqlType> parameters = Columns.TYPES;
    FunctionType type = new FunctionSignature("f", parameters, Simple.VARCHAR).wasmType();
    assertThat(type.parameters())
        .containsExactly(
            ValueType.I32,
            ValueType.I32,
            ValueType.I32,
            ValueType.I32,
            ValueType.I64,
            ValueType.F32,
            ValueType.F64,
            ValueType.I32,
            ValueType.I64,
            ValueType.I64,
            ValueType.I64,
            ValueType.I32,
            ValueType.I32,
            ValueType.I32,
            ValueType.I32,
            ValueType.I32,
            ValueType.I64,
            ValueType.I64,
            ValueType.I64,
            ValueType.I64,
            ValueType.I64,
            ValueType.I64);
    assertThat(type.results()).containsExactly(ValueType.I64);
  }

  @Test
  void sixtyFourParametersAreTheMost() {
    List<SqlType> most = Collections.nCopies(64, Simple.INTEGER);
    assertThat(new FunctionSignature("f", most, Simple.INTEGER).parameters()).hasSize(64);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FunctionSignature("f", Collections.nCopies(65, Simple.INTEGER), Simple.INTEGER))
        .withMessage("function f has 65 parameters, at most 64 are allowed");
  }

  @Test
  void decimalsHaveOneToEighteenDigits() {
    assertThat(new Decimal(18, 18).maxUnscaled()).isEqualTo(999_999_999_999_999_999L);
    assertThat(new Decimal(1, 0).maxUnscaled()).isEqualTo(9);
    for (int[] each : new int[][] {{0, 0}, {19, 0}, {5, 6}, {5, -1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Decimal(each[0], each[1]))
          .withMessageStartingWith("DECIMAL(%d, %d)", each[0], each[1]);
    }
  }

  @Test
  void fieldsTellTheirTypes() {
    for (SqlType type : Columns.TYPES) {
      assertThat(SqlType.of(type.field("c"))).isEqualTo(type);
    }
  }
}
