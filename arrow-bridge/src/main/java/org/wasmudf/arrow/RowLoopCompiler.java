package org.wasmudf.arrow;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
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
  private static final ClassDesc SELF = ClassDesc.of(RowLoop.class.getPackageName(), "Loop");
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(CD_long, CD_Object.arrayType(), CD_int, CD_int, CD_Object);

  private final KernelPlan plan;
  private final List<Layout> layouts;
  private final Map<GuestFunction, LiftedFunction> functions;

  private RowLoopCompiler(
      KernelPlan plan, List<Layout> layouts, Map<GuestFunction, LiftedFunction> functions) {
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
    Map<GuestFunction, LiftedFunction> functions = new LinkedHashMap<>();
    for (KernelExpr.Call each : plan.calls()) {
      GuestFunction function = each.function();
      Optional<LiftedFunction> lifted = LiftedFunction.of(function.module(), function.called());
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
                    .invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                    .return_())
        .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC, this::writeRun);
    Map<GuestFunction, String> names = names();
    functions.forEach(
        (function, lifted) -> lifted.addTo(target, Objects.requireNonNull(names.get(function))));
  }

  private Map<GuestFunction, String> names() {
    Map<GuestFunction, String> names = new LinkedHashMap<>();
    functions.keySet().forEach(each -> names.put(each, "function" + names.size()));
    return names;
  }

  private void writeRun(CodeBuilder code) {
    int from = code.parameterSlot(1);
    int count = code.parameterSlot(2);
    int[] columns = new int[layouts.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = code.allocateLocal(TypeKind.REFERENCE);
      code.aload(code.parameterSlot(0)).loadConstant(i).aaload();
      code.checkcast(RowExpressionWriter.columnType(layouts.get(i))).astore(columns[i]);
    }
    ClassDesc type = RowExpressionWriter.javaType(plan.expression().type());
    int values = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(code.parameterSlot(3)).checkcast(type.arrayType()).astore(values);
    int failed = code.allocateLocal(TypeKind.LONG);
    int i = code.allocateLocal(TypeKind.INT);
    code.lconst_0().lstore(failed).iconst_0().istore(i);
    RowExpressionWriter expression =
        new RowExpressionWriter(
            code,
            plan,
            new RowExpressionWriter.Row(columns, layouts, from, i, failed),
            SELF,
            names());
    Label next = code.newLabel();
    Label end = code.newLabel();
    code.labelBinding(next).iload(i).iload(count).if_icmpge(end);
    code.aload(values).iload(i);
    expression.write(plan.expression());
    code.arrayStore(TypeKind.from(type));
    code.iinc(i, 1).goto_(next).labelBinding(end);
    code.lload(failed).lreturn();
  }
}
