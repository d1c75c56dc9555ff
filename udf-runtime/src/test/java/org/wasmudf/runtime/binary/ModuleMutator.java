package org.wasmudf.runtime.binary;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.wasmudf.runtime.UdfException;

/// Makes modules that are nearly right out of modules that are: of [generated][RandomModule] and of
/// [committed][CommittedModules] ones, the large ones less often.
final class ModuleMutator {
  private final List<byte[]> committed =
      CommittedModules.files().stream().map(CommittedModules::bytes).toList();

  /// A module with one mutation or a few; a few have none.
  byte[] mutant(Random random) {
    byte[] wasm = module(random);
    int choice = random.nextInt(20);
    int mutations = choice == 0 ? 0 : choice < 14 ? 1 : 2 + random.nextInt(2);
    for (int i = 0; i < mutations; i++) {
      wasm = mutated(wasm, random);
    }
    return wasm;
  }

  private byte[] module(Random random) {
    if (random.nextBoolean()) {
      return new RandomModule(random.nextLong()).toBytes();
    }
    double sum = committed.stream().mapToDouble(ModuleMutator::weight).sum();
    double left = random.nextDouble() * sum;
    int i = 0;
    while (i < committed.size() - 1 && left >= weight(committed.get(i))) {
      left -= weight(committed.get(i++));
    }
    return committed.get(i);
  }

  private static double weight(byte[] wasm) {
    return 1 / Math.sqrt(wasm.length);
  }

  private byte[] mutated(byte[] wasm, Random random) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> ByteMutator.flipped(wasm, random);
      case 2 -> ByteMutator.truncated(wasm, random);
      case 3 -> ByteMutator.spliced(wasm, module(random), random);
      case 4 -> ByteMutator.renumbered(wasm, random);
      case 5, 6, 7, 8 ->
          unlessUnreadable(() -> SectionMutator.mutated(wasm, module(random), random), wasm);
      default -> unlessUnreadable(() -> CodeMutator.mutated(wasm, random), wasm);
    };
  }

  /// An earlier mutation may leave nothing that sections or instructions can be told of.
  private static byte[] unlessUnreadable(Supplier<byte[]> mutation, byte[] wasm) {
    try {
      return mutation.get();
    } catch (UdfException e) {
      return wasm;
    }
  }
}
