package org.wasmudf.runtime.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfErrorCode;

/// Modules made at random do the same, instrumented or not, and pay at least for what they execute.
/// How many are made is up to [Cases].
class RandomModuleTest {
  /// Loops that take the kinds of values that they leave, see [EngineFaults].
  private static final Set<String> EVEN_LOOPS = Set.of("0->0", "1->1", "many->many");

  private static final int CALLS_PER_FUNCTION = 2;
  private static final long ENOUGH_FUEL = 50_000;

  @Test
  void theGeneratorMakesEveryInstruction() {
    Set<Opcode> missing = EnumSet.allOf(Opcode.class);
    for (int seed = 0; seed < 500 && !missing.isEmpty(); seed++) {
      missing.removeAll(ModuleReader.read(new RandomModule(seed).toBytes()).opcodes());
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void theGeneratorMakesEveryKindOfBlockAndBranch() {
    Set<String> shapes = new TreeSet<>();
    for (int seed = 0; seed < 300; seed++) {
      byte[] wasm = new RandomModule(seed).toBytes();
      ModuleInfo module = ModuleReader.read(wasm);
      for (FunctionBody body : module.bodies()) {
        addShapes(new InstructionReader(wasm, module, body), shapes);
      }
    }
    List<String> wanted = new ArrayList<>();
    for (Opcode block : List.of(Opcode.BLOCK, Opcode.LOOP, Opcode.IF)) {
      for (String counts : List.of("0->0", "0->1", "0->many", "1->0", "1->1", "many->many")) {
        if (block != Opcode.LOOP || EVEN_LOOPS.contains(counts)) {
          wanted.add(block + " " + counts);
        }
      }
    }
    for (Opcode branch : List.of(Opcode.BR, Opcode.BR_IF, Opcode.BR_TABLE)) {
      wanted.add(branch + " back to a loop");
      wanted.add(branch + " out of a block");
      wanted.add(branch + " out of the function");
    }
    wanted.addAll(List.of("return before end", "call before end", "call_indirect before end"));
    assertThat(shapes).containsAll(wanted);
  }

  private static void addShapes(InstructionReader in, Set<String> shapes) {
    List<Opcode> open = new ArrayList<>();
    Opcode before = Opcode.NOP;
    while (in.next()) {
      Opcode opcode = in.opcode();
      switch (opcode) {
        case BLOCK, LOOP, IF -> {
          FunctionType type = in.blockType();
          shapes.add(
              opcode + " " + count(type.parameters().size()) + "->" + count(type.results().size()));
          open.add(opcode);
        }
        case BR, BR_IF -> shapes.add(opcode + target(open, in.index()));
        case BR_TABLE -> {
          for (int i = 0; i < in.labels(); i++) {
            shapes.add(opcode + target(open, in.label(i)));
          }
        }
        case END -> {
          shapes.add(before + " before end");
          if (!open.isEmpty()) {
            open.removeLast();
          }
        }
        default -> {}
      }
      before = opcode;
    }
  }

  private static String target(List<Opcode> open, int label) {
    if (label == open.size()) {
      return " out of the function";
    }
    return open.get(open.size() - 1 - label) == Opcode.LOOP ? " back to a loop" : " out of a block";
  }

  private static String count(int values) {
    return values > 1 ? "many" : Integer.toString(values);
  }

  @Test
  void randomModulesDoTheSameInstrumentedAndPayForWhatTheyExecute() {
    long[] seeds = Cases.seeds(100, 5_000).toArray();
    int returned = 0;
    for (long seed : seeds) {
      returned += compare(seed);
    }
    if (seeds.length > 1) {
      assertThat(returned).isGreaterThan(seeds.length);
    }
  }

  /// Returns how many calls returned, without a trap
  private static int compare(long seed) {
    byte[] wasm = new RandomModule(seed).toBytes();
    ModuleInfo module = ModuleReader.read(wasm);
    Random random = new Random(seed);
    int returned = 0;
    for (Export export : module.exports()) {
      int function = export.index();
      for (int i = 0; export.kind() == ExternalKind.FUNCTION && i < CALLS_PER_FUNCTION; i++) {
        List<ValueType> parameters = module.functionType(function).parameters();
        long[] arguments = parameters.stream().mapToLong(each -> random.nextInt(100)).toArray();
        String what = "seed " + seed + ", f" + function + Arrays.toString(arguments);
        returned += compare(wasm, module, function, arguments, what) ? 1 : 0;
      }
    }
    return returned;
  }

  /// Nothing runs that was not paid for, and a charge pays for 32 instructions too many at most,
  /// beside what a call of a function costs that doesn't count by itself.
  private static void checkFuel(
      byte[] wasm,
      ModuleInfo module,
      int function,
      long[] arguments,
      Outcome outcome,
      long paid,
      String what) {
    InstrumentedModule instrumented = Instrumenter.instrument(wasm, module, ModuleLimits.DEFAULT);
    try (LiveModule counting = LiveModule.counting(wasm)) {
      if (module.start().isPresent()) {
        counting.call(InstrumentedModule.START);
        paid += instrumented.constantCost(module.start().getAsInt()).orElse(0);
      }
      Outcome again = counting.call("f" + function, arguments);
      if (!again.equals(outcome) && showsNaNs(module)) {
        return;
      }
      assertThat(again).as(what).isEqualTo(outcome);
      long executed = InstrumentedModule.MAX_FUEL - counting.fuel().get();
      long withCall = paid + instrumented.constantCost(function).orElse(0);
      assertThat(executed).as(what).isLessThanOrEqualTo(withCall);
      if (outcome.trap() == null) {
        long dearest =
            IntStream.range(0, module.functions())
                .mapToLong(each -> instrumented.constantCost(each).orElse(0))
                .max()
                .orElse(0);
        assertThat(withCall).as(what).isLessThanOrEqualTo((executed + 1) * (33 + dearest));
      }
    }
  }

  /// Whether a module could tell one NaN from another, directly. Which one an operation gives is
  /// the engine's choice (WebAssembly 2.0, section 4.3.3), and code that was just compiled may
  /// choose otherwise.
  private static boolean showsNaNs(ModuleInfo module) {
    return module.opcodes().stream()
        .anyMatch(
            each ->
                switch (each) {
                  case I32_REINTERPRET_F32, I64_REINTERPRET_F64, F32_STORE, F64_STORE -> true;
                  default -> each.name().startsWith("F32X4") || each.name().startsWith("F64X2");
                });
  }

  private static boolean compare(
      byte[] wasm, ModuleInfo module, int function, long[] arguments, String what) {
    String name = "f" + function;
    try (LiveModule metered = LiveModule.unstarted(wasm, LiveModule.ALL_PAGES)) {
      metered.fuel().set(ENOUGH_FUEL);
      if (module.start().isPresent() && metered.call(InstrumentedModule.START).trap() != null) {
        return false;
      }
      Outcome is = metered.call(name, arguments);
      long paid = ENOUGH_FUEL - metered.fuel().get();
      if (metered.fuel().get() < 0) {
        assertThat(is).as(what).isEqualTo(Outcome.trapped(UdfErrorCode.TRAP_UNREACHABLE));
        return false;
      }
      if (is.trap() == UdfErrorCode.STACK_OVERFLOW) {
        // How deep the stack is depends on how far code was compiled.
        return false;
      }
      try (LiveModule plain = LiveModule.plain(wasm)) {
        Outcome was = plain.call(name, arguments);
        long mismatch = metered.memory("memory").mismatch(plain.memory("memory"));
        if ((!is.equals(was) || mismatch != -1) && showsNaNs(module)) {
          return false;
        }
        assertThat(is).as(what).isEqualTo(was);
        assertThat(mismatch).as(what).isEqualTo(-1);
      }
      if (!module.usesMemoryGrow()) {
        checkFuel(wasm, module, function, arguments, is, paid, what);
      }
      return is.trap() == null;
    }
  }
}
