package org.wasmudf.sql.tenant;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.wasmudf.sql.function.FunctionEntry;
import org.wasmudf.sql.function.ModuleEntry;
import org.wasmudf.sql.store.CatalogTransaction;
import org.wasmudf.sql.store.StoredEntry;

/// What a statement has changed, as far as it is kept.
///
/// @param ids the numbers of the objects before it
/// @param before those objects
/// @param after the objects after it
record StateChanges(
    Map<Object, Long> ids, Map<Object, StoredEntry> before, Map<Object, StoredEntry> after) {
  boolean isEmpty() {
    return before.equals(after);
  }

  /// Writes it.
  ///
  /// @return the numbers of the objects after it
  Map<Object, Long> save(CatalogTransaction transaction) throws SQLException {
    Map<Object, Long> left = new HashMap<>(ids);
    left.keySet().retainAll(after.keySet());
    Set<Long> removed = new HashSet<>(ids.values());
    removed.removeAll(left.values());
    transaction.remove(removed);
    for (Map.Entry<Object, StoredEntry> each : after.entrySet()) {
      Object object = each.getKey();
      StoredEntry entry = each.getValue();
      Long id = left.get(object);
      if (id == null) {
        addBytes(object, transaction);
        left.put(object, transaction.add(entry));
      } else if (!entry.equals(before.get(object))) {
        transaction.change(id, entry.declaration());
      }
    }
    return left;
  }

  private static void addBytes(Object object, CatalogTransaction transaction) throws SQLException {
    switch (object) {
      case ModuleEntry module -> transaction.addBytes(module.sha256(), module.module().bytes());
      case FunctionEntry function ->
          transaction.addBytes(
              function.origin().sha256(), function.newModule().orElseThrow().bytes());
      default -> {}
    }
  }
}
