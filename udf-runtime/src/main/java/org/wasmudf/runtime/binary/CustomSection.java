package org.wasmudf.runtime.binary;

/// Where a section that the specification gives no meaning lies in its module's bytes.
///
/// @param name not unique in a module
/// @param offset the first byte after the name, counted from the start of the module
/// @param length in bytes, without the name
public record CustomSection(String name, int offset, int length) {}
