/// What a guest may import, and nothing else: a stub of WASI, the functions of our own ABI, and
/// what AssemblyScript needs. No file, no socket, no environment, no clock and no randomness but
/// those that the host hands in.
@NullMarked
package org.wasmudf.runtime.wasi;

import org.jspecify.annotations.NullMarked;
