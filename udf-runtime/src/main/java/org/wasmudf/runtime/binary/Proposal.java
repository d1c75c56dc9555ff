package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.hex;
import static org.wasmudf.runtime.binary.BinaryReader.malformed;

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
  STACK_SWITCHING("stack switching");

  private final String title;

  Proposal(String title) {
    this.title = title;
  }

  /// The error for an opcode that WebAssembly 2.0 does not have.
  ///
  /// @param first its first byte
  /// @param number the number that follows it if it is a prefix
  static UdfException unknownOpcode(int offset, int first, long number) {
    String what = "opcode " + hex(first) + (first == 0xfc || first == 0xfd ? " " + number : "");
    if (first == 0xfc && number >= 19 && number <= 22) {
      return WIDE_ARITHMETIC.refused(offset, what);
    }
    if (first == 0xfd && number >= 0x100 && number <= 0x113) {
      return RELAXED_SIMD.refused(offset, what);
    }
    return switch (first) {
      case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f -> EXCEPTIONS.refused(offset, what);
      case 0x12, 0x13, 0x15 -> TAIL_CALLS.refused(offset, what);
      case 0x14, 0xd4, 0xd5, 0xd6 -> FUNCTION_REFERENCES.refused(offset, what);
      case 0xd3, 0xfb -> GARBAGE_COLLECTION.refused(offset, what);
      case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 -> STACK_SWITCHING.refused(offset, what);
      case 0xfe -> THREADS.refused(offset, what);
      default -> malformed(offset, what + " is none that exists");
    };
  }

  /// The error for a use of this feature.
  UdfException refused(int offset, String what) {
    return malformed(
        offset,
        what
            + " needs "
            + title
            + ", a feature beyond WebAssembly 2.0; build the module without it");
  }
}
