package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import org.wasmudf.arrow.Frame.Status;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

/// Writes the code of the built-in operations on numbers, with their checks.
final class ArithmeticWriter {
  private final KernelCompiler kernel;
  private final CodeWriter code;

  ArithmeticWriter(KernelCompiler kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
  }

  void write(Arithmetic operation, int left, int right, int result) {
    switch (operation.type()) {
      case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER ->
          narrow(operation, left, right, result);
      case Simple.BIGINT -> wide(operation.operator(), left, right, result);
      case Decimal decimal -> {
        wide(operation.operator(), left, right, result);
        pushOutOfRange(result, decimal);
        kernel.stopIf(Status.OVERFLOW);
      }
      case Simple.REAL, Simple.DOUBLE ->
          code.get(left)
              .get(right)
              .op(floating(operation.operator(), operation.type()))
              .set(result);
      case Simple.BOOLEAN,
          Simple.DATE,
          Simple.TIME,
          Simple.TIMESTAMP,
          Simple.INTERVAL_DAY_TO_SECOND,
          Simple.INTERVAL_YEAR_TO_MONTH,
          Simple.VARCHAR,
          Simple.VARBINARY ->
          throw new IllegalStateException("no arithmetic on " + operation.type());
      case SqlType.WideDecimal _, NestedType _ ->
          throw new IllegalStateException("no arithmetic on " + operation.type());
    }
  }

  /// The instruction for an operation on REAL or DOUBLE.
  static Opcode floating(Arithmetic.Operator operator, SqlType type) {
    boolean single = type == Simple.REAL;
    return switch (operator) {
      case ADD -> single ? Opcode.F32_ADD : Opcode.F64_ADD;
      case SUBTRACT -> single ? Opcode.F32_SUB : Opcode.F64_SUB;
      case MULTIPLY -> single ? Opcode.F32_MUL : Opcode.F64_MUL;
      case DIVIDE -> single ? Opcode.F32_DIV : Opcode.F64_DIV;
    };
  }

  /// Up to 32 bits: computed in 64, where nothing overflows, and checked against the type.
  private void narrow(Arithmetic operation, int left, int right, int result) {
    int exact = code.local(I64);
    if (operation.operator() == Arithmetic.Operator.DIVIDE) {
      code.get(right).op(Opcode.I32_EQZ);
      kernel.stopIf(Status.DIVISION_BY_ZERO);
    }
    code.get(left).op(Opcode.I64_EXTEND_I32_S).get(right).op(Opcode.I64_EXTEND_I32_S);
    code.op(
        switch (operation.operator()) {
          case ADD -> Opcode.I64_ADD;
          case SUBTRACT -> Opcode.I64_SUB;
          case MULTIPLY -> Opcode.I64_MUL;
          case DIVIDE -> Opcode.I64_DIV_S;
        });
    code.set(exact);
    narrowTo(operation.type(), exact, result);
  }

  private void narrowTo(SqlType type, int exact, int result) {
    code.get(exact).get(exact);
    code.op(
        switch (type) {
          case Simple.TINYINT -> Opcode.I64_EXTEND8_S;
          case Simple.SMALLINT -> Opcode.I64_EXTEND16_S;
          default -> Opcode.I64_EXTEND32_S;
        });
    code.op(Opcode.I64_NE);
    kernel.stopIf(Status.OVERFLOW);
    code.get(exact).op(Opcode.I32_WRAP_I64).set(result);
  }

  private void wide(Arithmetic.Operator operator, int left, int right, int result) {
    switch (operator) {
      case ADD -> {
        code.get(left).get(right).op(Opcode.I64_ADD).set(result);
        // Overflowed if both operands differ in sign from the result.
        code.get(left).get(result).op(Opcode.I64_XOR).get(right).get(result).op(Opcode.I64_XOR);
        stopIfBothNegative();
      }
      case SUBTRACT -> {
        code.get(left).get(right).op(Opcode.I64_SUB).set(result);
        // Overflowed if the operands differ in sign and the result differs from the left one.
        code.get(left).get(right).op(Opcode.I64_XOR).get(left).get(result).op(Opcode.I64_XOR);
        stopIfBothNegative();
      }
      case MULTIPLY -> multiply(left, right, result);
      case DIVIDE -> {
        code.get(right).op(Opcode.I64_EQZ);
        kernel.stopIf(Status.DIVISION_BY_ZERO);
        code.get(left).i64(Long.MIN_VALUE).op(Opcode.I64_EQ);
        code.get(right).i64(-1).op(Opcode.I64_EQ).op(Opcode.I32_AND);
        kernel.stopIf(Status.OVERFLOW);
        code.get(left).get(right).op(Opcode.I64_DIV_S).set(result);
      }
    }
  }

  private void stopIfBothNegative() {
    code.op(Opcode.I64_AND).i64(0).op(Opcode.I64_LT_S);
    kernel.stopIf(Status.OVERFLOW);
  }

