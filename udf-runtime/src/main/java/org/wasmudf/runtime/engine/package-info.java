/// What the runtime asks of a WebAssembly engine. One subpackage per engine; nothing else sees that
/// engine's classes.
@NullMarked
package org.wasmudf.runtime.engine;

import org.jspecify.annotations.NullMarked;
