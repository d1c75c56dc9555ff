package org.wasmudf.runtime.binary;

/// Where the code of a function lies in its module's bytes: its local declarations and
/// instructions, without the size before them.
///
/// @param function the function's index, imported ones counted first
/// @param offset the first byte, counted from the start of the module
/// @param length in bytes
/// @param frame what a call of it takes on a stack, in values: its parameters, its local variables,
///   and its operands where they are most
public record FunctionBody(int function, int offset, int length, long frame) {}
