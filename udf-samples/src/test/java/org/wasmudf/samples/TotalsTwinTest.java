package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.samples.TotalsTwin.Charge;
import org.wasmudf.samples.TotalsTwin.ChargeDec;

class TotalsTwinTest {
  @Test
  void sumsWhatIsCharged() {
    assertThat(TotalsTwin.sumCharge(List.of())).isZero();
    assertThat(TotalsTwin.sumCharge(List.of(new Charge(200, 0.25, 0.5), new Charge(10, 0, 0))))
        .isEqualTo(235);
    assertThat(TotalsTwin.sumChargeDec(List.of())).isZero();
    assertThat(
            TotalsTwin.sumChargeDec(
                List.of(new ChargeDec(200_00, 25, 50), new ChargeDec(-10_00, 0, 0))))
        .isEqualTo(215_000_000);
  }

  @Test
  void theLongestHasTheMostBytes() {
    assertThat(TotalsTwin.longest(List.of())).isEmpty();
    assertThat(TotalsTwin.longest(List.of("abc", "\u00e9\u00e9", "xyz"))).isEqualTo("\u00e9\u00e9");
    assertThat(TotalsTwin.longest(List.of("b", "a", "c", ""))).isEqualTo("a");
    assertThat(TotalsTwin.longest(List.of("z", "\u00e9", "ab"))).isEqualTo("ab");
  }
}
