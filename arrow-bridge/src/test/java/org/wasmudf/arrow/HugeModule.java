package org.wasmudf.arrow;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfErrorCode;

/// Modules that are large in one way each, too large to be kept as files. Each exports `f`, which
/// returns its argument, an i64.
enum HugeModule {
  FUNCTIONS(null) {
    @Override
    byte[] wasm() {
      return module(IDENTITY, 49_999, bytes(0, 0x0b));
    }
  },
  TOO_MANY_FUNCTIONS(UdfErrorCode.MODULE_TOO_COMPLEX) {
    @Override
    byte[] wasm() {
      return module(IDENTITY, 50_000, bytes(0, 0x0b));
    }
  },
  /// Fifteen megabytes, in functions of 300 bytes.
  CODE(null) {
    @Override
    byte[] wasm() {
      return module(IDENTITY, 49_999, bytes(bytes(0), many(100, 0x41, 0, 0x1a), bytes(0x0b)));
    }
  },
  TOO_MANY_BYTES(UdfErrorCode.MODULE_TOO_LARGE) {
    @Override
    byte[] wasm() {
      return module(IDENTITY, 49_999, bytes(bytes(0), many(112, 0x41, 0, 0x1a), bytes(0x0b)));
    }
  },
  /// A megabyte of straight code.
  FUNCTION(null) {
    @Override
    byte[] wasm() {
      return module(bytes(bytes(0), many(350_000, 0x41, 1, 0x1a), RETURN), 0, NOTHING);
    }
  },
  /// A megabyte of loops, each a place to stop at.
  LOOPS(null) {
    @Override
    byte[] wasm() {
      return module(bytes(bytes(0), many(333_000, 0x03, 0x40, 0x0b), RETURN), 0, NOTHING);
    }
  },
  /// More than the engine takes.
  TOO_LARGE_FUNCTION(UdfErrorCode.INVALID_MODULE) {
    @Override
    byte[] wasm() {
      return module(bytes(bytes(0), many(5_000_000, 0x41, 1, 0x1a), RETURN), 0, NOTHING);
    }
  },
  NESTING(null) {
    @Override
    byte[] wasm() {
      return module(nested(500), 0, NOTHING);
    }
  },
  TOO_DEEP_NESTING(UdfErrorCode.MODULE_TOO_COMPLEX) {
    @Override
    byte[] wasm() {
      return module(nested(501), 0, NOTHING);
    }
  },
  LOCALS(null) {
    @Override
    byte[] wasm() {
      // The argument and an operand are the rest.
      return module(bytes(bytes(1), number(9_998), bytes(0x7e), RETURN), 0, NOTHING);
    }
  },
  TOO_MANY_LOCALS(UdfErrorCode.MODULE_TOO_COMPLEX) {
    @Override
    byte[] wasm() {
      return module(bytes(bytes(1), number(9_999), bytes(0x7e), RETURN), 0, NOTHING);
    }
  },
  /// 400 KB, for which an engine would need two gigabytes.
  TOO_MANY_LOCALS_IN_ALL(UdfErrorCode.MODULE_TOO_COMPLEX) {
    @Override
    byte[] wasm() {
      return module(IDENTITY, 49_999, bytes(bytes(1), number(9_999), bytes(0x7e, 0x0b)));
    }
  },
  /// A frame of megabytes, in code that never runs, and a function that calls itself.
  TOO_MANY_OPERANDS(UdfErrorCode.MODULE_TOO_COMPLEX) {
    @Override
    byte[] wasm() {
      byte[] operands = bytes(many(2_000_000, 0x41, 1), many(2_000_000, 0x1a));
      byte[] body = bytes(bytes(0, 0x41, 0, 0x04, 0x40), operands, bytes(0x0b, 0x20, 0, 0x10, 0));
      return module(bytes(body, bytes(0x0b)), 0, NOTHING);
    }
  },
  BRANCHES(null) {
    @Override
    byte[] wasm() {
      return module(branches(100, 1_000_000), 0, NOTHING);
    }
  },
  TABLE(UdfErrorCode.MODULE_TOO_COMPLEX) {
    @Override
    byte[] wasm() {
      byte[] table = bytes(bytes(1, 0x70, 0), number(0xffff_ffffL));
      return module(IDENTITY, 0, NOTHING, section(4, table));
    }
  };

  private static final byte[] NOTHING = {};

  /// The end of a body that returns its argument.
  private static final byte[] RETURN = {0x20, 0, 0x0b};

  private static final byte[] IDENTITY = {0, 0x20, 0, 0x0b};

  private final @Nullable UdfErrorCode code;

  HugeModule(@Nullable UdfErrorCode code) {
    this.code = code;
  }

  /// How loading it ends, or none where it is a module like any other.
  @Nullable UdfErrorCode code() {
    return code;
  }

  /// The module, written anew at each call.
  abstract byte[] wasm();

  /// @param body of `f`
  /// @param others how many more functions there are, which take and return nothing
  /// @param tables a section of its own, or nothing
  private static byte[] module(byte[] body, int others, byte[] other, byte... tables) {
    byte[] types = {2, 0x60, 1, 0x7e, 1, 0x7e, 0x60, 0, 0};
    byte[] functions = bytes(number(1L + others), bytes(0), many(others, 1));
    byte[] code = bytes(number(1L + others), sized(body), repeat(others, sized(other)));
    return bytes(
        bytes(0, 'a', 's', 'm', 1, 0, 0, 0),
        section(1, types),
        section(3, functions),
        tables,
        section(7, bytes(1, 1, 'f', 0, 0)),
        section(10, code));
  }

  private static byte[] nested(int depth) {
    return bytes(bytes(0), many(depth, 0x02, 0x40), many(depth, 0x0b), RETURN);
  }

  private static byte[] branches(int targets, int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % targets);
    }
    return bytes(
        bytes(0),
        many(targets, 0x02, 0x40),
        bytes(0x20, 0, 0xa7, 0x0e),
        number(count - 1L),
        labels,
        many(targets, 0x0b),
        RETURN);
  }

  private static byte[] section(int id, byte[] content) {
    return bytes(bytes(id), sized(content));
  }

  private static byte[] sized(byte[] content) {
    return bytes(number(content.length), content);
  }

  /// Unsigned LEB128.
  private static byte[] number(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }

  private static byte[] many(int times, int... values) {
    return repeat(times, bytes(values));
  }

  private static byte[] repeat(int times, byte[] part) {
    byte[] all = new byte[times * part.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
