package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// An aggregate function is checked against its module when it is made.
class AggregateFunctionTest {
  private static UdfException refusal(
      String guest, String export, SqlType result, SqlType... parameters) {
    return catchThrowableOfType(
        UdfException.class,
        () ->
            new AggregateFunction(
                Guests.module(guest),
                export,
                new FunctionSignature("f", List.of(parameters), result)));
  }

  @Test
  void aMissingExportIsNamedWithItsType() {
    UdfException error = refusal("plain", "subtract", Simple.BIGINT, Simple.BIGINT);
    assertThat(error.code()).isEqualTo(UdfErrorCode.UNKNOWN_EXPORT);
    assertThat(error)
        .hasMessageStartingWith(
            "the aggregate function f needs an export 'subtract__state_size' of type () -> i32;"
                + " the module exports ");
  }

  @Test
  void exportsOfOtherTypesAreRefusedWithBothTypes() {
    UdfException update = refusal("aggregates", "sum", Simple.BIGINT, Simple.DOUBLE);
    assertThat(update.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH);
    assertThat(update)
        .hasMessage(
            "the aggregate function f(DOUBLE) RETURNS BIGINT needs an export of type (i32, f64) ->"
                + " (), but 'sum__update' has the type (i32, i64) -> ()");
    assertThat(refusal("aggregates", "sum", Simple.DOUBLE, Simple.BIGINT))
        .hasMessageContaining("of type (i32) -> f64, but 'sum__finish' has the type (i32) -> i64");
  }

  @Test
  void whatRetractsMustTakeWhatUpdatesTake() {
    assertThat(refusal("aggregates-wrong", "retracts", Simple.BIGINT, Simple.BIGINT))
        .hasMessageContaining("'retracts__retract' has the type (i32, i32) -> ()");
  }

  @Test
  void whatSavesMustLoad() {
    UdfException error = refusal("aggregates-wrong", "saves", Simple.BIGINT, Simple.BIGINT);
    assertThat(error.code()).isEqualTo(UdfErrorCode.UNKNOWN_EXPORT);
    assertThat(error).hasMessageContaining("'saves__load' of type (i32, i32, i32) -> ()");
  }

  @Test
  void aModuleThatManagesItsMemoryMustHaveAnAllocator() {
    UdfException error = refusal("aggregates-wrong", "good", Simple.BIGINT, Simple.BIGINT);
    assertThat(error.code()).isEqualTo(UdfErrorCode.SIGNATURE_MISMATCH);
    assertThat(error).hasMessageContaining("the states of f").hasMessageContaining("wasmudf_alloc");
  }

  @Test
  void sixtyThreeParametersAreTheMost() {
    SqlType[] many = Collections.nCopies(64, Simple.BIGINT).toArray(SqlType[]::new);
    assertThat(refusal("aggregates", "sum", Simple.BIGINT, many))
        .hasMessage("an aggregate function has at most 63 parameters, and f has 64");
  }
}