  private void multiply(int left, int right, int result) {
    code.get(left).get(right).op(Opcode.I64_MUL).set(result);
    // Operands of 32 bits can't overflow; only beyond is the slow proof by division needed.
    pushWiderThan32Bits(left);
    pushWiderThan32Bits(right);
    code.op(Opcode.I32_OR).ifTrue();
    code.get(left).i64(-1).op(Opcode.I64_EQ);
    code.get(right).i64(Long.MIN_VALUE).op(Opcode.I64_EQ).op(Opcode.I32_AND);
    kernel.stopIf(Status.OVERFLOW);
    code.get(left).op(Opcode.I64_EQZ).op(Opcode.I32_EQZ).ifTrue();
    code.get(result).get(left).op(Opcode.I64_DIV_S).get(right).op(Opcode.I64_NE);
    kernel.stopIf(Status.OVERFLOW);
    code.end().end();
  }

  private void pushWiderThan32Bits(int local) {
    code.get(local).get(local).op(Opcode.I64_EXTEND32_S).op(Opcode.I64_NE);
  }

  /// Pushes 1 where a value has more digits than its type.
  void pushOutOfRange(int local, Decimal type) {
    long max = type.maxUnscaled();
    code.get(local).i64(max).op(Opcode.I64_ADD).i64(2 * max).op(Opcode.I64_GT_U);
  }

  void cast(KernelExpr.Cast cast, int operand, int result) {
    SqlType from = cast.operand().type();
    switch (cast.type()) {
      case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER -> {
        int exact = code.local(I64);
        pushLong(from, operand);
        code.set(exact);
        narrowTo(cast.type(), exact, result);
      }
      case Simple.BIGINT -> {
        pushLong(from, operand);
        code.set(result);
      }
      case Simple.REAL, Simple.DOUBLE -> {
        code.get(operand);
        toFloat(from, cast.type());
        code.set(result);
      }
      case Decimal to -> rescale(from, to, operand, result);
      case Simple.BOOLEAN,
          Simple.DATE,
          Simple.TIME,
          Simple.TIMESTAMP,
          Simple.INTERVAL_DAY_TO_SECOND,
          Simple.INTERVAL_YEAR_TO_MONTH,
          Simple.VARCHAR,
          Simple.VARBINARY ->
          throw new IllegalStateException("no cast to " + cast.type());
      case SqlType.WideDecimal _, NestedType _ ->
          throw new IllegalStateException("no cast to " + cast.type());
    }
  }

  private void pushLong(SqlType type, int operand) {
    code.get(operand);
    if (type.wasmType() == I32) {
      code.op(Opcode.I64_EXTEND_I32_S);
    }
  }

  private void toFloat(SqlType from, SqlType to) {
    boolean single = to == Simple.REAL;
    switch (from.wasmType()) {
      case I32 -> code.op(single ? Opcode.F32_CONVERT_I32_S : Opcode.F64_CONVERT_I32_S);
      case I64 -> code.op(single ? Opcode.F32_CONVERT_I64_S : Opcode.F64_CONVERT_I64_S);
      case F32 -> code.op(Opcode.F64_PROMOTE_F32);
      case F64 -> {}
      case V128, FUNCREF, EXTERNREF -> throw new IllegalStateException(from.toString());
    }
  }

  private void rescale(SqlType from, Decimal to, int operand, int result) {
    long factor = Arithmetics.factor(from, to);
    int value = code.local(I64);
    pushLong(from, operand);
    code.set(value);
    long max = to.maxUnscaled() / factor;
    code.get(value).i64(max).op(Opcode.I64_GT_S);
    code.get(value).i64(-max).op(Opcode.I64_LT_S).op(Opcode.I32_OR);
    kernel.stopIf(Status.OVERFLOW);
    code.get(value).i64(factor).op(Opcode.I64_MUL).set(result);
  }

  static Opcode compare(KernelExpr.Comparison.Relation operator, ValueType type) {
    return switch (type) {
      case I32 ->
          switch (operator) {
            case EQUAL -> Opcode.I32_EQ;
            case NOT_EQUAL -> Opcode.I32_NE;
            case LESS -> Opcode.I32_LT_S;
            case LESS_OR_EQUAL -> Opcode.I32_LE_S;
            case GREATER -> Opcode.I32_GT_S;
            case GREATER_OR_EQUAL -> Opcode.I32_GE_S;
          };
      case I64 ->
          switch (operator) {
            case EQUAL -> Opcode.I64_EQ;
            case NOT_EQUAL -> Opcode.I64_NE;
            case LESS -> Opcode.I64_LT_S;
            case LESS_OR_EQUAL -> Opcode.I64_LE_S;
            case GREATER -> Opcode.I64_GT_S;
            case GREATER_OR_EQUAL -> Opcode.I64_GE_S;
          };
      case F32 ->
          switch (operator) {
            case EQUAL -> Opcode.F32_EQ;
            case NOT_EQUAL -> Opcode.F32_NE;
            case LESS -> Opcode.F32_LT;
            case LESS_OR_EQUAL -> Opcode.F32_LE;
            case GREATER -> Opcode.F32_GT;
            case GREATER_OR_EQUAL -> Opcode.F32_GE;
          };
      case F64 ->
          switch (operator) {
            case EQUAL -> Opcode.F64_EQ;
            case NOT_EQUAL -> Opcode.F64_NE;
            case LESS -> Opcode.F64_LT;
            case LESS_OR_EQUAL -> Opcode.F64_LE;
            case GREATER -> Opcode.F64_GT;
            case GREATER_OR_EQUAL -> Opcode.F64_GE;
          };
      case V128, FUNCREF, EXTERNREF -> throw new IllegalStateException(type.toString());
    };
  }
}
