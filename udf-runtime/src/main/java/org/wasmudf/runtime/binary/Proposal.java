package org.wasmudf.runtime.binary;

import org.wasmudf.runtime.UdfException;

/// A feature that came after WebAssembly 2.0, recognised so that it can be refused by name.
enum Proposal {
  TAIL_CALLS("tail calls"),
  EXCEPTIONS("exception handling"),
  FUNCTION_REFERENCES("typed function references"),
  GARBAGE_COLLECTION("garbage-collected types"),
  THREADS("shared memories and atomics"),
  MEMORY64("64-bit memories and tables"),
  MULTI_MEMORY("more than one memory"),
  CUSTOM_PAGE_SIZES("custom page sizes"),
  EXTENDED_CONSTANTS("extended constant expressions"),
  RELAXED_SIMD("relaxed SIMD"),
  WIDE_ARITHMETIC("wide arithmetic"),
  STACK_SWITCHING("stack switching"),
  COMPONENT_MODEL("the component model");

  private final String title;

  Proposal(String title) {
    this.title = title;
  }

  /// The error for a use of this feature.
  UdfException refused(int offset, String what) {
    return BinaryReader.malformed(
        offset,
        what
            + " needs "
            + title
            + ", a feature beyond WebAssembly 2.0; build the module without it");
  }
}
