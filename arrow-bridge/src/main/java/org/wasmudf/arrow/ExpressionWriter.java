package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import java.math.BigInteger;
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
  /// @param local holds it, of a wide decimal the lower half; any value where it isn't valid
  /// @param high holds the upper half of a wide decimal; otherwise the same as `local`
  /// @param valid holds 1 or 0, or is [#ALWAYS]
  record Value(int local, int high, int valid) {
    static final int ALWAYS = -1;

    Value(int local, int valid) {
      this(local, local, valid);
    }

    boolean isWide() {
      return high != local;
    }

    boolean isNullable() {
      return valid != ALWAYS;
    }
  }

  private final KernelCompiler kernel;
  private final CodeWriter code;
  private final ArithmeticWriter arithmetic;
  private final WideDecimalWriter wide;
  private int calls;

  ExpressionWriter(KernelCompiler kernel) {
    this.kernel = kernel;
    this.code = kernel.code();
    this.arithmetic = new ArithmeticWriter(kernel);
    this.wide = new WideDecimalWriter(kernel);
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
    Value value = local(column.type(), valid);
    kernel.pushValue(slot);
    code.set(value.local());
    if (value.isWide()) {
      kernel.pushUpperHalf(slot);
      code.set(value.high());
    }
    return value;
  }

  /// New locals for a value.
  private Value local(SqlType type, int valid) {
    int local = code.local(type.wasmType());
    return type instanceof SqlType.WideDecimal
        ? new Value(local, code.local(I64), valid)
        : new Value(local, valid);
  }

  private Value literal(Literal literal) {
    if (literal.value() == null) {
      Value value = local(literal.type(), code.local(I32));
      code.i32(0).set(value.valid());
      return value;
    }
    Value value = local(literal.type(), Value.ALWAYS);
    if (literal.value() instanceof BigInteger number) {
      code.i64(number.longValue()).set(value.local());
      code.i64(number.shiftRight(Long.SIZE).longValue()).set(value.high());
    } else {
      pushConstant(literal);
      code.set(value.local());
    }
    return value;
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
    GuestFunction function = call.function();
    int returned = code.local(function.signature().returned());
    List<Argument> arguments = call.arguments().stream().map(each -> argument(call, each)).toList();
    int site = calls++;
    int reached =
        allValid(
            arguments.subList(0, function.neededArguments()).stream()
                .map(Argument::valid)
                .toList());
    if (reached != Value.ALWAYS) {
      code.get(reached).ifTrue();
    }
    if (kernel.shape().tracing()) {
      kernel.nameCall(site);
    }
    int valid = function.returnsNull() ? code.local(I32) : reached;
    Value value =
        type instanceof SqlType.WideDecimal ? local(type, valid) : new Value(returned, valid);
    if (function instanceof StateFunction) {
      pushArguments(function, arguments);
      kernel.call(function);
      arguments.getFirst().push().run();
      code.set(returned);
    } else if (function.returnsNull()) {
      callReturningNull(function, arguments, returned, valid);
      code.get(valid).ifTrue();
      takeResult(call, returned, value, site);
      code.orElse();
      zero(value, type);
      code.end();
    } else {
      pushArguments(function, arguments);
      kernel.call(function);
      code.set(returned);
      takeResult(call, returned, value, site);
    }
    if (reached != Value.ALWAYS) {
      code.orElse();
      zero(value, type);
      if (valid != reached) {
        code.i32(0).set(valid);
      }
      code.end();
    }
    return value;
  }

  private void takeResult(Call call, int returned, Value value, int site) {
    if (call.type() instanceof SqlType.WideDecimal type) {
      wide.load(kernel.guestMemory(call.function().module()), returned, value, site);
      wide.pushOutOfRange(value, type);
      stopOutOfRange(site);
    } else {
      checkResult(call.type(), value.local(), site);
    }
  }

  /// Calls a function with a pointer to a byte that is 0, and looks afterwards whether it still is.
  private void callReturningNull(
      GuestFunction function, List<Argument> arguments, int returned, int valid) {
    int memory = kernel.guestMemory(function.module());
    int slot = kernel.plan().nullByteSlot(function.module());
    pushFrame(slot);
    code.i32(0).access(Opcode.I32_STORE8, memory, 0);
    pushArguments(function, arguments);
    pushFrame(slot);
    kernel.call(function);
    code.set(returned);
    pushFrame(slot);
    code.access(Opcode.I32_LOAD8_U, memory, 0).op(Opcode.I32_EQZ).set(valid);
  }

  private void pushArguments(GuestFunction function, List<Argument> arguments) {
    if (function.isCalledOnNull()) {
      int first = function.neededArguments();
      arguments.subList(0, first).forEach(each -> each.push().run());
      List<Argument> told = arguments.subList(first, arguments.size());
      for (int i = 0; i < told.size(); i += FunctionSignature.ARGUMENTS_PER_MASK) {
        int end = Math.min(i + FunctionSignature.ARGUMENTS_PER_MASK, told.size());
        pushNullMask(told.subList(i, end));
      }
      told.forEach(each -> each.push().run());
    } else {
      arguments.forEach(each -> each.push().run());
    }
  }

  /// Pushes a bit for each argument, 1 where it is NULL.
  private void pushNullMask(List<Argument> arguments) {
    code.i32(0);
    for (int i = 0; i < arguments.size(); i++) {
      int valid = arguments.get(i).valid();
      if (valid != Value.ALWAYS) {
        code.get(valid).op(Opcode.I32_EQZ).i32(i).op(Opcode.I32_SHL).op(Opcode.I32_OR);
      }
    }
  }

  /// An argument that was evaluated.
  ///
  /// @param valid as in [Value]
  /// @param push writes the code that pushes it
  private record Argument(int valid, Runnable push) {}

  private Argument argument(Call call, KernelExpr argument) {
    boolean seesNulls = call.function().isCalledOnNull();
    if (!argument.type().isVariableLength()) {
      Value value = write(argument);
      if (seesNulls && value.isNullable()) {
        code.get(value.valid()).op(Opcode.I32_EQZ).ifTrue();
        zero(value, argument.type());
        code.end();
      }
      return new Argument(value.valid(), () -> push(value));
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
    int valid = validity(column);
    return new Argument(
        valid,
        () -> {
          kernel.pushOffset(column, 0);
          pushFrame(slot);
          code.op(Opcode.I32_ADD);
          kernel.pushOffset(column, 1);
          kernel.pushOffset(column, 0);
          code.op(Opcode.I32_SUB);
          if (seesNulls && valid != Value.ALWAYS) {
            // Bytes may lie under a NULL.
            code.get(valid).op(Opcode.I32_MUL);
          }
        });
  }

  private void push(Value value) {
    code.get(value.local());
    if (value.isWide()) {
      code.get(value.high());
    }
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
      case SqlType.Simple.TIME -> {
        code.get(local).i64(SqlType.Simple.MICROS_PER_DAY).op(Opcode.I64_GE_U);
        stopOutOfRange(site);
      }
      case SqlType.Simple.INTEGER,
          SqlType.Simple.BIGINT,
          SqlType.Simple.REAL,
          SqlType.Simple.DOUBLE,
          SqlType.Simple.DATE,
          SqlType.Simple.TIMESTAMP,
          SqlType.Simple.INTERVAL_DAY_TO_SECOND,
          SqlType.Simple.INTERVAL_YEAR_TO_MONTH,
          SqlType.Simple.VARCHAR,
          SqlType.Simple.VARBINARY -> {}
      case SqlType.WideDecimal _, NestedType _ -> throw new IllegalStateException("lies in memory");
    }
  }

  private void stopOutOfRange(int site) {
    code.ifTrue();
    kernel.nameCall(site);
    kernel.stop(Status.RESULT_OUT_OF_RANGE);
    code.end();
  }

  private void zero(Value value, SqlType type) {
    int local = value.local();
    if (type.isVariableLength() || value.isWide()) {
      code.i64(0).set(local);
      if (value.isWide()) {
        code.i64(0).set(value.high());
      }
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
    Value target = local(choice.type(), isNullable(choice) ? code.local(I32) : Value.ALWAYS);
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
    if (target.isWide()) {
      code.get(source.high()).set(target.high());
    }
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
