package org.wasmudf.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// Calls that the watchdog finds too late. No call runs here, so that the test says when.
class MeterTest {
  private static final long LATER_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Tenant tenant = new Tenant("tenant", ResourceLimits.DEFAULT);
  private final Meter meter = UdfRuntime.shared().newMeter(tenant, Cancellation.create());

  @Test
  void aCallThatEndsWhileItIsStoppedFailsSoThatTheNextOneIsNotStoppedInItsPlace() {
    meter.begin(tenant.limits());
    assertThat(meter.mustBeStopped(System.nanoTime())).isFalse();
    assertThat(meter.mustBeStopped(System.nanoTime() + LATER_NANOS)).isTrue();

    UdfException failure = catchThrowableOfType(UdfException.class, () -> meter.end(0));

    assertThat(failure.isInterruption()).isTrue();
    assertThat(meter.interruption(failure).code()).isEqualTo(UdfErrorCode.DEADLINE_EXCEEDED);
    meter.begin(tenant.limits());
    meter.end(0);
  }

  @Test
  void aCallThatEndedIsNotStopped() {
    meter.begin(tenant.limits());
    assertThat(meter.mustBeStopped(System.nanoTime())).isFalse();
    meter.end(0);
    assertThat(meter.mustBeStopped(System.nanoTime() + LATER_NANOS)).isFalse();
  }

  @Test
  void aCallIsStoppedOnce() {
    meter.begin(tenant.limits());
    assertThat(meter.mustBeStopped(System.nanoTime())).isFalse();
    assertThat(meter.mustBeStopped(System.nanoTime() + LATER_NANOS)).isTrue();
    assertThat(meter.mustBeStopped(System.nanoTime() + LATER_NANOS)).isFalse();
  }

  @Test
  void aCallThatIsCancelledIsStoppedBeforeItsDeadlineAndSaysSo() {
    Cancellation cancellation = Cancellation.create();
    meter.setCancellation(cancellation);
    meter.begin(tenant.limits());
    assertThat(meter.mustBeStopped(System.nanoTime())).isFalse();
    cancellation.request();
    assertThat(meter.mustBeStopped(System.nanoTime())).isTrue();

    UdfException failure = catchThrowableOfType(UdfException.class, () -> meter.end(0));

    assertThat(meter.interruption(failure).code()).isEqualTo(UdfErrorCode.CANCELLED);
  }
}
