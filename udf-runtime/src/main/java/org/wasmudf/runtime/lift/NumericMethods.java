package org.wasmudf.runtime.lift;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;

/// The methods of [Numerics], by instruction.
public final class NumericMethods {
  private static final ClassDesc OWNER = Numerics.class.describeConstable().orElseThrow();
  private static final Pattern WORD_START = Pattern.compile("[._]([a-z])");
  private static final Map<Opcode, Method> METHODS = methods();

  private NumericMethods() {}

  private static Map<Opcode, Method> methods() {
    Map<String, Method> byName =
        Arrays.stream(Numerics.class.getDeclaredMethods())
            .filter(each -> Modifier.isPublic(each.getModifiers()))
            .filter(each -> !each.getName().equals("select"))
            .collect(Collectors.toMap(Method::getName, Function.identity()));
    Map<Opcode, Method> methods = new EnumMap<>(Opcode.class);
    for (Opcode each : Opcode.values()) {
      Method method = byName.remove(javaName(each));
      if (method != null) {
        methods.put(each, method);
      }
    }
    if (!byName.isEmpty()) {
      throw new IllegalStateException("no instructions: " + byName.keySet());
    }
    return methods;
  }

  private static String javaName(Opcode opcode) {
    return WORD_START
        .matcher(opcode.toString())
        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }

  /// Whether there is a method for the instruction.
  static boolean has(Opcode opcode) {
    return METHODS.containsKey(opcode);
  }

  /// How many values the instruction takes.
  static int operands(Opcode opcode) {
    return method(opcode).getParameterCount();
  }

  /// What the instruction leaves.
  static ValueType result(Opcode opcode) {
    return valueType(method(opcode).getReturnType());
  }

  private static Method method(Opcode opcode) {
    return Optional.ofNullable(METHODS.get(opcode))
        .orElseThrow(() -> new IllegalArgumentException("no method for " + opcode));
  }

  static Class<?> javaClass(ValueType type) {
    return switch (type) {
      case I32 -> int.class;
      case I64 -> long.class;
      case F32 -> float.class;
      case F64 -> double.class;
      case V128, FUNCREF, EXTERNREF -> throw new IllegalArgumentException("no number: " + type);
    };
  }

  private static ValueType valueType(Class<?> type) {
    return switch (type.getName()) {
      case "int" -> ValueType.I32;
      case "long" -> ValueType.I64;
      case "float" -> ValueType.F32;
      case "double" -> ValueType.F64;
      default -> throw new IllegalArgumentException(type.getName());
    };
  }

  /// Writes the instruction: operands are on the JVM's stack as they are on WebAssembly's.
  public static void write(CodeBuilder code, Opcode opcode) {
    Method method = method(opcode);
    call(code, method.getName(), method.getReturnType(), List.of(method.getParameterTypes()));
  }

  /// Writes `select` of values of that type.
  public static void writeSelect(CodeBuilder code, ValueType values) {
    Class<?> type = javaClass(values);
    call(code, "select", type, List.of(type, type, int.class));
  }

  private static void call(
      CodeBuilder code, String name, Class<?> result, List<Class<?>> parameters) {
    code.invokestatic(
        OWNER,
        name,
        MethodTypeDesc.of(
            result.describeConstable().orElseThrow(),
            parameters.stream()
                .map(each -> each.describeConstable().orElseThrow())
                .toArray(ClassDesc[]::new)));
  }
}
