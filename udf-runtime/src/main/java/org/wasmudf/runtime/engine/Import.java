package org.wasmudf.runtime.engine;

/// What an import of a module is bound to.
///
/// @param module the import's first name
/// @param name the import's second name
/// @param value what the instance gets
public record Import(String module, String name, Extern value) {}
