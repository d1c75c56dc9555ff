package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import java.util.List;
import org.wasmudf.arrow.Frame.Status;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.IsNull;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.KernelExpr.Not;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes the code of expressions with values of fixed length.
///
/// Every part ends in a local with its value and, only where it can be NULL at all, a local that is
/// 1 if it isn't. In a batch without NULLs no trace of them is left in the code.
final class ExpressionWriter {
  /// Where a value is.
  ///
  /// @param local holds it; any value where it isn't valid
  /// @param valid holds 1 or 0, or is [#ALWAYS]
  record Value(int local, int valid) {
    static final int ALWAYS = -1;

    boolean isNullable() {
      return valid != ALWAYS;
    }
  }

  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final ArithmeticWriter arithmetic;
  private int calls;

  ExpressionWriter(KernelCompiler kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.arithmetic = new ArithmeticWriter(kernel);
  }

  /// Whether an expression can be NULL for some row, given which columns have NULLs.
  boolean isNullable(KernelExpr expression) {
    return kernel.plan().isNullable(expression, kernel::isNullable);
  }

  Value write(KernelExpr expression) {
    return switch (expression) {
      case Column column -> column(column);
      case Literal literal -> literal(literal);
      case Call call -> call(call);
      case KernelExpr.Arithmetic each -> arithmetic(each);
      case Comparison comparison -> comparison(comparison);
      case KernelExpr.And and -> junction(and.operands(), false);
      case KernelExpr.Or or -> junction(or.operands(), true);
      case Not not -> not(not);
      case IsNull isNull -> isNull(isNull.operand());
      case Case choice -> choice(choice);
      case KernelExpr.Cast cast -> cast(cast);
    };
  }

  /// The place of the call that was written last in [KernelPlan#calls].
  int lastCall() {
    return calls - 1;
  }

  private Value column(Column column) {
    int slot = kernel.plan().columnSlot(column);
    int valid = Value.ALWAYS;
    if (kernel.isNullable(slot)) {
      valid = code.local(I32);
      kernel.pushValidity(slot);
      code.set(valid);
    }
    int local = code.local(column.type().wasmType());
    kernel.pushValue(slot);
    code.set(local);
    return new Value(local, valid);
  }

  private Value literal(Literal literal) {
    int local = code.local(literal.type().wasmType());
    if (literal.value() == null) {
      int never = code.local(I32);
      code.i32(0).set(never);
      return new Value(local, never);
    }
    pushConstant(literal);
    code.set(local);
    return new Value(local, Value.ALWAYS);
  }

  private void pushConstant(Literal literal) {
    switch (literal.value()) {
      case Boolean value -> code.i32(value ? 1 : 0);
      case Double value when literal.type() == SqlType.Simple.REAL -> code.f32(value.floatValue());
      case Double value -> code.f64(value);
      case Long value when literal.type().wasmType() == I64 -> code.i64(value);
      case Long value -> code.i32(Math.toIntExact(value));
      case null, default -> throw new IllegalArgumentException("not of fixed length: " + literal);
    }
  }

  private Value call(Call call) {
    SqlType type = call.type();
    int local = code.local(type.isVariableLength() ? I64 : type.wasmType());
    List<Argument> arguments = call.arguments().stream().map(each -> argument(call, each)).toList();
    int site = calls++;
    int valid = allValid(arguments.stream().map(Argument::valid).toList());
    if (valid != Value.ALWAYS) {
      code.get(valid).ifTrue();
    }
    if (kernel.shape().tracing()) {
      kernel.nameCall(site);
    }
    arguments.forEach(each -> each.push().run());
    kernel.call(call.function());
    switch (call.function()) {
      case ScalarFunction _ -> {
        code.set(local);
        checkResult(type, local, site);
      }
      case StateFunction _ -> {
        arguments.getFirst().push().run();
        code.set(local);
      }
    }
    if (valid != Value.ALWAYS) {
      code.orElse();
      zero(local, type);
      code.end();
    }
    return new Value(local, valid);
  }

  /// An argument that was evaluated.
  ///
  /// @param valid as in [Value]
  /// @param push writes the code that pushes it
  private record Argument(int valid, Runnable push) {}

