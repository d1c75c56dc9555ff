/// The engine over GraalWasm, and the only package that sees its classes.
@NullMarked
package org.wasmudf.runtime.engine.graal;

import org.jspecify.annotations.NullMarked;
