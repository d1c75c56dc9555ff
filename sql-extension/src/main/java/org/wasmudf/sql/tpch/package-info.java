/// The TPC-H benchmark's tables: generated once, kept in Arrow files, loaded column by column.
@NullMarked
package org.wasmudf.sql.tpch;

import org.jspecify.annotations.NullMarked;