  private Argument argument(Call call, KernelExpr argument) {
    if (!argument.type().isVariableLength()) {
      Value value = write(argument);
      return new Argument(value.valid(), () -> code.get(value.local()));
    }
    int handed = kernel.plan().handedSlot(call.function().module(), argument);
    int slot = Frame.handed(kernel.plan().columns().size(), handed);
    if (argument instanceof Literal literal) {
      int length = literal.value() instanceof Bytes bytes ? bytes.length() : 0;
      return new Argument(
          present(literal).valid(),
          () -> {
            pushFrame(slot);
            code.i32(length);
          });
    }
    int column = kernel.plan().columnSlot((Column) argument);
    return new Argument(
        validity(column),
        () -> {
          kernel.pushOffset(column, 0);
          pushFrame(slot);
          code.op(Opcode.I32_ADD);
          kernel.pushOffset(column, 1);
          kernel.pushOffset(column, 0);
          code.op(Opcode.I32_SUB);
        });
  }

  private void pushFrame(int slot) {
    code.get(kernel.frame()).access(Opcode.I32_LOAD, kernel.shape().frameMemory(), slot);
  }

  private int validity(int column) {
    if (!kernel.isNullable(column)) {
      return Value.ALWAYS;
    }
    int valid = code.local(I32);
    kernel.pushValidity(column);
    code.set(valid);
    return valid;
  }

  /// What a guest returns is brought into the form that the type has in a column, or refused.
  private void checkResult(SqlType type, int local, int site) {
    switch (type) {
      case SqlType.Simple.BOOLEAN -> code.get(local).i32(0).op(Opcode.I32_NE).set(local);
      case SqlType.Simple.TINYINT, SqlType.Simple.SMALLINT -> {
        code.get(local).get(local);
        code.op(type == SqlType.Simple.TINYINT ? Opcode.I32_EXTEND8_S : Opcode.I32_EXTEND16_S);
        code.op(Opcode.I32_NE);
        stopOutOfRange(site);
      }
      case SqlType.Decimal decimal -> {
        arithmetic.pushOutOfRange(local, decimal);
        stopOutOfRange(site);
      }
      case SqlType.Simple.INTEGER,
          SqlType.Simple.BIGINT,
          SqlType.Simple.REAL,
          SqlType.Simple.DOUBLE,
          SqlType.Simple.DATE,
          SqlType.Simple.TIMESTAMP,
          SqlType.Simple.VARCHAR,
          SqlType.Simple.VARBINARY -> {}
    }
  }

  private void stopOutOfRange(int site) {
    code.ifTrue();
    kernel.nameCall(site);
    kernel.stop(Status.RESULT_OUT_OF_RANGE);
    code.end();
  }

  private void zero(int local, SqlType type) {
    if (type.isVariableLength()) {
      code.i64(0).set(local);
      return;
    }
    switch (type.wasmType()) {
      case I32 -> code.i32(0);
      case I64 -> code.i64(0);
      case F32 -> code.f32(0);
      case F64 -> code.f64(0);
      case V128, FUNCREF, EXTERNREF -> throw new IllegalStateException(type.toString());
    }
    code.set(local);
  }

  private int allValid(List<Integer> parts) {
    List<Integer> nullable = parts.stream().filter(each -> each != Value.ALWAYS).toList();
    if (nullable.isEmpty()) {
      return Value.ALWAYS;
    }
    int all = code.local(I32);
    code.get(nullable.getFirst());
    for (int each : nullable.subList(1, nullable.size())) {
      code.get(each).op(Opcode.I32_AND);
    }
    code.set(all);
    return all;
  }

  private Value arithmetic(KernelExpr.Arithmetic each) {
    Value left = write(each.left());
    Value right = write(each.right());
    int valid = allValid(List.of(left.valid(), right.valid()));
    int local = code.local(each.type().wasmType());
    guarded(valid, () -> arithmetic.write(each, left.local(), right.local(), local));
    return new Value(local, valid);
  }

  private Value cast(KernelExpr.Cast cast) {
    Value operand = write(cast.operand());
    int local = code.local(cast.type().wasmType());
    guarded(operand.valid(), () -> arithmetic.cast(cast, operand.local(), local));
    return new Value(local, operand.valid());
  }

