package org.wasmudf.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfException;

class CancellationTest {
  @Test
  void whatNobodyStopsGoesOn() {
    Cancellation cancellation = Cancellation.create();
    assertThat(cancellation.isRequested()).isFalse();
    assertThat(cancellation.remainingNanos()).isEqualTo(Long.MAX_VALUE);
    cancellation.check();
  }

  @Test
  void aRequestStaysAndTellsThoseWhoListen() {
    Cancellation cancellation = Cancellation.create();
    AtomicInteger early = new AtomicInteger();
    AtomicInteger gone = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    try (Cancellation.Listening _ = cancellation.whenRequested(early::incrementAndGet)) {
      cancellation.whenRequested(gone::incrementAndGet).close();
      cancellation.request();
    }
    cancellation.whenRequested(late::incrementAndGet).close();
    assertThat(early).hasValue(1);
    assertThat(gone).hasValue(0);
    assertThat(late).hasValue(1);
    assertThat(cancellation.isRequested()).isTrue();
    assertThatThrownBy(cancellation::check)
        .isInstanceOf(UdfException.class)
        .hasMessageContaining("the statement was cancelled");
  }

  @Test
  void timeEndsByItself() throws InterruptedException {
    Cancellation cancellation = Cancellation.after(1);
    Thread.sleep(2);
    assertThat(cancellation.remainingNanos()).isNegative();
    assertThat(cancellation.isRequested()).isTrue();
    assertThatThrownBy(cancellation::check)
        .isInstanceOf(UdfException.class)
        .hasMessageContaining("longer than its timeout of 1 ms");
    assertThatThrownBy(() -> Cancellation.after(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
