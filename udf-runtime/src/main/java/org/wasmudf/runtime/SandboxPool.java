package org.wasmudf.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Idle sandboxes, by the modules that live in them. Thread-safe.
final class SandboxPool implements AutoCloseable {
  /// A sandbox more would rarely be taken again, and each holds its guests' memories.
  private static final int MAX_IDLE_PER_KEY = 16;

  private final UdfRuntime runtime;
  private final Map<List<WasmModule>, Deque<Sandbox>> idle = new HashMap<>();
  private boolean closed;

  SandboxPool(UdfRuntime runtime) {
    this.runtime = runtime;
  }

  Sandbox lease(List<WasmModule> modules) {
    List<WasmModule> key = List.copyOf(modules);
    synchronized (this) {
      Deque<Sandbox> waiting = idle.get(key);
      Sandbox next = waiting == null ? null : waiting.pollLast();
      if (next != null) {
        return next;
      }
    }
    return runtime.newSandbox(key);
  }

  /// Takes a healthy sandbox back.
  void giveBack(Sandbox sandbox) {
    synchronized (this) {
      Deque<Sandbox> waiting = idle.computeIfAbsent(sandbox.modules(), key -> new ArrayDeque<>());
      if (!closed && waiting.size() < MAX_IDLE_PER_KEY) {
        waiting.addLast(sandbox);
        return;
      }
    }
    sandbox.discard();
  }

  @Override
  public void close() {
    List<Sandbox> all;
    synchronized (this) {
      closed = true;
      all = idle.values().stream().flatMap(Deque::stream).toList();
      idle.clear();
    }
    all.forEach(Sandbox::discard);
  }
}
