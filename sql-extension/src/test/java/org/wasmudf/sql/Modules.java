package org.wasmudf.sql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Small modules for tests, as literals. Each exports a function `f`.
final class Modules {
  /// `f(a, b)`, which is `a * b` of BIGINT.
  static final String TIMES = ofTwo("7E");

  /// `f(a, b)`, which is `a + b` of BIGINT.
  static final String PLUS = ofTwo("7C");

  /// `f(a)`, which is `a`, a BIGINT.
  static final String SAME =
      "X'0061736D0100000001060160017E017E03020100070501016600000A0601040020000B'";

  private Modules() {}

  private static String ofTwo(String operation) {
    return "X'0061736D0100000001070160027E7E017E03020100070501016600000A0901070020002001%s0B'"
        .formatted(operation);
  }

  /// A module with its own words about its functions.
  static String with(String module, String declarations) {
    byte[] name = "wasmudf.functions".getBytes(StandardCharsets.UTF_8);
    byte[] text = declarations.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream section = new ByteArrayOutputStream();
    section.write(0);
    int size = 1 + name.length + text.length;
    section.write((size & 0x7F) | 0x80);
    section.write(size >> 7);
    section.write(name.length);
    section.writeBytes(name);
    section.writeBytes(text);
    return module.replaceFirst(
        "'$", HexFormat.of().withUpperCase().formatHex(section.toByteArray()) + "'");
  }
}
