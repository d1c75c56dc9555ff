package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.lift.LiftedFunction;
import org.wasmudf.runtime.lift.Numerics;

/// Functions that are lifted into the JVM give what the engine gives.
class LiftedFunctionTest {
  private static final int RANDOM_FUNCTIONS = 150;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  static Stream<String> instructions() {
    return Arrays.stream(Numerics.class.getDeclaredMethods())
        .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.getName().equals("select"))
        .map(Method::getName)
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("instructions")
  void everyInstructionDoesInALoopWhatItDoesInWebAssembly(String javaName) {
    Method method = method(javaName);
    List<ValueType> parameters =
        Arrays.stream(method.getParameterTypes()).map(RandomCode::type).toList();
    ValueType result = RandomCode.type(method.getReturnType());
    check(
        javaName,
        parameters,
        result,
        code -> {
          for (int i = 0; i < parameters.size(); i++) {
            code.get(i);
          }
          code.op(RandomCode.opcode(javaName));
        });
  }

  @Test
  void selectAndLocalsDoTheSame() {
    for (ValueType type : RandomCode.TYPES) {
      check(
          "select of " + type,
          List.of(type, type, ValueType.I32),
          type,
          code -> code.get(0).get(1).get(2).op(Opcode.SELECT));
      check(
          "tee of " + type,
          List.of(type, ValueType.I32),
          type,
          code -> {
            int local = code.local(type);
            int zero = code.local(type);
            code.get(0).tee(local).op(Opcode.DROP).get(local).get(zero).get(1).op(Opcode.SELECT);
          });
    }
  }

  @Test
  void branchesCarryValuesAndDropWhatLiesBelow() {
    List<ValueType> parameters = List.of(ValueType.I64, ValueType.I32);
    check(
        "br_if out of a block over other values",
        parameters,
        ValueType.I64,
        code ->
            code.block(ValueType.I64)
                .f64(3)
                .i32(7)
                .get(0)
                .get(1)
                .brIf(0)
                .op(Opcode.DROP)
                .op(Opcode.DROP)
                .op(Opcode.DROP)
                .i64(-5)
                .end());
    check(
        "return from within two blocks, and code that nothing reaches",
        parameters,
        ValueType.I64,
        code ->
            code.block()
                .block()
                .get(1)
                .brIf(0)
                .f32(1)
                .i64(11)
                .op(Opcode.RETURN)
                .op(Opcode.I64_ADD)
                .block()
                .br(1)
                .end()
                .br(0)
                .end()
                .get(1)
                .i32(100)
                .op(Opcode.I32_GT_S)
                .brIf(0)
                .i64(12)
                .br(1)
                .end()
                .get(0));
    check(
        "if with and without else",
        parameters,
        ValueType.I64,
        code -> {
          int local = code.local(ValueType.I64);
          code.get(1).ifTrue().get(0).set(local).end();
          code.i64(1000).get(local);
          code.get(1).i32(3).op(Opcode.I32_AND).ifTrue(ValueType.I64);
          code.get(0).orElse().i64(42).end();
          code.op(Opcode.I64_XOR).op(Opcode.I64_ADD);
        });
  }

  @Test
  void randomFunctionsDoTheSame() {
    for (int seed = 0; seed < RANDOM_FUNCTIONS; seed++) {
      Random random = new Random(seed);
      List<ValueType> parameters =
          IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(i -> any(random)).toList();
      ValueType result = any(random);
      check(
          "random function " + seed,
          parameters,
          result,
          code -> new RandomCode(random, code, parameters).value(result, 5));
    }
  }

