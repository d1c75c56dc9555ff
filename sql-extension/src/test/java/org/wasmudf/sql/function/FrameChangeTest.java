package org.wasmudf.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameChangeTest {
  private static List<Object[]> rows(int... values) {
    return IntStream.of(values).mapToObj(each -> new Object[] {each}).toList();
  }

  private static int dropped(List<Object[]> before, List<Object[]> now) {
    return FrameChange.dropped(before, now);
  }

  @Test
  void rowsThatHaveLeftAreCounted() {
    assertThat(dropped(rows(), rows())).isZero();
    assertThat(dropped(rows(), rows(1))).isZero();
    assertThat(dropped(rows(1, 2), rows(1, 2, 3))).isZero();
    assertThat(dropped(rows(1, 2, 3), rows(2, 3, 4))).isEqualTo(1);
    assertThat(dropped(rows(1, 2, 3), rows(3))).isEqualTo(2);
    assertThat(dropped(rows(1, 1, 1), rows(1, 1, 1, 2))).isZero();
  }

  @Test
  void allHaveLeftWhereTheRestIsntTheBeginning() {
    assertThat(dropped(rows(1, 2, 3), rows(4, 5))).isEqualTo(3);
    assertThat(dropped(rows(1, 2, 3), rows())).isEqualTo(3);
    assertThat(dropped(rows(1, 2, 3), rows(2, 4))).isEqualTo(3);
    assertThat(dropped(rows(1, 2, 3), rows(1, 2))).isEqualTo(3);
  }
}
