package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MoneyTwinTest {
  @Test
  void discountsAndTaxesAPrice() {
    assertThat(MoneyTwin.discPrice(200, 0.25)).isEqualTo(150);
    assertThat(MoneyTwin.taxedPrice(200, 0.25, 0.5)).isEqualTo(225);
    assertThat(MoneyTwin.discPrice(-0.0, 0)).isEqualTo(-0.0);
    assertThat(MoneyTwin.discPrice(Double.NaN, 0)).isNaN();
    assertThat(MoneyTwin.discPrice(Double.POSITIVE_INFINITY, 1)).isNaN();
  }

  @Test
  void onlyAPromotionCounts() {
    assertThat(MoneyTwin.promoDisc("PROMO BURNISHED TIN", 200, 0.25)).isEqualTo(150);
    assertThat(MoneyTwin.promoDisc("PROMO", 200, 0.25)).isEqualTo(150);
    for (String type : new String[] {"", "PROM", "promo", "PROM\u00D3", "STANDARD PROMO"}) {
      assertThat(MoneyTwin.promoDisc(type, 200, 0.25)).as(type).isZero();
      assertThat(MoneyTwin.promoDiscDec(type, 200_00, 25)).as(type).isZero();
    }
    assertThat(MoneyTwin.promoDiscDec("PROMOTION", 200_00, 25)).isEqualTo(150_0000);
  }

  @Test
  void decimalsAreExact() {
    long seed = 17;
    var random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      long price = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
      long discount = random.nextLong(0, 101);
      long tax = random.nextLong(0, 101);
      var expected =
          BigDecimal.valueOf(price, 2)
              .multiply(BigDecimal.ONE.subtract(BigDecimal.valueOf(discount, 2)));
      assertThat(BigDecimal.valueOf(MoneyTwin.discPriceDec(price, discount), 4))
          .as("seed %d: %d %d", seed, price, discount)
          .isEqualByComparingTo(expected);
      assertThat(BigDecimal.valueOf(MoneyTwin.taxedPriceDec(price, discount, tax), 6))
          .as("seed %d: %d %d %d", seed, price, discount, tax)
          .isEqualByComparingTo(expected.multiply(BigDecimal.ONE.add(BigDecimal.valueOf(tax, 2))));
    }
  }

  @Test
  void theDayItselfIsNotBefore() {
    assertThat(MoneyTwin.isShippedBefore(9999, 10000)).isTrue();
    assertThat(MoneyTwin.isShippedBefore(10000, 10000)).isFalse();
    assertThat(MoneyTwin.isShippedBefore(-1, 0)).isTrue();
    assertThat(MoneyTwin.isShippedBefore(Integer.MAX_VALUE, Integer.MIN_VALUE)).isFalse();
  }
}
