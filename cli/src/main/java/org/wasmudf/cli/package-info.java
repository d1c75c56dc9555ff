/// The `wasm-udf` command: a SQL shell, and tools to look into modules and call their functions.
@NullMarked
package org.wasmudf.cli;

import org.jspecify.annotations.NullMarked;
