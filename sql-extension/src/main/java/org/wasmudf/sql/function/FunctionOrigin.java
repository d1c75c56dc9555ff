package org.wasmudf.sql.function;

/// What a function was made of: enough to make it again.
///
/// @param declaration the statement that creates it, without a module; its names stand in double
///   quotes
/// @param module the name of the module that was named, folded; empty where the function has its
///   own
/// @param sha256 of the module's bytes
/// @param source where the module came from, for the reader
public record FunctionOrigin(String declaration, String module, String sha256, String source) {}
