package org.wasmudf.samples;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The aggregate functions of the `totals` module in Java, over all rows at once. DECIMAL values
/// are unscaled longs.
public final class TotalsTwin {
  private TotalsTwin() {}

  /// What a row gives, of those that have neither of the three NULL.
  public record Charge(double price, double discount, double tax) {}

  /// The same in DECIMALs of scale 2.
  public record ChargeDec(long price, long discount, long tax) {}

  /// The sum of what is charged, in the order of the rows.
  public static double sumCharge(List<Charge> rows) {
    double sum = 0;
    for (Charge each : rows) {
      sum += MoneyTwin.taxedPrice(each.price(), each.discount(), each.tax());
    }
    return sum;
  }

  /// The same of values with scale 2, as a value with scale 6; wraps at 64 bits.
  public static long sumChargeDec(List<ChargeDec> rows) {
    return rows.stream()
        .mapToLong(each -> MoneyTwin.taxedPriceDec(each.price(), each.discount(), each.tax()))
        .sum();
  }

  /// The text with the most bytes in UTF-8, of several the first in the order of their bytes; empty
  /// for none.
  public static String longest(List<String> rows) {
    byte[] longest = {};
    for (String each : rows) {
      byte[] text = each.getBytes(StandardCharsets.UTF_8);
      if (text.length > longest.length
          || (text.length == longest.length && Arrays.compareUnsigned(text, longest) < 0)) {
        longest = text;
      }
    }
    return new String(longest, StandardCharsets.UTF_8);
  }
}
