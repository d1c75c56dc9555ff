package org.wasmudf.arrow;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.wasmudf.arrow.KernelExpr.Arithmetic;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Cast;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.Comparison;
import org.wasmudf.arrow.KernelExpr.IsNull;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.KernelExpr.Not;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.lift.NumericMethods;

/// Writes the value of an expression for one row onto the JVM's stack, and into a variable whether
/// something went wrong.
final class RowExpressionWriter {
  private static final ClassDesc ACCESS = ClassDesc.of(RowAccess.class.getName());
  private static final ClassDesc SEGMENT = ClassDesc.of(MemorySegment.class.getName());

  /// The variables of the loop.
  ///
  /// @param columns for each of [KernelPlan#columns] the one with its segment
  /// @param layouts how their values lie
  /// @param from the one with the first row's number
  /// @param index the one that counts the rows from there
  /// @param failed the one that stays 0 as long as all is well
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Row(int[] columns, List<Layout> layouts, int from, int index, int failed) {}

  private final CodeBuilder code;
  private final KernelPlan plan;
  private final Row row;
  private final ClassDesc self;
  private final Map<GuestFunction, String> functions;

  /// @param self the class that is written
  /// @param functions the names of its methods
  RowExpressionWriter(
      CodeBuilder code,
      KernelPlan plan,
      Row row,
      ClassDesc self,
      Map<GuestFunction, String> functions) {
    this.code = code;
    this.plan = plan;
    this.row = row;
    this.self = self;
    this.functions = functions;
  }

  /// Whether an expression can be written, as far as its built-in parts go.
  static boolean takes(KernelExpr expression) {
    boolean itself =
        switch (expression) {
          case Literal literal -> literal.value() != null;
          // The JVM divides by zero with an exception.
          case Arithmetic each ->
              each.operator() != Arithmetic.Operator.DIVIDE || Arithmetics.isFloat(each.type());
          case IsNull _ -> false;
          // What works on a state touches memory.
          case Call call ->
              call.function() instanceof ScalarFunction && !call.function().returnsNull();
          case Column _, Comparison _, KernelExpr.And _, KernelExpr.Or _, Not _ -> true;
          case Case _, Cast _ -> true;
        };
    return itself
        && !expression.type().isVariableLength()
        && !(expression.type() instanceof SqlType.WideDecimal)
        && expression.operands().stream().allMatch(RowExpressionWriter::takes);
  }

  /// The type of values in Java.
  static ClassDesc javaType(SqlType type) {
    return switch (type.wasmType()) {
      case I32 -> CD_int;
      case I64 -> CD_long;
      case F32 -> CD_float;
      case F64 -> CD_double;
      case V128, FUNCREF, EXTERNREF -> throw new IllegalStateException(type.toString());
    };
  }

  /// Whether a loop wants the values in an array: floating-point numbers are read from segments as
  /// integers and moved to the other kind of register, which has no vector instruction.
  static boolean isCopied(Layout layout) {
    return layout == Layout.FLOAT32 || layout == Layout.FLOAT64;
  }

  /// The class of a loop's column.
  static ClassDesc columnType(Layout layout) {
    return switch (layout) {
      case FLOAT32 -> CD_float.arrayType();
      case FLOAT64 -> CD_double.arrayType();
      case BIT, INT8, INT16, INT32, INT64, DECIMAL128, INT128, BYTES -> SEGMENT;
    };
  }

  void write(KernelExpr expression) {
    switch (expression) {
      case Column column -> column(column);
      case Literal literal -> literal(literal);
      case Call call -> call(call);
      case Arithmetic each -> arithmetic(each);
      case Comparison(Comparison.Relation relation, KernelExpr left, KernelExpr right) -> {
        write(left);
        write(right);
        NumericMethods.write(code, ArithmeticWriter.compare(relation, left.type().wasmType()));
      }
      case KernelExpr.And(List<KernelExpr> operands) -> junction(operands, code::iand);
      case KernelExpr.Or(List<KernelExpr> operands) -> junction(operands, code::ior);
      case Not(KernelExpr operand) -> {
        write(operand);
        code.iconst_1().ixor();
      }
      case Case(List<Case.Branch> branches, KernelExpr otherwise) -> choice(branches, otherwise);
      case Cast cast -> cast(cast);
      case IsNull _ -> throw new IllegalStateException("not taken: " + expression);
    }
  }

  private void junction(List<KernelExpr> operands, Runnable connective) {
    write(operands.getFirst());
    for (KernelExpr each : operands.subList(1, operands.size())) {
      write(each);
      connective.run();
    }
  }

  private void column(Column column) {
    int slot = plan.columnSlot(column);
    Layout layout = row.layouts().get(slot);
    code.aload(row.columns()[slot]);
    if (isCopied(layout)) {
      code.iload(row.index()).arrayLoad(kind(column.type()));
      return;
    }
    code.iload(row.from()).i2l().iload(row.index()).i2l().ladd();
    code.invokestatic(
        ACCESS,
        layout.name().toLowerCase(Locale.ROOT),
        MethodTypeDesc.of(javaType(column.type()), SEGMENT, CD_long));
  }

  private void literal(Literal literal) {
    switch (literal.value()) {
      case Boolean value -> code.loadConstant(value ? 1 : 0);
      case Double value when literal.type() == Simple.REAL -> code.loadConstant(value.floatValue());
      case Double value -> code.loadConstant(value.doubleValue());
      case Long value when literal.type().wasmType() == ValueType.I64 ->
          code.loadConstant(value.longValue());
      case Long value -> code.loadConstant(Math.toIntExact(value));
      case null, default -> throw new IllegalArgumentException("not a number: " + literal);
    }
  }

