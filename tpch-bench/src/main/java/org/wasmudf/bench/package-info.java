/// The benchmarks: [org.wasmudf.bench.Benchmarks] runs a suite and reports what it measured.
@NullMarked
package org.wasmudf.bench;

import org.jspecify.annotations.NullMarked;