  @Test
  void whatNeedsAnInstanceOrMayTrapIsNotLifted() {
    assertNotLifted(code -> code.loop().end().i32(1));
    assertNotLifted(code -> code.call(0));
    assertNotLifted(code -> code.i32(1).i32(0).op(Opcode.I32_DIV_S));
    assertNotLifted(code -> code.f64(1).op(Opcode.I32_TRUNC_F64_S));
    assertNotLifted(code -> code.op(Opcode.UNREACHABLE).i32(1));
    assertNotLifted(
        code -> {
          code.i32(0);
          for (int i = 0; i < 200; i++) {
            code.i32(1).op(Opcode.I32_ADD);
          }
        });
    assertNotLifted(
        code -> {
          for (int i = 0; i < 101; i++) {
            code.local(ValueType.I64);
          }
          code.i32(1);
        });
  }

  @Test
  void whatKeepsStateIsNotLifted() {
    assertThat(LiftedFunction.of(Guests.module("traps"), "traps_in_the_tenth_call")).isEmpty();
  }

  private static void assertNotLifted(Consumer<CodeWriter> body) {
    FunctionType type = new FunctionType(List.of(), List.of(ValueType.I32));
    CodeWriter code = new CodeWriter(type);
    body.accept(code);
    ModuleWriter module = new ModuleWriter();
    module.exportFunction("f", module.function(code));
    WasmModule loaded = UdfRuntime.shared().load(module.toBytes());
    assertThat(LiftedFunction.of(loaded, "f")).isEmpty();
  }

  /// Runs a function by both kinds of kernel over all pairs of values at the edges.
  private void check(
      String description, List<ValueType> parameters, ValueType result, Consumer<CodeWriter> body) {
    FunctionSignature signature =
        new FunctionSignature(
            "f", parameters.stream().map(LiftedFunctionTest::sqlType).toList(), sqlType(result));
    CodeWriter code = new CodeWriter(signature.wasmType());
    body.accept(code);
    ModuleWriter writer = new ModuleWriter();
    writer.exportFunction("f", writer.function(code));
    WasmModule module = UdfRuntime.shared().load(writer.toBytes());
    assertThat(LiftedFunction.of(module, "f")).as(description).isPresent();
    List<KernelExpr> arguments = new ArrayList<>();
    for (SqlType each : signature.parameters()) {
      arguments.add(new KernelExpr.Column(arguments.size(), each));
    }
    KernelExpr call = new KernelExpr.Call(new ScalarFunction(module, "f", signature), arguments);
    List<FieldVector> columns = edges(signature.parameters());
    int rows = columns.getFirst().getValueCount();
    try (BatchEvaluator fastest = new BatchEvaluator(memory);
        BatchEvaluator webAssembly =
            new BatchEvaluator(memory, UdfRuntime.shared().owner(), Kernels.WEBASSEMBLY);
        FieldVector lifted = fastest.prepare(call).evaluate(columns, rows);
        FieldVector expected = webAssembly.prepare(call).evaluate(columns, rows)) {
      // Double.equals takes all NaNs for one, and tells 0.0 from -0.0.
      List<@Nullable Object> values = Columns.values(expected);
      assertThat(Columns.values(lifted)).as(description).isEqualTo(values);
    }
    columns.forEach(FieldVector::close);
  }

  private List<FieldVector> edges(List<SqlType> types) {
    int count = Edges.of(types.getFirst()).size();
    List<FieldVector> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      List<Object> edges = Edges.of(types.get(i));
      int place = i;
      List<Object> values =
          IntStream.range(0, count * 24)
              .mapToObj(row -> edges.get((place % 2 == 0 ? row : row / 24) % edges.size()))
              .toList();
      columns.add(Columns.of(types.get(i), values, memory.allocator()));
    }
    return columns;
  }

  private static Method method(String name) {
    return Arrays.stream(Numerics.class.getDeclaredMethods())
        .filter(each -> each.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static SqlType sqlType(ValueType type) {
    return switch (type) {
      case I32 -> Simple.INTEGER;
      case I64 -> Simple.BIGINT;
      case F32 -> Simple.REAL;
      case F64 -> Simple.DOUBLE;
      case V128, FUNCREF, EXTERNREF -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static ValueType any(Random random) {
    return RandomCode.TYPES.get(random.nextInt(RandomCode.TYPES.size()));
  }
}
