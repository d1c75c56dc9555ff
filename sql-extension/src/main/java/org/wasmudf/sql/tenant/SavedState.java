package org.wasmudf.sql.tenant;

import java.util.Map;
import org.wasmudf.sql.store.CatalogVersion;
import org.wasmudf.sql.store.StoredEntry;

/// A state of the catalog, and what the database calls it. Immutable.
///
/// @param version [CatalogVersion#NONE] of one that isn't kept
/// @param ids the database's numbers of the objects in it, by what [StateEntries] calls them
record SavedState(CatalogVersion version, CatalogState state, Map<Object, Long> ids) {
  SavedState {
    ids = Map.copyOf(ids);
  }

  /// One that isn't kept.
  static SavedState of(CatalogState state) {
    return new SavedState(CatalogVersion.NONE, state, Map.of());
  }

  /// What has to be written for another state to be kept in place of this one.
  StateChanges changesTo(CatalogState after) {
    Map<Object, StoredEntry> now =
        version.equals(CatalogVersion.NONE) ? Map.of() : StateEntries.of(state);
    return new StateChanges(ids, now, StateEntries.of(after));
  }
}
