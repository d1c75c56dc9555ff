/// The WebAssembly binary format: a reader that checks what it reads, and a writer for the modules
/// that the engine makes itself.
///
/// Source: [WebAssembly Core Specification 2.0, chapter
/// 5](https://www.w3.org/TR/wasm-core-2/#binary-format).
@NullMarked
package org.wasmudf.runtime.binary;

import org.jspecify.annotations.NullMarked;
