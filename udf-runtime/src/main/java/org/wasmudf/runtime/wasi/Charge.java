package org.wasmudf.runtime.wasi;

/// What host functions cost their caller, in units of about one WebAssembly instruction each.
public final class Charge {
  /// Any call: leaving and entering the guest takes about as long.
  public static final long CALL = 200;

  /// Each of the items of an array that a function walks through.
  static final long ITEM = 50;

  private Charge() {}
}
