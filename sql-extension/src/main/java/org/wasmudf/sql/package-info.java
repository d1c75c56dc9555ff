/// The JDBC driver: the database's own connections and statements, with what is ours taken out of
/// them and planned by Calcite.
///
/// Start reading at [org.wasmudf.sql.WasmUdfDriver], then [org.wasmudf.sql.Session].
@NullMarked
package org.wasmudf.sql;

import org.jspecify.annotations.NullMarked;
