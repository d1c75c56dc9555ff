/// Loads, checks, compiles, instantiates and calls WebAssembly modules; knows nothing of Arrow, SQL
/// or Kafka.
@NullMarked
package org.wasmudf.runtime;

import org.jspecify.annotations.NullMarked;
