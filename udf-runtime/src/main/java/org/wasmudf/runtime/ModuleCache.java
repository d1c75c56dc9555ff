package org.wasmudf.runtime;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The modules that somebody still uses, by the checksums of their bytes. Thread-safe.
///
/// It keeps none alive: functions, statements and idle sandboxes do.
final class ModuleCache {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<WasmModule> collected = new ReferenceQueue<>();

  private static final class Entry extends WeakReference<WasmModule> {
    private final String sha256;

    Entry(WasmModule module, ReferenceQueue<WasmModule> queue) {
      super(module, queue);
      this.sha256 = module.sha256();
    }
  }

  @Nullable WasmModule get(String sha256) {
    Entry entry = entries.get(sha256);
    return entry == null ? null : entry.get();
  }

  /// Adds a module, unless there is one of the same bytes.
  ///
  /// @return the one that is there now
  WasmModule add(WasmModule module) {
    removeCollected();
    WasmModule[] current = {module};
    entries.compute(
        module.sha256(),
        (sha256, entry) -> {
          WasmModule earlier = entry == null ? null : entry.get();
          if (earlier == null) {
            return new Entry(module, collected);
          }
          current[0] = earlier;
          return entry;
        });
    return current[0];
  }

  private void removeCollected() {
    while (collected.poll() instanceof Entry entry) {
      entries.remove(entry.sha256, entry);
    }
  }

  /// How many there are.
  int size() {
    removeCollected();
    return entries.size();
  }
}
