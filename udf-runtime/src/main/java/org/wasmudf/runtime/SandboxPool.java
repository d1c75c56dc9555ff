package org.wasmudf.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;

/// Idle sandboxes, by tenant and by the modules that live in them. Thread-safe.
///
/// Idle ones count in their tenant's memory, so they make room when it is needed elsewhere, and
/// after a while they go anyway.
final class SandboxPool implements AutoCloseable {
  /// A sandbox more would rarely be taken again, and each holds its guests' memories.
  private static final int MAX_IDLE_PER_KEY = 16;

  private record Key(Tenant tenant, List<WasmModule> modules) {}

  private record Idle(Sandbox sandbox, long sinceNanos) {}

  private final UdfRuntime runtime;
  private final long maxIdleNanos;
  private final Map<Key, Deque<Idle>> idle = new HashMap<>();
  private boolean closed;

  /// @param maxIdle after which [#shrink] closes a sandbox
  SandboxPool(UdfRuntime runtime, Duration maxIdle) {
    this.runtime = runtime;
    this.maxIdleNanos = maxIdle.toNanos();
  }

  Sandbox lease(Tenant tenant, List<WasmModule> modules, Cancellation cancellation) {
    if (modules.isEmpty()) {
      // Built-in operations only, which are not the tenant's.
      Sandbox sandbox = take(tenant, modules, cancellation);
      sandbox.meter().setCancellation(cancellation);
      return sandbox;
    }
    tenant.acquireInstance(cancellation);
    try {
      Sandbox sandbox = take(tenant, modules, cancellation);
      sandbox.setLeased(cancellation);
      return sandbox;
    } catch (RuntimeException | Error e) {
      tenant.releaseInstance();
      throw e;
    }
  }

  private Sandbox take(Tenant tenant, List<WasmModule> modules, Cancellation cancellation) {
    Key key = new Key(tenant, List.copyOf(modules));
    Sandbox idle = takeIdle(key);
    return idle == null ? create(key, cancellation) : idle;
  }

  private synchronized @Nullable Sandbox takeIdle(Key key) {
    Deque<Idle> waiting = idle.get(key);
    Idle next = waiting == null ? null : waiting.pollLast();
    return next == null ? null : next.sandbox();
  }

  private Sandbox create(Key key, Cancellation cancellation) {
    try {
      return runtime.newSandbox(key.tenant(), key.modules(), cancellation);
    } catch (UdfException e) {
      // Idle sandboxes may hold the memory that is missing.
      if (e.code() != UdfErrorCode.MEMORY_LIMIT || !evict(key.tenant())) {
        throw e;
      }
      return runtime.newSandbox(key.tenant(), key.modules(), cancellation);
    }
  }

  /// Takes a healthy sandbox back.
  void giveBack(Sandbox sandbox) {
    if (!keep(sandbox)) {
      sandbox.discard();
    }
  }

  private synchronized boolean keep(Sandbox sandbox) {
    Tenant tenant = sandbox.meter().tenant();
    if (closed || tenant.isClosed()) {
      return false;
    }
    Key key = new Key(tenant, sandbox.modules());
    Deque<Idle> waiting = idle.computeIfAbsent(key, absent -> new ArrayDeque<>());
    if (waiting.size() == MAX_IDLE_PER_KEY) {
      return false;
    }
    waiting.addLast(new Idle(sandbox, System.nanoTime()));
    return true;
  }

  /// Finds what has been idle for long, or belongs to a tenant that is gone.
  private void collectOld(List<Sandbox> old) {
    long now = System.nanoTime();
    idle.values()
        .removeIf(
            waiting -> {
              waiting.removeIf(
                  each -> {
                    boolean isOld =
                        now - each.sinceNanos() > maxIdleNanos
                            || each.sandbox().meter().tenant().isClosed();
                    if (isOld) {
                      old.add(each.sandbox());
                    }
                    return isOld;
                  });
              return waiting.isEmpty();
            });
  }

  /// Closes what has been idle for long. The [Watchdog] calls it now and then.
  void shrink() {
    List<Sandbox> old = new ArrayList<>();
    synchronized (this) {
      collectOld(old);
    }
    old.forEach(Sandbox::discard);
  }

  /// Closes all idle sandboxes of a tenant.
  ///
  /// @return whether there were any
  boolean evict(Tenant tenant) {
    List<Sandbox> all = new ArrayList<>();
    synchronized (this) {
      idle.entrySet()
          .removeIf(
              entry -> {
                boolean isHis = entry.getKey().tenant() == tenant;
                if (isHis) {
                  entry.getValue().forEach(each -> all.add(each.sandbox()));
                }
                return isHis;
              });
    }
    all.forEach(Sandbox::discard);
    return !all.isEmpty();
  }

  @Override
  public void close() {
    List<Sandbox> all = new ArrayList<>();
    synchronized (this) {
      closed = true;
      idle.values().forEach(waiting -> waiting.forEach(each -> all.add(each.sandbox())));
      idle.clear();
    }
    all.forEach(Sandbox::discard);
  }
}
