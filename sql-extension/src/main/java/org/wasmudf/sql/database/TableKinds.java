package org.wasmudf.sql.database;

import java.util.Locale;
import org.apache.calcite.schema.Schema;
import org.jspecify.annotations.Nullable;

/// What a database calls its tables, in JDBC's metadata.
final class TableKinds {
  private TableKinds() {}

  /// Whether `SELECT ... FROM` can read it: metadata lists indexes, sequences and types as well.
  static boolean isReadable(@Nullable String type) {
    if (type == null) {
      return false;
    }
    String upper = type.toUpperCase(Locale.ROOT);
    return !upper.contains("INDEX") && !upper.contains("SEQUENCE") && !upper.contains("TYPE");
  }

  static Schema.TableType of(String type) {
    String upper = type.toUpperCase(Locale.ROOT);
    if (upper.startsWith("SYSTEM")) {
      return upper.contains("VIEW") ? Schema.TableType.SYSTEM_VIEW : Schema.TableType.SYSTEM_TABLE;
    }
    return upper.contains("VIEW") ? Schema.TableType.VIEW : Schema.TableType.TABLE;
  }
}
