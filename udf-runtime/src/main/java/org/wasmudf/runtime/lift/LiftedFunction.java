package org.wasmudf.runtime.lift;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.ExternalKind;
import org.wasmudf.runtime.binary.FunctionBody;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.InstructionReader;
import org.wasmudf.runtime.binary.LocalGroup;
import org.wasmudf.runtime.binary.ValueType;

/// A guest's function that needs no instance: it touches nothing but its arguments and local
/// variables, has no loop, calls nothing and can't trap.
///
/// Such a function can be lifted out of its module and become a method of a Java class, which the
/// JVM's compiler inlines into a loop over columns and often turns into vector instructions. What
/// it computes is the same to the last bit, except the bits of NaNs. Immutable.
public final class LiftedFunction {
  /// The JVM doesn't compile methods of more than 8,000 bytes, and these leave room for the loop.
  private static final int MAX_INSTRUCTIONS = 400;

  private static final int MAX_LOCALS = 100;

  private final WasmModule module;
  private final FunctionBody body;
  private final int instructions;

  private LiftedFunction(WasmModule module, FunctionBody body, int instructions) {
    this.module = module;
    this.body = body;
    this.instructions = instructions;
  }

  /// The function, if it can be lifted.
  ///
  /// @param module a checked module
  /// @param export the name of an exported function
  public static Optional<LiftedFunction> of(WasmModule module, String export) {
    return module
        .info()
        .export(export)
        .filter(each -> each.kind() == ExternalKind.FUNCTION)
        .map(each -> each.index() - module.info().importedFunctions())
        .filter(index -> index >= 0)
        .map(index -> module.info().bodies().get(index))
        .flatMap(body -> of(module, body));
  }

  private static Optional<LiftedFunction> of(WasmModule module, FunctionBody body) {
    FunctionType type = module.info().functionType(body.function());
    InstructionReader in = new InstructionReader(module.bytes(), module.info(), body);
    if (type.results().size() != 1 || !hasFewNumbers(type, in.localGroups())) {
      return Optional.empty();
    }
    int instructions = 0;
    while (in.next()) {
      instructions++;
      if (instructions > MAX_INSTRUCTIONS || !BodyTranslator.takes(in)) {
        return Optional.empty();
      }
    }
    return Optional.of(new LiftedFunction(module, body, instructions));
  }

  private static boolean hasFewNumbers(FunctionType type, List<LocalGroup> locals) {
    int count = type.parameters().size() + locals.stream().mapToInt(LocalGroup::count).sum();
    return count <= MAX_LOCALS
        && Stream.of(type.parameters(), type.results())
            .flatMap(List::stream)
            .allMatch(ValueType::isNumber)
        && locals.stream().allMatch(each -> each.type().isNumber());
  }

  /// What it takes and returns.
  public FunctionType type() {
    return module.info().functionType(body.function());
  }

  /// How many instructions its body has; no call executes more.
  public int instructions() {
    return instructions;
  }

  /// The method's type in Java: i32 is int, i64 long, f32 float, f64 double.
  public MethodTypeDesc descriptor() {
    return MethodTypeDesc.of(
        javaType(type().results().getFirst()),
        type().parameters().stream().map(LiftedFunction::javaType).toArray(ClassDesc[]::new));
  }

  /// Adds the function to a class, as a private static method.
  ///
  /// @param target the class; its loader must see this one's
  /// @param name the method's name
  public void addTo(ClassBuilder target, String name) {
    InstructionReader in = new InstructionReader(module.bytes(), module.info(), body);
    target.withMethodBody(
        name,
        descriptor(),
        ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC,
        code -> new BodyTranslator(code, in, type()).translate());
  }

  private static ClassDesc javaType(ValueType type) {
    return NumericMethods.javaClass(type).describeConstable().orElseThrow();
  }
}