  /// What can fail must not look at a NULL's leftover value.
  private void guarded(int valid, Runnable body) {
    if (valid == Value.ALWAYS) {
      body.run();
      return;
    }
    code.get(valid).ifTrue();
    body.run();
    code.end();
  }

  private Value comparison(Comparison comparison) {
    Value left = write(comparison.left());
    Value right = write(comparison.right());
    int local = code.local(I32);
    code.get(left.local()).get(right.local());
    code.op(ArithmeticWriter.compare(comparison.relation(), comparison.left().type().wasmType()));
    code.set(local);
    return new Value(local, allValid(List.of(left.valid(), right.valid())));
  }

  /// AND with `decisive` false, OR with `decisive` true: the first operand of that value decides.
  private Value junction(List<KernelExpr> operands, boolean decisive) {
    int local = code.local(I32);
    boolean nullable = operands.stream().anyMatch(this::isNullable);
    int valid = nullable ? code.local(I32) : Value.ALWAYS;
    int allValid = nullable ? code.local(I32) : Value.ALWAYS;
    code.i32(decisive ? 1 : 0).set(local);
    if (nullable) {
      code.i32(1).set(valid).i32(1).set(allValid);
    }
    code.block();
    for (KernelExpr each : operands) {
      Value value = write(each);
      code.get(value.local());
      if (!decisive) {
        code.op(Opcode.I32_EQZ);
      }
      if (value.isNullable()) {
        code.get(value.valid()).op(Opcode.I32_AND);
      }
      code.brIf(0);
      if (value.isNullable()) {
        code.get(allValid).get(value.valid()).op(Opcode.I32_AND).set(allValid);
      }
    }
    code.i32(decisive ? 0 : 1).set(local);
    if (nullable) {
      code.get(allValid).set(valid);
    }
    code.end();
    return new Value(local, valid);
  }

  private Value not(Not not) {
    Value operand = write(not.operand());
    int local = code.local(I32);
    code.get(operand.local()).op(Opcode.I32_EQZ).set(local);
    return new Value(local, operand.valid());
  }

  private Value isNull(KernelExpr operand) {
    if (operand instanceof Case choice && choice.type().isVariableLength()) {
      return choice(eachIsNull(choice));
    }
    int local = code.local(I32);
    int valid =
        switch (operand) {
          case Column column when column.type().isVariableLength() ->
              validity(kernel.plan().columnSlot(column));
          case Literal literal -> present(literal).valid();
          default -> write(operand).valid();
        };
    if (valid == Value.ALWAYS) {
      code.i32(0).set(local);
    } else {
      code.get(valid).op(Opcode.I32_EQZ).set(local);
    }
    return new Value(local, Value.ALWAYS);
  }

  /// A constant of which nobody wants more than whether it is there.
  private Value present(Literal literal) {
    return literal(new Literal(SqlType.Simple.BOOLEAN, literal.value() == null ? null : true));
  }

  /// Strings have no local to choose, but whether one of them is NULL has.
  private static Case eachIsNull(Case choice) {
    List<Case.Branch> branches =
        choice.branches().stream()
            .map(each -> new Case.Branch(each.condition(), new IsNull(each.value())))
            .toList();
    return new Case(branches, new IsNull(choice.otherwise()));
  }

  private Value choice(Case choice) {
    int local = code.local(choice.type().wasmType());
    int valid = isNullable(choice) ? code.local(I32) : Value.ALWAYS;
    Value target = new Value(local, valid);
    code.block();
    for (Case.Branch each : choice.branches()) {
      writeCondition(each.condition());
      code.ifTrue();
      assign(target, write(each.value()));
      code.br(1).end();
    }
    assign(target, write(choice.otherwise()));
    code.end();
    return target;
  }

  /// Pushes 1 where a condition is TRUE, 0 where it is FALSE or NULL.
  void writeCondition(KernelExpr condition) {
    Value value = write(condition);
    code.get(value.local());
    if (value.isNullable()) {
      code.get(value.valid()).op(Opcode.I32_AND);
    }
  }

  private void assign(Value target, Value source) {
    code.get(source.local()).set(target.local());
    if (target.isNullable()) {
      if (source.isNullable()) {
        code.get(source.valid());
      } else {
        code.i32(1);
      }
      code.set(target.valid());
    }
  }
}
