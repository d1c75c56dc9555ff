package org.wasmudf.arrow;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.wasmudf.runtime.lift.LiftedFunction;

/// Writes the second kind of kernel: a Java class with one loop, for expressions whose guests'
/// functions can be lifted out of their modules and whose built-in operations need no branches.
///
/// Nothing in such a loop depends on a row but values, so the JVM's compiler can compute several
/// rows with one instruction. Therefore everything is evaluated for every row, also what CASE and
/// AND would leave out, and what goes wrong is gathered in one number that is looked at in the end.
/// Nobody can notice: nothing in the loop has an effect, and a batch in which something went wrong
/// is computed again by the kernel in WebAssembly, which evaluates what SQL says and stops at the
/// right row.
final class RowLoopCompiler {
  static final ClassDesc SEGMENT = ClassDesc.of(MemorySegment.class.getName());

  private static final ClassDesc SELF = ClassDesc.of(RowLoop.class.getPackageName(), "Loop");
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_long, SEGMENT.arrayType(), SEGMENT, CD_int);
  private static final int WORD_ROWS = 64;

  private final KernelPlan plan;
  private final List<Layout> layouts;
  private final Map<ScalarFunction, LiftedFunction> functions;

  private RowLoopCompiler(
      KernelPlan plan, List<Layout> layouts, Map<ScalarFunction, LiftedFunction> functions) {
    this.plan = plan;
    this.layouts = layouts;
    this.functions = functions;
  }

  /// The loop, if the expression can be one.
  ///
  /// @param layouts how the values of [KernelPlan#columns] lie
  static Optional<RowLoop> compile(KernelPlan plan, List<Layout> layouts) {
    if (!RowExpressionWriter.takes(plan.expression())) {
      return Optional.empty();
    }
    Map<ScalarFunction, LiftedFunction> functions = new LinkedHashMap<>();
    for (KernelExpr.Call each : plan.calls()) {
      ScalarFunction function = each.function();
      Optional<LiftedFunction> lifted = LiftedFunction.of(function.module(), function.export());
      if (lifted.isEmpty()) {
        return Optional.empty();
      }
      functions.put(function, lifted.get());
    }
    return Optional.of(new RowLoopCompiler(plan, layouts, functions).define());
  }

  private RowLoop define() {
    byte[] classFile = ClassFile.of().build(SELF, this::write);
    try {
      MethodHandles.Lookup loop = MethodHandles.lookup().defineHiddenClass(classFile, true);
      return (RowLoop)
          loop.findConstructor(loop.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("no loop for " + plan.expression(), e);
    }
  }

  private void write(ClassBuilder target) {
    target
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
        .withInterfaceSymbols(ClassDesc.of(RowLoop.class.getName()))
        .withMethodBody(
            ConstantDescs.INIT_NAME,
            ConstantDescs.MTD_void,
            ClassFile.ACC_PUBLIC,
            code ->
                code.aload(0)
                    .invokespecial(
                        ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_())
        .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::writeRun);
    Map<ScalarFunction, String> names = names();
    functions.forEach(
        (function, lifted) -> lifted.addTo(target, Objects.requireNonNull(names.get(function))));
  }

  private Map<ScalarFunction, String> names() {
    Map<ScalarFunction, String> names = new LinkedHashMap<>();
    functions.keySet().forEach(each -> names.put(each, "function" + names.size()));
    return names;
  }

  private void writeRun(CodeBuilder code) {
    int columnsSlot = code.parameterSlot(0);
    int[] columns = new int[layouts.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(columnsSlot).loadConstant(i).aaload().astore(columns[i]);
    }
    int failed = code.allocateLocal(TypeKind.LONG);
    int row = code.allocateLocal(TypeKind.INT);
    code.lconst_0().lstore(failed).iconst_0().istore(row);
    RowExpressionWriter expression =
        new RowExpressionWriter(
            code, plan, new RowExpressionWriter.Row(columns, layouts, row, failed), SELF, names());
    if (Layout.of(plan.expression().type()) == Layout.BIT) {
      writeBits(code, row, expression);
    } else {
      writeValues(code, row, expression);
    }
    code.lload(failed).lreturn();
  }

  private void writeValues(CodeBuilder code, int row, RowExpressionWriter expression) {
    int result = code.parameterSlot(1);
    Layout layout = Layout.of(plan.expression().type());
    Label next = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(next).iload(row).iload(code.parameterSlot(2)).if_icmpge(end);
    code.aload(result).iload(row);
    expression.write(plan.expression());
    code.invokestatic(
        RowExpressionWriter.ACCESS,
        RowExpressionWriter.accessor(layout),
        MethodTypeDesc.of(
            CD_void, SEGMENT, CD_int, RowExpressionWriter.javaType(plan.expression().type())));
    code.iinc(row, 1).goto_(next).labelBinding(end);
  }

  /// Two loops, the inner one over the rows of a word.
  private void writeBits(CodeBuilder code, int row, RowExpressionWriter expression) {
    int result = code.parameterSlot(1);
    int rows = code.parameterSlot(2);
    int word = code.allocateLocal(TypeKind.LONG);
    int base = code.allocateLocal(TypeKind.INT);
    int end = code.allocateLocal(TypeKind.INT);
    Label nextWord = code.newLabel();
    Label nextRow = code.newLabel();
    Label endOfWord = code.newLabel();
    Label endOfRows = code.newLabel();
    code.iconst_0().istore(base);
    code.labelBinding(nextWord).iload(base).iload(rows).if_icmpge(endOfRows);
    code.lconst_0().lstore(word).iload(base).istore(row);
    code.iload(base).loadConstant(WORD_ROWS).iadd().iload(rows);
    code.invokestatic(
        ClassDesc.of("java.lang.Math"), "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
    code.istore(end);
    code.labelBinding(nextRow).iload(row).iload(end).if_icmpge(endOfWord);
    code.lload(word);
    expression.write(plan.expression());
    code.i2l().iload(row).lshl().lor().lstore(word);
    code.iinc(row, 1).goto_(nextRow).labelBinding(endOfWord);
    code.aload(result).iload(base).loadConstant(6).ishr().lload(word);
    code.invokestatic(
        RowExpressionWriter.ACCESS,
        RowExpressionWriter.accessor(Layout.INT64),
        MethodTypeDesc.of(CD_void, SEGMENT, CD_int, CD_long));
    code.iload(base).loadConstant(WORD_ROWS).iadd().istore(base).goto_(nextWord);
    code.labelBinding(endOfRows);
  }
}
