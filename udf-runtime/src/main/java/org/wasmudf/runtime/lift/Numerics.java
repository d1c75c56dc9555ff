package org.wasmudf.runtime.lift;

/// The numeric instructions of WebAssembly that can't trap, in Java: a method for each, under the
/// instruction's name in Java's spelling (`i64.extend_i32_s` is [#i64ExtendI32S]).
///
/// Comparisons and choices of integers are written without branches, so that loops around them have
/// none either and the JVM's compiler can turn them into vector instructions. What the methods do
/// at the edges is what the
/// [specification](https://webassembly.github.io/spec/core/exec/numerics.html) says; where it
/// leaves a NaN's bits open, they are whatever Java gives.
public final class Numerics {
  private static final long UNSIGNED = 0xffff_ffffL;

  private Numerics() {}

  public static int i32Eqz(int a) {
    return i32Eq(a, 0);
  }

  public static int i32Eq(int a, int b) {
    return 1 ^ i32Ne(a, b);
  }

  public static int i32Ne(int a, int b) {
    int difference = a ^ b;
    return (difference | -difference) >>> 31;
  }

  /// The sign of the difference, unless that overflows.
  public static int i32LtS(int a, int b) {
    int difference = a - b;
    return (difference ^ ((a ^ b) & (difference ^ a))) >>> 31;
  }

  /// The borrow of the subtraction: Hacker's Delight, 2-13.
  public static int i32LtU(int a, int b) {
    return ((~a & b) | (~(a ^ b) & (a - b))) >>> 31;
  }

  public static int i32GtS(int a, int b) {
    return i32LtS(b, a);
  }

  public static int i32LeS(int a, int b) {
    return 1 ^ i32LtS(b, a);
  }

  public static int i32GeS(int a, int b) {
    return 1 ^ i32LtS(a, b);
  }

  public static int i32GtU(int a, int b) {
    return i32LtU(b, a);
  }

  public static int i32LeU(int a, int b) {
    return 1 ^ i32LtU(b, a);
  }

  public static int i32GeU(int a, int b) {
    return 1 ^ i32LtU(a, b);
  }

  public static int i64Eqz(long a) {
    return i64Eq(a, 0);
  }

  public static int i64Eq(long a, long b) {
    return 1 ^ i64Ne(a, b);
  }

  public static int i64Ne(long a, long b) {
    long difference = a ^ b;
    return (int) ((difference | -difference) >>> 63);
  }

  /// As [#i32LtS].
  public static int i64LtS(long a, long b) {
    long difference = a - b;
    return (int) ((difference ^ ((a ^ b) & (difference ^ a))) >>> 63);
  }

  /// As [#i32LtU].
  public static int i64LtU(long a, long b) {
    return (int) (((~a & b) | (~(a ^ b) & (a - b))) >>> 63);
  }

  public static int i64GtS(long a, long b) {
    return i64LtS(b, a);
  }

  public static int i64LeS(long a, long b) {
    return 1 ^ i64LtS(b, a);
  }

  public static int i64GeS(long a, long b) {
    return 1 ^ i64LtS(a, b);
  }

  public static int i64GtU(long a, long b) {
    return i64LtU(b, a);
  }

  public static int i64LeU(long a, long b) {
    return 1 ^ i64LtU(b, a);
  }

  public static int i64GeU(long a, long b) {
    return 1 ^ i64LtU(a, b);
  }

  public static int f32Eq(float a, float b) {
    return a == b ? 1 : 0;
  }

  public static int f32Ne(float a, float b) {
    return a != b ? 1 : 0;
  }

  public static int f32Lt(float a, float b) {
    return a < b ? 1 : 0;
  }

  public static int f32Gt(float a, float b) {
    return a > b ? 1 : 0;
  }

  public static int f32Le(float a, float b) {
    return a <= b ? 1 : 0;
  }

  public static int f32Ge(float a, float b) {
    return a >= b ? 1 : 0;
  }

  public static int f64Eq(double a, double b) {
    return a == b ? 1 : 0;
  }

  public static int f64Ne(double a, double b) {
    return a != b ? 1 : 0;
  }

  public static int f64Lt(double a, double b) {
    return a < b ? 1 : 0;
  }

  public static int f64Gt(double a, double b) {
    return a > b ? 1 : 0;
  }

  public static int f64Le(double a, double b) {
    return a <= b ? 1 : 0;
  }

