package org.wasmudf.arrow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.engine.CompiledModule;

/// The kernels that were compiled, the least recently used ones forgotten. Thread-safe.
///
/// A module has a cache of its own, for the expressions whose first call is one of its functions:
/// keys hold modules, so that a cache for all of them would keep those alive that nobody uses.
///
/// Each expression has a module of its own, never one per signature: the call sites of a shared one
/// would see many functions, and beyond five of them the JIT no longer inlines.
final class KernelCache {
  private static final int CAPACITY = 256;

  /// Numbers the kernels of all caches: equal names and bytes would share code.
  private static final AtomicLong COMPILED = new AtomicLong();

  /// What a kernel is found by.
  record Key(KernelExpr expression, KernelShape shape) {}

  /// What a loop is found by.
  record LoopKey(KernelExpr expression, List<Layout> layouts) {}

  private final UdfRuntime runtime;
  private final Map<Key, CompiledModule> kernels = leastRecentlyUsedForgotten();
  private final Map<LoopKey, Optional<RowLoop>> loops = leastRecentlyUsedForgotten();

  private static <K, V> Map<K, V> leastRecentlyUsedForgotten() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > CAPACITY;
      }
    };
  }

  /// The cache for an expression, or nothing where it calls no functions.
  static Optional<KernelCache> of(KernelPlan plan, UdfRuntime runtime) {
    return plan.modules().stream()
        .findFirst()
        .map(module -> module.companion(KernelCache.class, () -> new KernelCache(runtime)));
  }

  KernelCache(UdfRuntime runtime) {
    this.runtime = runtime;
  }

  /// The expression as a loop in the JVM, if it can be one.
  ///
  /// @param layouts how the values of the plan's columns lie
  synchronized Optional<RowLoop> loop(KernelPlan plan, List<Layout> layouts) {
    return loops.computeIfAbsent(
        new LoopKey(plan.expression(), layouts), key -> RowLoopCompiler.compile(plan, layouts));
  }

  synchronized CompiledModule kernel(KernelPlan plan, KernelShape shape) {
    return kernels.computeIfAbsent(new Key(plan.expression(), shape), key -> compile(plan, shape));
  }

  private CompiledModule compile(KernelPlan plan, KernelShape shape) {
    String calls = plan.calls().isEmpty() ? "built-in" : plan.calls().getFirst().function().name();
    String name = "kernel-%d-%s".formatted(COMPILED.incrementAndGet(), calls);
    return runtime.compileKernel(name, KernelCompiler.compile(plan, shape));
  }
}
