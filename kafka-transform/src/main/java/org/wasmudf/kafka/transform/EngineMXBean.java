package org.wasmudf.kafka.transform;

/// What JMX shows of the engine that runs functions, once for each class loader that has one:
/// `org.wasmudf:type=Engine,location="..."`, with the jar it was loaded from.
public interface EngineMXBean {
  /// This plugin's version.
  String getVersion();

  /// The engine's own name: `GraalVM CE`, or `Interpreted`.
  String getImplementation();

  /// Whether hot code becomes machine code; without it functions run 100 to 500 times slower.
  boolean isCompiled();
}
