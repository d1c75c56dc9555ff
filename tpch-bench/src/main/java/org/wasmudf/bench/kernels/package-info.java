/// The suite of micro benchmarks: each sample function over batches, beside the same loop in Java,
/// in C and inside a guest.
@NullMarked
package org.wasmudf.bench.kernels;

import org.jspecify.annotations.NullMarked;
