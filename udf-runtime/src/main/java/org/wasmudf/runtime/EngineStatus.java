package org.wasmudf.runtime;

/// Which engine runs the modules, and whether it compiles them.
///
/// @param name the engine's own name, such as `GraalVM CE` or `Interpreted`
/// @param compiled whether hot code becomes machine code; without it functions run 100 to 500 times
///   slower
public record EngineStatus(String name, boolean compiled) {}