  public static int f64Ge(double a, double b) {
    return a >= b ? 1 : 0;
  }

  public static int i32Clz(int a) {
    return Integer.numberOfLeadingZeros(a);
  }

  public static int i32Ctz(int a) {
    return Integer.numberOfTrailingZeros(a);
  }

  public static int i32Popcnt(int a) {
    return Integer.bitCount(a);
  }

  public static int i32Add(int a, int b) {
    return a + b;
  }

  public static int i32Sub(int a, int b) {
    return a - b;
  }

  public static int i32Mul(int a, int b) {
    return a * b;
  }

  public static int i32And(int a, int b) {
    return a & b;
  }

  public static int i32Or(int a, int b) {
    return a | b;
  }

  public static int i32Xor(int a, int b) {
    return a ^ b;
  }

  public static int i32Shl(int a, int b) {
    return a << b;
  }

  public static int i32ShrS(int a, int b) {
    return a >> b;
  }

  public static int i32ShrU(int a, int b) {
    return a >>> b;
  }

  public static int i32Rotl(int a, int b) {
    return Integer.rotateLeft(a, b);
  }

  public static int i32Rotr(int a, int b) {
    return Integer.rotateRight(a, b);
  }

  public static long i64Clz(long a) {
    return Long.numberOfLeadingZeros(a);
  }

  public static long i64Ctz(long a) {
    return Long.numberOfTrailingZeros(a);
  }

  public static long i64Popcnt(long a) {
    return Long.bitCount(a);
  }

  public static long i64Add(long a, long b) {
    return a + b;
  }

  public static long i64Sub(long a, long b) {
    return a - b;
  }

  public static long i64Mul(long a, long b) {
    return a * b;
  }

  public static long i64And(long a, long b) {
    return a & b;
  }

  public static long i64Or(long a, long b) {
    return a | b;
  }

  public static long i64Xor(long a, long b) {
    return a ^ b;
  }

  public static long i64Shl(long a, long b) {
    return a << (int) b;
  }

  public static long i64ShrS(long a, long b) {
    return a >> (int) b;
  }

  public static long i64ShrU(long a, long b) {
    return a >>> (int) b;
  }

  public static long i64Rotl(long a, long b) {
    return Long.rotateLeft(a, (int) b);
  }

  public static long i64Rotr(long a, long b) {
    return Long.rotateRight(a, (int) b);
  }

