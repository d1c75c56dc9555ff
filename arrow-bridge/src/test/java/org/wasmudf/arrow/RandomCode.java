package org.wasmudf.arrow;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.lift.Numerics;

/// Writes random code that computes one value from parameters and constants, with blocks, branches
/// and local variables.
///
/// Instructions that show the bits of a NaN are left out: those may differ.
final class RandomCode {
  static final List<ValueType> TYPES =
      List.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64);

  private static final List<String> SHOW_NAN_BITS =
      List.of("i32ReinterpretF32", "i64ReinterpretF64", "f32Copysign", "f64Copysign");

  private static final Map<ValueType, List<Method>> BY_RESULT =
      Arrays.stream(Numerics.class.getDeclaredMethods())
          .filter(each -> Modifier.isPublic(each.getModifiers()))
          .filter(each -> !each.getName().equals("select"))
          .filter(each -> !SHOW_NAN_BITS.contains(each.getName()))
          .sorted((a, b) -> a.getName().compareTo(b.getName()))
          .collect(
              Collectors.groupingBy(
                  each -> type(each.getReturnType()),
                  () -> new EnumMap<>(ValueType.class),
                  Collectors.toList()));

  private final Random random;
  private final CodeWriter code;
  private final List<ValueType> parameters;

  RandomCode(Random random, CodeWriter code, List<ValueType> parameters) {
    this.random = random;
    this.code = code;
    this.parameters = parameters;
  }

  void value(ValueType type, int depth) {
    switch (depth == 0 ? 0 : random.nextInt(10)) {
      case 0 -> leaf(type);
      case 1 -> {
        value(type, depth - 1);
        value(type, depth - 1);
        value(ValueType.I32, depth - 1);
        code.op(Opcode.SELECT);
      }
      case 2 -> {
        value(ValueType.I32, depth - 1);
        code.ifTrue(type);
        value(type, depth - 1);
        code.orElse();
        value(type, depth - 1);
        code.end();
      }
      case 3 -> {
        code.block(type);
        leaf(TYPES.get(random.nextInt(TYPES.size())));
        value(type, depth - 1);
        value(ValueType.I32, depth - 1);
        code.brIf(0).op(Opcode.DROP).op(Opcode.DROP);
        value(type, depth - 1);
        code.end();
      }
      case 4 -> {
        int local = code.local(type);
        value(type, depth - 1);
        code.set(local);
        value(ValueType.I32, depth - 1);
        code.ifTrue();
        value(type, depth - 1);
        code.set(local).end().get(local);
      }
      default -> {
        List<Method> methods = BY_RESULT.getOrDefault(type, List.of());
        Method method = methods.get(random.nextInt(methods.size()));
        for (Class<?> each : method.getParameterTypes()) {
          value(type(each), depth - 1);
        }
        code.op(opcode(method.getName()));
      }
    }
  }

  private void leaf(ValueType type) {
    int parameter = random.nextInt(parameters.size());
    if (parameters.get(parameter) == type) {
      code.get(parameter);
      return;
    }
    switch (type) {
      case I32 -> code.i32(random.nextInt(-40, 40));
      case I64 -> code.i64(random.nextLong(-40, 40));
      case F32 -> code.f32(random.nextInt(-40, 40) / 4f);
      case F64 -> code.f64(random.nextInt(-40, 40) / 4.0);
      case V128, FUNCREF, EXTERNREF -> throw new IllegalArgumentException(type.toString());
    }
  }

  static ValueType type(Class<?> type) {
    return type == int.class
        ? ValueType.I32
        : type == long.class ? ValueType.I64 : type == float.class ? ValueType.F32 : ValueType.F64;
  }

  static Opcode opcode(String javaName) {
    return Arrays.stream(Opcode.values())
        .filter(
            each ->
                each.toString()
                    .replaceAll("[._]", "")
                    .toLowerCase(Locale.ROOT)
                    .equals(javaName.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow();
  }
}
