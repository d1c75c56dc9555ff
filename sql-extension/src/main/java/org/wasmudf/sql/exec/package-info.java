/// What the operators run on: batches of Arrow columns, cursors over them, and grouped aggregation.
/// Knows no planner.
@NullMarked
package org.wasmudf.sql.exec;

import org.jspecify.annotations.NullMarked;
