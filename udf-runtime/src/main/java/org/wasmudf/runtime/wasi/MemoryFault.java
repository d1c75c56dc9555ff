package org.wasmudf.runtime.wasi;

/// A pointer and length that are not within the guest's memory. Never leaves this package.
final class MemoryFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  MemoryFault() {
    // Guests can cause as many as they like: without a stack trace they are cheap.
    super("not within the guest's memory", null, false, false);
  }
}
