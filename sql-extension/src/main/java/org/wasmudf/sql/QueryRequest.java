package org.wasmudf.sql;

import org.jspecify.annotations.Nullable;

/// A query to be planned.
///
/// @param sql its text
/// @param isOurs whether it names a function or a table of ours: then nobody else can answer it
/// @param target where its rows will be written, from which a `?` can have its type; null for a
///   query in its own right
record QueryRequest(String sql, boolean isOurs, @Nullable InsertTarget target) {
  QueryRequest(String sql, boolean isOurs) {
    this(sql, isOurs, null);
  }
}
