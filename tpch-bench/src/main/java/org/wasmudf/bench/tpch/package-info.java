/// The suite of TPC-H queries with functions, beside other engines in the same process on the same
/// data.
@NullMarked
package org.wasmudf.bench.tpch;

import org.jspecify.annotations.NullMarked;
