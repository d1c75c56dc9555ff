package org.wasmudf.runtime.binary;

/// Neighbouring local variables of one type, as a function's body declares them.
///
/// @param count how many; 0 is possible
public record LocalGroup(int count, ValueType type) {}
