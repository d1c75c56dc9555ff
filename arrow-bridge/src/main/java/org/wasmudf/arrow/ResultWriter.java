package org.wasmudf.arrow;

/// The part of a kernel that stores the result.
sealed interface ResultWriter permits FixedResultWriter, BytesResultWriter, EffectWriter {
  /// Code before the loop.
  void begin();

  /// Code in the loop.
  void writeRow();

  /// Code after the loop.
  void end();
}
