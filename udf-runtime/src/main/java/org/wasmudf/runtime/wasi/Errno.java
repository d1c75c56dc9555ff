package org.wasmudf.runtime.wasi;

/// The error numbers of WASI that our functions return.
enum Errno {
  SUCCESS(0),
  BADF(8),
  FAULT(21),
  INVAL(28),
  NOSYS(52),
  NOTDIR(54),
  NOTSOCK(57),
  NOTSUP(58),
  SPIPE(70);

  private final int code;

  Errno(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
