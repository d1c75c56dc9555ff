package org.wasmudf.runtime.binary;

/// Where the code of a function lies in its module's bytes: its local declarations and
/// instructions, without the size before them.
///
/// @param function the function's index, imported ones counted first
/// @param offset the first byte, counted from the start of the module
/// @param length in bytes
public record FunctionBody(int function, int offset, int length) {}
