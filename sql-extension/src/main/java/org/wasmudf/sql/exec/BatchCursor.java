package org.wasmudf.sql.exec;

import org.jspecify.annotations.Nullable;

/// Batches, pulled one by one. Confined to one thread.
public interface BatchCursor extends AutoCloseable {
  /// The next batch, which stays this cursor's, or null after the last.
  @Nullable Batch next();

  /// Releases what the cursor and its last batch hold. Idempotent.
  @Override
  void close();
}
