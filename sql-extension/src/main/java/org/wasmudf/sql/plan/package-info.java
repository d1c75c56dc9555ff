/// The planner side of SQL over Arrow batches: the calling convention, its operators and the rules
/// that choose them.
@NullMarked
package org.wasmudf.sql.plan;

import org.jspecify.annotations.NullMarked;
