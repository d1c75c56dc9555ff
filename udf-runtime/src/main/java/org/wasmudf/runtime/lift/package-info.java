/// Guests' functions as code of the JVM, where they are simple enough to need nothing of
/// WebAssembly.
@NullMarked
package org.wasmudf.runtime.lift;

import org.jspecify.annotations.NullMarked;
