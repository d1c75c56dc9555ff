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

  static final String SUM_CHARGE =
      aggregate(
          "sum_charge(price DOUBLE, discount DOUBLE, tax DOUBLE) RETURNS DOUBLE",
          SampleModule.C_TOTALS);

  static final String SUM_CHARGE_DEC =
      aggregate(
          "sum_charge_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2), tax DECIMAL(15, 2))"
              + " RETURNS DECIMAL(18, 6)",
          SampleModule.C_TOTALS);

  static final String LONGEST =
      aggregate("longest(text VARCHAR) RETURNS VARCHAR", SampleModule.C_TOTALS);

  /// `quotient(a, b)`, which traps where b is 0.
  static final String QUOTIENT =
      """
      CREATE FUNCTION quotient(a INTEGER, b INTEGER) RETURNS INTEGER LANGUAGE WASM AS X'
        0061736D01000000 01070160027F7F017F 03020100
        070C010871756F7469656E740000 0A0901070020002001 6D0B'\
      """;

  /// `spin(n)`, which is `n`, but for 13 never ends:
  ///
  ///     (func (export "spin") (param $n i64) (result i64)
  ///       (if (i64.eq (local.get $n) (i64.const 13)) (then (loop $forever (br $forever))))
  ///       (local.get $n))
  static final String SPIN =
      """
      CREATE FUNCTION spin(n BIGINT) RETURNS BIGINT LANGUAGE WASM AS X'
        0061736D01000000 01060160017E017E 03020100 0708010473 70696E0000
        0A130111002000420D51044003400C000B0B20000B'\
      """;

  /// `noted(level)`, which is `level`, logs `seen: ` and a digit at that level, and traps for 13:
  ///
  ///     (import "wasmudf" "log" (func $log (param i32 i32 i32)))
  ///     (memory (export "memory") 1)
  ///     (data (i32.const 16) "seen: ")
  ///     (func (export "noted") (param $level i32) (result i32)
  ///       (i32.store8 (i32.const 22) (i32.add (i32.const 48) (local.get $level)))
  ///       (call $log (local.get $level) (i32.const 16) (i32.const 7))
  ///       (if (i32.eq (local.get $level) (i32.const 13)) (then unreachable))
  ///       (local.get $level))
  static final String NOTED =
      """
      CREATE FUNCTION noted(level INTEGER) RETURNS INTEGER LANGUAGE WASM AS X'
        0061736D01000000 010C0260037F7F7F0060017F017F 020F01077761736D756466036C6F670000 03020101
        0503010001 071202066D656D6F72790200056E6F7465640001
        0A21011F004116413020006A3A000020004110410710002000410D460440000B20000B
        0B0C010041100B067365656E3A20'\
      """;

  /// `letters(n)`, a text of `n` times the letter x:
  ///
  ///     (memory (export "memory") 2)
  ///     (func (export "letters") (param $n i32) (result i64)
  ///       (memory.fill (i32.const 1024) (i32.const 120) (local.get $n))
  ///       (i64.or (i64.const 0x40000000000) (i64.extend_i32_u (local.get $n))))
  static final String LETTERS = ofLetters("letters(n INTEGER) RETURNS VARCHAR");

  /// `size(text)`, the bytes of a text, of a guest with 2 pages of memory:
  ///
  ///     (func (export "size") (param $p i32) (param $n i32) (result i32) (local.get $n))
  static final String SIZE = ofLetters("size(text VARCHAR) RETURNS INTEGER");

  private Guests() {}

  private static String ofLetters(String signature) {
    return """
    CREATE FUNCTION %s LANGUAGE WASM AS X'
      0061736D01000000 010C0260017F017E60027F7F017F 0303020001 0503010002
      071B03066D656D6F72790200076C65747465727300000473697A650001
      0A2002190041800841F8002000FC0B0042808080808080012000AD840B 040020010B'\
    """
        .formatted(signature);
  }

  private static String create(String signature, SampleModule module) {
    return "CREATE FUNCTION %s LANGUAGE WASM IMMUTABLE AS X'%s'".formatted(signature, hex(module));
  }

  private static String aggregate(String signature, SampleModule module) {
    return "CREATE AGGREGATE FUNCTION %s LANGUAGE WASM IMMUTABLE AS X'%s'"
        .formatted(signature, hex(module));
  }

  static String hex(SampleModule module) {
    return HexFormat.of().formatHex(module.bytes());
  }
}
