package org.wasmudf.sql;

import java.util.HexFormat;
import org.wasmudf.samples.SampleModule;

/// Functions for tests, as statements that create them.
final class Guests {
  static final String GCD =
      create("gcd(a BIGINT, b BIGINT) RETURNS BIGINT", SampleModule.C_NUMBERS);

  static final String MASK_EMAIL =
      create("mask_email(address VARCHAR) RETURNS VARCHAR", SampleModule.C_TEXT);

  static final String DISC_PRICE =
      create("disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE", SampleModule.C_MONEY);

  /// `quotient(a, b)`, which traps where b is 0.
  static final String QUOTIENT =
      """
      CREATE FUNCTION quotient(a INTEGER, b INTEGER) RETURNS INTEGER LANGUAGE WASM AS X'
        0061736D01000000 01070160027F7F017F 03020100
        070C010871756F7469656E740000 0A0901070020002001 6D0B'\
      """;

  private Guests() {}

  private static String create(String signature, SampleModule module) {
    return "CREATE FUNCTION %s LANGUAGE WASM IMMUTABLE AS X'%s'".formatted(signature, hex(module));
  }

  static String hex(SampleModule module) {
    return HexFormat.of().formatHex(module.bytes());
  }
}
