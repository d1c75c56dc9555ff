package org.wasmudf.runtime.binary;

/// Something that a module gives to others.
///
/// @param name unique in the module
/// @param kind what it is
/// @param index its index among all functions, tables, memories or globals, imported ones first
public record Export(String name, ExternalKind kind, int index) {}
