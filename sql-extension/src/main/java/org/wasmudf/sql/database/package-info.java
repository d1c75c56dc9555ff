/// The database behind the driver as Calcite sees it: its schemas and tables, read from its
/// metadata whenever a query is planned, and the work that is pushed down to it.
@NullMarked
package org.wasmudf.sql.database;

import org.jspecify.annotations.NullMarked;
