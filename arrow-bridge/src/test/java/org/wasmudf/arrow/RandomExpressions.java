package org.wasmudf.arrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.wasmudf.arrow.KernelExpr.And;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Cast;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.IsNull;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.KernelExpr.Not;
import org.wasmudf.arrow.KernelExpr.Or;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;

/// Trees of every kind of node, over a batch with two columns of each type.
final class RandomExpressions {
  static final List<SqlType> TYPES =
      Stream.concat(
              Columns.TYPES.stream(),
              Stream.of(new Decimal(9, 2), new Decimal(9, 4), new Decimal(18, 2)))
          .toList();

  private static final List<SqlType> INTEGERS =
      List.of(Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT);
  private static final int COLUMNS_PER_TYPE = 2;

  private final Random random;

  RandomExpressions(Random random) {
    this.random = random;
  }

  /// The types of the batch's columns.
  static List<SqlType> columnTypes() {
    return TYPES.stream().flatMap(each -> Stream.of(each, each)).toList();
  }

  /// A value that is often small, so that arithmetic doesn't always overflow.
  Object value(SqlType type) {
    boolean isExact = Arithmetics.isInteger(type) || type instanceof Decimal;
    return isExact && random.nextInt(30) != 0
        ? (Object) random.nextLong(-9, 10)
        : Columns.value(type, random);
  }

  KernelExpr expression(SqlType type, int depth) {
    List<KernelExpr> choices = new ArrayList<>();
    if (depth == 0 || random.nextInt(8) == 0) {
      return leaf(type);
    }
    if (!type.isVariableLength()) {
      choices.add(new Call(Guests.identity(type), List.of(expression(type, depth - 1))));
    } else {
      choices.add(new Call(Guests.identity(type), List.of(leaf(type))));
    }
    if (random.nextInt(4) == 0) {
      KernelExpr argument = type.isVariableLength() ? leaf(type) : expression(type, depth - 1);
      String export = random.nextBoolean() ? "zero" : "pass";
      choices.add(new Call(Guests.calledOnNull(export, type), List.of(argument)));
    }
    choices.add(choice(type, depth - 1));
    switch (type) {
      case Simple.BOOLEAN -> addBooleans(choices, depth - 1);
      case Simple.TINYINT, Simple.SMALLINT -> {
        choices.add(arithmetic(type, depth - 1));
        choices.add(new Cast(expression(any(INTEGERS), depth - 1), type));
      }
      case Simple.INTEGER -> {
        choices.add(arithmetic(type, depth - 1));
        choices.add(new Cast(expression(any(INTEGERS), depth - 1), type));
        choices.add(
            new Call(
                Guests.function("plain", "div", type, type, type),
                List.of(expression(type, depth - 1), expression(type, depth - 1))));
        choices.add(
            new Call(
                Guests.function("strings", "length", type, Simple.VARCHAR),
                List.of(leaf(Simple.VARCHAR))));
      }
      case Simple.BIGINT -> {
        choices.add(arithmetic(type, depth - 1));
        choices.add(new Cast(expression(any(INTEGERS), depth - 1), type));
        choices.add(
            new Call(
                Guests.function("plain", "subtract", type, type, type),
                List.of(expression(type, depth - 1), expression(type, depth - 1))));
      }
      case Simple.REAL -> {
        choices.add(arithmetic(type, depth - 1));
        choices.add(new Cast(expression(any(INTEGERS), depth - 1), type));
      }
      case Simple.DOUBLE -> {
        choices.add(arithmetic(type, depth - 1));
        choices.add(new Cast(expression(any(INTEGERS), depth - 1), type));
        choices.add(new Cast(expression(Simple.REAL, depth - 1), type));
      }
      case Decimal decimal -> addDecimals(choices, decimal, depth - 1);
      case Simple.DATE,
          Simple.TIME,
          Simple.TIMESTAMP,
          Simple.INTERVAL_DAY_TO_SECOND,
          Simple.INTERVAL_YEAR_TO_MONTH,
          Simple.VARCHAR,
          Simple.VARBINARY -> {}
      case SqlType.WideDecimal _, NestedType _ -> {}
    }
    return any(choices);
  }

  private KernelExpr leaf(SqlType type) {
    return switch (random.nextInt(6)) {
      case 0 -> new Literal(type, value(type));
      case 1 -> random.nextInt(4) == 0 ? new Literal(type, null) : column(type);
      default -> column(type);
    };
  }

  private KernelExpr column(SqlType type) {
    return new Column(
        TYPES.indexOf(type) * COLUMNS_PER_TYPE + random.nextInt(COLUMNS_PER_TYPE), type);
  }

  private KernelExpr choice(SqlType type, int depth) {
    List<Case.Branch> branches = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      branches.add(new Case.Branch(expression(Simple.BOOLEAN, depth), expression(type, depth)));
    }
    KernelExpr otherwise =
        random.nextInt(3) == 0 ? new Literal(type, null) : expression(type, depth);
    return new Case(branches, otherwise);
  }

  private KernelExpr arithmetic(SqlType type, int depth) {
    return new Arithmetic(
        any(List.of(Arithmetic.Operator.values())),
        expression(type, depth),
        expression(type, depth),
        type);
  }

  private void addBooleans(List<KernelExpr> choices, int depth) {
    SqlType type =
        any(
            TYPES.stream()
                .filter(each -> !each.isVariableLength() && Arithmetics.comparable(each, each))
                .toList());
    choices.add(
        new Comparison(
            any(List.of(Comparison.Relation.values())),
            expression(type, depth),
            expression(type, depth)));
    choices.add(new And(booleans(depth)));
    choices.add(new Or(booleans(depth)));
    choices.add(new Not(expression(Simple.BOOLEAN, depth)));
    choices.add(new IsNull(expression(any(TYPES), depth)));
  }

  private List<KernelExpr> booleans(int depth) {
    List<KernelExpr> operands = new ArrayList<>();
    for (int i = random.nextInt(3); i >= -1; i--) {
      operands.add(expression(Simple.BOOLEAN, depth));
    }
    return operands;
  }

  private void addDecimals(List<KernelExpr> choices, Decimal type, int depth) {
    List<SqlType> sameScale =
        TYPES.stream()
            .filter(each -> each instanceof Decimal(int _, int scale) && scale == type.scale())
            .toList();
    choices.add(
        new Arithmetic(
            random.nextBoolean() ? Arithmetic.Operator.ADD : Arithmetic.Operator.SUBTRACT,
            expression(any(sameScale), depth),
            expression(any(sameScale), depth),
            type));
    if (type.scale() == 4) {
      choices.add(
          new Arithmetic(
              Arithmetic.Operator.MULTIPLY,
              expression(new Decimal(9, 2), depth),
              expression(new Decimal(18, 2), depth),
              type));
    }
    choices.add(new Cast(expression(any(INTEGERS), depth), type));
    List<SqlType> smallerScale =
        TYPES.stream()
            .filter(each -> each instanceof Decimal(int _, int scale) && scale <= type.scale())
            .toList();
    choices.add(new Cast(expression(any(smallerScale), depth), type));
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
