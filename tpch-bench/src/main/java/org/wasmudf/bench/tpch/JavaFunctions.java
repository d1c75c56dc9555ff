package org.wasmudf.bench.tpch;

import java.math.BigDecimal;
import org.wasmudf.samples.MoneyTwin;

/// The functions as a Java programmer writes them for engines that hand out `BigDecimal`. Public
/// because Calcite's generated code calls them.
public final class JavaFunctions {
  private JavaFunctions() {}

  /// The price less the discount, which is a fraction of it.
  public static BigDecimal discPrice(BigDecimal price, BigDecimal discount) {
    return price.multiply(BigDecimal.ONE.subtract(discount));
  }

  /// Whether the shipping date is earlier than the day, both in days since 1970-01-01.
  public static boolean isShippedBefore(int shipped, int day) {
    return MoneyTwin.isShippedBefore(shipped, day);
  }
}
