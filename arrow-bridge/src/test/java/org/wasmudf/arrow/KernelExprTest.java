package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.KernelExpr.And;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Arithmetic.Operator;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Cast;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.Comparison.Relation;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.KernelExpr.Not;
import org.wasmudf.arrow.KernelExpr.Or;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;

/// An expression that no kernel can compute can't be made.
class KernelExprTest {
  private static final KernelExpr FLAG = new Column(0, Simple.BOOLEAN);
  private static final KernelExpr NUMBER = new Column(1, Simple.BIGINT);
  private static final KernelExpr TEXT = new Column(2, Simple.VARCHAR);

  @Test
  void constantsAreValuesOfTheirTypes() {
    new Literal(Simple.TINYINT, -128L);
    new Literal(Simple.SMALLINT, 32767L);
    new Literal(Simple.DATE, (long) Integer.MIN_VALUE);
    new Literal(new Decimal(3, 2), -999L);
    for (SqlType type : Columns.TYPES) {
      new Literal(type, null);
    }
    refused("not a value of TINYINT: 128", () -> new Literal(Simple.TINYINT, 128L));
    refused("not a value of SMALLINT: -32769", () -> new Literal(Simple.SMALLINT, -32769L));
    refused("not a value of INTEGER: 2147483648", () -> new Literal(Simple.INTEGER, 1L << 31));
    refused("not a value of DATE: 2147483648", () -> new Literal(Simple.DATE, 1L << 31));
    refused("not a value of DECIMAL(3, 2): 1000", () -> new Literal(new Decimal(3, 2), 1000L));
    refused("not a value of DECIMAL(3, 2): -1000", () -> new Literal(new Decimal(3, 2), -1000L));
    refused("not a value of BIGINT: 1", () -> new Literal(Simple.BIGINT, 1));
    refused("not a value of DOUBLE: 1", () -> new Literal(Simple.DOUBLE, 1L));
    refused("not a value of VARCHAR: x", () -> new Literal(Simple.VARCHAR, "x"));
    refused("not a value of BOOLEAN: 1", () -> new Literal(Simple.BOOLEAN, 1L));
  }

  @Test
  void truthValuesAreBooleans() {
    refused("BIGINT where BOOLEAN is expected", () -> new Not(NUMBER));
    refused("BIGINT where BOOLEAN is expected", () -> new And(List.of(FLAG, NUMBER)));
    refused("VARCHAR where BOOLEAN is expected", () -> new Or(List.of(TEXT, FLAG)));
    refused("BIGINT where BOOLEAN is expected", () -> new Case.Branch(NUMBER, NUMBER));
  }

  @Test
  void valuesOfACaseHaveOneType() {
    refused(
        "CASE with values of BIGINT and VARCHAR",
        () -> new Case(List.of(new Case.Branch(FLAG, NUMBER)), TEXT));
  }

  @Test
  void argumentsHaveExactlyTheParametersTypes() {
    ScalarFunction echo = Guests.function("strings", "echo", Simple.VARCHAR, Simple.VARCHAR);
    refused(
        "echo(VARCHAR) RETURNS VARCHAR can't take [BIGINT]", () -> new Call(echo, List.of(NUMBER)));
    refused("echo(VARCHAR) RETURNS VARCHAR can't take []", () -> new Call(echo, List.of()));
  }

  /// What a guest returns stays put until its next call, and no longer.
  @Test
  void stringOfOneCallIsNoArgumentOfAnother() {
    ScalarFunction echo = Guests.function("strings", "echo", Simple.VARCHAR, Simple.VARCHAR);
    Call inner = new Call(echo, List.of(TEXT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Call(echo, List.of(inner)))
        .withMessageStartingWith("a computed string can't be an argument");
  }

  @Test
  void operandsFitTheOperation() {
    refused(
        "no kernel for ADD of BIGINT and VARCHAR to BIGINT",
        () -> new Arithmetic(Operator.ADD, NUMBER, TEXT, Simple.BIGINT));
    KernelExpr cents = new Column(3, new Decimal(9, 2));
    refused(
        "no kernel for DIVIDE of DECIMAL(9, 2) and DECIMAL(9, 2) to DECIMAL(9, 2)",
        () -> new Arithmetic(Operator.DIVIDE, cents, cents, new Decimal(9, 2)));
    refused(
        "no kernel for ADD of DECIMAL(9, 2) and DECIMAL(9, 2) to DECIMAL(9, 3)",
        () -> new Arithmetic(Operator.ADD, cents, cents, new Decimal(9, 3)));
    refused(
        "no kernel for MULTIPLY of DECIMAL(9, 2) and DECIMAL(9, 2) to DECIMAL(18, 2)",
        () -> new Arithmetic(Operator.MULTIPLY, cents, cents, new Decimal(18, 2)));
    assertThat(new Arithmetic(Operator.MULTIPLY, cents, cents, new Decimal(18, 4)).type())
        .isEqualTo(new Decimal(18, 4));
    refused(
        "no kernel compares BIGINT and BOOLEAN",
        () -> new Comparison(Relation.EQUAL, NUMBER, FLAG));
    refused(
        "no kernel compares VARCHAR and VARCHAR", () -> new Comparison(Relation.EQUAL, TEXT, TEXT));
    refused("no kernel casts VARCHAR to BIGINT", () -> new Cast(TEXT, Simple.BIGINT));
    refused(
        "no kernel casts DECIMAL(9, 2) to DECIMAL(9, 1)", () -> new Cast(cents, new Decimal(9, 1)));
  }

  @Test
  void columnsAreCountedFromZero() {
    refused("column -1", () -> new Column(-1, Simple.BIGINT));
  }

  private static void refused(String message, ThrowingCallable made) {
    assertThatIllegalArgumentException().isThrownBy(made).withMessage(message);
  }
}
