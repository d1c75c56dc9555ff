package org.wasmudf.samples;

/// The functions of the `money` modules in Java. DECIMAL values are unscaled longs, dates are days
/// since 1970-01-01.
public final class MoneyTwin {
  private MoneyTwin() {}

  /// The price less the discount, which is a fraction of it.
  public static double discPrice(double price, double discount) {
    return price * (1 - discount);
  }

  /// The discounted price with the tax on top.
  public static double taxedPrice(double price, double discount, double tax) {
    return price * (1 - discount) * (1 + tax);
  }

  /// The discounted price of a part whose type starts with PROMO, 0 for any other.
  public static double promoDisc(String type, double price, double discount) {
    return type.startsWith("PROMO") ? discPrice(price, discount) : 0;
  }

  /// [#discPrice] of values with scale 2, as a value with scale 4; wraps at 64 bits.
  public static long discPriceDec(long price, long discount) {
    return price * (100 - discount);
  }

  /// [#taxedPrice] of values with scale 2, as a value with scale 6; wraps at 64 bits.
  public static long taxedPriceDec(long price, long discount, long tax) {
    return price * (100 - discount) * (100 + tax);
  }

  /// [#promoDisc] of values with scale 2, as a value with scale 4; wraps at 64 bits.
  public static long promoDiscDec(String type, long price, long discount) {
    return type.startsWith("PROMO") ? discPriceDec(price, discount) : 0;
  }

  /// Whether the shipping date is earlier than the day.
  public static boolean isShippedBefore(int shipped, int day) {
    return shipped < day;
  }
}