  private void call(Call call) {
    GuestFunction function = call.function();
    List<ClassDesc> parameters = new ArrayList<>();
    for (int i = 0; i < function.signature().nullMasks(); i++) {
      // A batch with NULLs isn't the loop's, where a function is called on them.
      code.iconst_0();
      parameters.add(CD_int);
    }
    for (KernelExpr each : call.arguments()) {
      write(each);
      parameters.add(javaType(each.type()));
    }
    code.invokestatic(
        self,
        Objects.requireNonNull(functions.get(function)),
        MethodTypeDesc.of(javaType(call.type()), parameters));
    switch (call.type()) {
      case Simple.BOOLEAN -> {
        code.iconst_0();
        NumericMethods.write(code, Opcode.I32_NE);
      }
      case Simple.TINYINT, Simple.SMALLINT -> {
        code.dup().i2l();
        fit(call.type());
      }
      case Decimal decimal -> inRange(decimal.maxUnscaled());
      case Simple.TIME -> {
        code.dup2();
        check("notTime", CD_long);
      }
      case Simple.INTEGER,
          Simple.BIGINT,
          Simple.REAL,
          Simple.DOUBLE,
          Simple.DATE,
          Simple.TIMESTAMP,
          Simple.INTERVAL_DAY_TO_SECOND,
          Simple.INTERVAL_YEAR_TO_MONTH -> {}
      case Simple.VARCHAR, Simple.VARBINARY -> throw new IllegalStateException("not taken");
      case SqlType.WideDecimal _, NestedType _ -> throw new IllegalStateException("not taken");
    }
  }

  private void arithmetic(Arithmetic operation) {
    write(operation.left());
    SqlType type = operation.type();
    if (Arithmetics.isFloat(type)) {
      write(operation.right());
      NumericMethods.write(code, ArithmeticWriter.floating(operation.operator(), type));
      return;
    }
    widen(operation.left().type());
    write(operation.right());
    widen(operation.right().type());
    int right = code.allocateLocal(TypeKind.LONG);
    int left = code.allocateLocal(TypeKind.LONG);
    code.lstore(right).lstore(left);
    if (mayWrap(operation)) {
      code.lload(left).lload(right);
      check(
          switch (operation.operator()) {
            case ADD -> "addOverflows";
            case SUBTRACT -> "subtractOverflows";
            case MULTIPLY -> "multiplyOverflows";
            case DIVIDE -> throw new IllegalStateException("not taken: " + operation);
          },
          CD_long,
          CD_long);
    }
    code.lload(left).lload(right);
    switch (operation.operator()) {
      case ADD -> code.ladd();
      case SUBTRACT -> code.lsub();
      case MULTIPLY -> code.lmul();
      case DIVIDE -> throw new IllegalStateException("not taken: " + operation);
    }
    if (type instanceof Decimal decimal) {
      inRange(decimal.maxUnscaled());
    } else {
      narrow(type);
    }
  }

  /// Whether the result can need more than 64 bits: sums and products of narrow integers and sums
  /// of decimals never do.
  private static boolean mayWrap(Arithmetic operation) {
    return switch (operation.type()) {
      case Decimal _ -> operation.operator() == Arithmetic.Operator.MULTIPLY;
      case SqlType other -> other == Simple.BIGINT;
    };
  }

  private void choice(List<Case.Branch> branches, KernelExpr otherwise) {
    if (branches.isEmpty()) {
      write(otherwise);
      return;
    }
    Case.Branch first = branches.getFirst();
    write(first.value());
    choice(branches.subList(1, branches.size()), otherwise);
    write(first.condition());
    NumericMethods.writeSelect(code, otherwise.type().wasmType());
  }

  private void cast(Cast cast) {
    SqlType from = cast.operand().type();
    write(cast.operand());
    switch (cast.type()) {
      case Simple.TINYINT, Simple.SMALLINT, Simple.INTEGER, Simple.BIGINT -> {
        widen(from);
        narrow(cast.type());
      }
      case Simple.REAL -> code.conversion(kind(from), TypeKind.FLOAT);
      case Simple.DOUBLE -> code.conversion(kind(from), TypeKind.DOUBLE);
      case Decimal to -> {
        widen(from);
        long factor = Arithmetics.factor(from, to);
        inRange(to.maxUnscaled() / factor);
        code.loadConstant(factor).lmul();
      }
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

  private static TypeKind kind(SqlType type) {
    return TypeKind.from(javaType(type));
  }

  private void widen(SqlType from) {
    if (from.wasmType() == ValueType.I32) {
      code.i2l();
    }
  }

  /// Brings a long on the stack to an integer type, if it fits.
  private void narrow(SqlType to) {
    if (to != Simple.BIGINT) {
      code.dup2();
      fit(to);
      code.l2i();
    }
  }

  /// Takes a long off the stack and notes whether an integer type can't hold it.
  private void fit(SqlType type) {
    check(
        switch (Layout.of(type)) {
          case INT8 -> "notInt8";
          case INT16 -> "notInt16";
          case INT32 -> "notInt32";
          default -> throw new IllegalArgumentException("not a narrow integer: " + type);
        },
        CD_long);
  }

  /// Notes whether the long on the stack has a greater magnitude.
  private void inRange(long max) {
    code.dup2().loadConstant(max);
    check("outOfRange", CD_long, CD_long);
  }

  private void check(String name, ClassDesc... parameters) {
    code.invokestatic(ACCESS, name, MethodTypeDesc.of(CD_long, parameters));
    code.lload(row.failed()).lor().lstore(row.failed());
  }
}
