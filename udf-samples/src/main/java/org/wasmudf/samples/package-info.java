/// The sample guests as compiled modules, and the same functions in Java as the oracle of their
/// tests.
@NullMarked
package org.wasmudf.samples;

import org.jspecify.annotations.NullMarked;