  public static float f32Abs(float a) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(a) & ~Integer.MIN_VALUE);
  }

  public static float f32Neg(float a) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(a) ^ Integer.MIN_VALUE);
  }

  public static float f32Ceil(float a) {
    return (float) Math.ceil(a);
  }

  public static float f32Floor(float a) {
    return (float) Math.floor(a);
  }

  public static float f32Trunc(float a) {
    return Float.floatToRawIntBits(a) < 0 ? (float) Math.ceil(a) : (float) Math.floor(a);
  }

  public static float f32Nearest(float a) {
    return (float) Math.rint(a);
  }

  public static float f32Sqrt(float a) {
    return (float) Math.sqrt(a);
  }

  public static float f32Add(float a, float b) {
    return a + b;
  }

  public static float f32Sub(float a, float b) {
    return a - b;
  }

  public static float f32Mul(float a, float b) {
    return a * b;
  }

  public static float f32Div(float a, float b) {
    return a / b;
  }

  public static float f32Min(float a, float b) {
    return Math.min(a, b);
  }

  public static float f32Max(float a, float b) {
    return Math.max(a, b);
  }

  public static float f32Copysign(float a, float b) {
    return Float.intBitsToFloat(
        (Float.floatToRawIntBits(a) & ~Integer.MIN_VALUE)
            | (Float.floatToRawIntBits(b) & Integer.MIN_VALUE));
  }

  public static double f64Abs(double a) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) & ~Long.MIN_VALUE);
  }

  public static double f64Neg(double a) {
    return Double.longBitsToDouble(Double.doubleToRawLongBits(a) ^ Long.MIN_VALUE);
  }

  public static double f64Ceil(double a) {
    return Math.ceil(a);
  }

  public static double f64Floor(double a) {
    return Math.floor(a);
  }

  public static double f64Trunc(double a) {
    return Double.doubleToRawLongBits(a) < 0 ? Math.ceil(a) : Math.floor(a);
  }

  public static double f64Nearest(double a) {
    return Math.rint(a);
  }

  public static double f64Sqrt(double a) {
    return Math.sqrt(a);
  }

  public static double f64Add(double a, double b) {
    return a + b;
  }

  public static double f64Sub(double a, double b) {
    return a - b;
  }

  public static double f64Mul(double a, double b) {
    return a * b;
  }

  public static double f64Div(double a, double b) {
    return a / b;
  }

  public static double f64Min(double a, double b) {
    return Math.min(a, b);
  }

  public static double f64Max(double a, double b) {
    return Math.max(a, b);
  }

  public static double f64Copysign(double a, double b) {
    return Double.longBitsToDouble(
        (Double.doubleToRawLongBits(a) & ~Long.MIN_VALUE)
            | (Double.doubleToRawLongBits(b) & Long.MIN_VALUE));
  }

  public static int i32WrapI64(long a) {
    return (int) a;
  }

  public static long i64ExtendI32S(int a) {
    return a;
  }

  public static long i64ExtendI32U(int a) {
    return a & UNSIGNED;
  }

  public static float f32ConvertI32S(int a) {
    return a;
  }

  public static float f32ConvertI32U(int a) {
    return a & UNSIGNED;
  }

  public static float f32ConvertI64S(long a) {
    return a;
  }

  /// Half of it, with the lost bit kept so that rounding comes out the same, and doubled.
  public static float f32ConvertI64U(long a) {
    return a >= 0 ? a : 2 * (float) ((a >>> 1) | (a & 1));
  }

  public static float f32DemoteF64(double a) {
    return (float) a;
  }

  public static double f64ConvertI32S(int a) {
    return a;
  }

  public static double f64ConvertI32U(int a) {
    return a & UNSIGNED;
  }

  public static double f64ConvertI64S(long a) {
    return a;
  }

  /// As [#f32ConvertI64U].
  public static double f64ConvertI64U(long a) {
    return a >= 0 ? a : 2 * (double) ((a >>> 1) | (a & 1));
  }

  public static double f64PromoteF32(float a) {
    return a;
  }

  public static int i32ReinterpretF32(float a) {
    return Float.floatToRawIntBits(a);
  }

  public static long i64ReinterpretF64(double a) {
    return Double.doubleToRawLongBits(a);
  }

  public static float f32ReinterpretI32(int a) {
    return Float.intBitsToFloat(a);
  }

  public static double f64ReinterpretI64(long a) {
    return Double.longBitsToDouble(a);
  }

  public static int i32Extend8S(int a) {
    return (byte) a;
  }

  public static int i32Extend16S(int a) {
    return (short) a;
  }

  public static long i64Extend8S(long a) {
    return (byte) a;
  }

  public static long i64Extend16S(long a) {
    return (short) a;
  }

  public static long i64Extend32S(long a) {
    return (int) a;
  }

  public static int i32TruncSatF32S(float a) {
    return (int) a;
  }

  public static int i32TruncSatF32U(float a) {
    return i32TruncSatF64U(a);
  }

  public static int i32TruncSatF64S(double a) {
    return (int) a;
  }

  public static int i32TruncSatF64U(double a) {
    return (int) Math.clamp((long) a, 0L, UNSIGNED);
  }

  public static long i64TruncSatF32S(float a) {
    return (long) a;
  }

  public static long i64TruncSatF32U(float a) {
    return i64TruncSatF64U(a);
  }

  public static long i64TruncSatF64S(double a) {
    return (long) a;
  }

  /// Above the signed numbers, the upper half is cut off first; Java's conversion does the rest.
  public static long i64TruncSatF64U(double a) {
    if (a < 0x1p63) {
      return Math.max(0, (long) a);
    }
    return a >= 0x1p64 ? -1 : Double.isNaN(a) ? 0 : (long) (a - 0x1p63) | Long.MIN_VALUE;
  }

  /// `select` of i32: the first where the condition isn't zero.
  public static int select(int a, int b, int condition) {
    return b ^ ((a ^ b) & -i32Ne(condition, 0));
  }

  /// `select` of i64.
  public static long select(long a, long b, int condition) {
    return b ^ ((a ^ b) & -(long) i32Ne(condition, 0));
  }

  /// `select` of f32.
  public static float select(float a, float b, int condition) {
    return condition != 0 ? a : b;
  }

  /// `select` of f64.
  public static double select(double a, double b, int condition) {
    return condition != 0 ? a : b;
  }
}
