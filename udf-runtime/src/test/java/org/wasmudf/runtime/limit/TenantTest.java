package org.wasmudf.runtime.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Shares of a tenant: limits of their own, and all of them together under the tenant's.
class TenantTest {
  private static final int RANDOM_LIMITS = 200;
  private static final int LARGEST = 1_000;

  private final Tenant whole =
      new Tenant(
          "acme",
          ResourceLimits.DEFAULT
              .with(Limit.MEMORY_TOTAL_BYTES, 100)
              .with(Limit.INSTANCES, 2)
              .with(Limit.DEADLINE_MILLIS, 50));

  @Test
  void sharesLimitsAreTheLowerOnesWhateverChanges() {
    Random random = new Random(3);
    Tenant share = whole.share(Map.of());
    for (int i = 0; i < RANDOM_LIMITS; i++) {
      ResourceLimits wholes = ResourceLimits.DEFAULT;
      Map<Limit, Long> own = new EnumMap<>(Limit.class);
      for (Limit each : Limit.values()) {
        wholes = wholes.with(each, 1 + random.nextInt(LARGEST));
        if (random.nextBoolean()) {
          own.put(each, 1L + random.nextInt(LARGEST));
        }
      }
      if (random.nextBoolean()) {
        share = whole.share(own);
      } else {
        share.alter(ResourceLimits.UNLIMITED.tightenedBy(own));
      }
      whole.alter(wholes);
      for (Limit each : Limit.values()) {
        assertThat(share.limits().get(each))
            .as(each.key())
            .isEqualTo(Math.min(wholes.get(each), own.getOrDefault(each, Limit.NONE)));
      }
      assertThat(share.limits()).isSameAs(share.limits());
    }
    assertThat(share.name()).isEqualTo("acme");
  }

  @Test
  void memoryIsOneAndTheSame() {
    Tenant one = whole.share(Map.of());
    Tenant other = whole.share(Map.of(Limit.MEMORY_TOTAL_BYTES, 60L));
    assertThat(other.reserveMemory(61)).isFalse();
    assertThat(other.reserveMemory(60)).isTrue();
    assertThat(one.reserveMemory(41)).isFalse();
    assertThat(one.reserveMemory(40)).isTrue();
    assertThat(whole.usage().memoryBytes()).isEqualTo(100);
    assertThat(one.usage().memoryBytes()).isEqualTo(40);
    other.releaseMemory(60);
    assertThat(whole.usage().memoryBytes()).isEqualTo(40);
    assertThat(one.reserveMemory(60)).isTrue();
    assertThat(other.usage().memoryBytes()).isZero();
    assertThat(other.usage().peakMemoryBytes()).isEqualTo(60);
    assertThat(one.usage().peakMemoryBytes()).isEqualTo(100);
  }

  @Test
  void instancesAreOfAllSharesTogether() {
    Tenant one = whole.share(Map.of(Limit.INSTANCES, 1L));
    Tenant other = whole.share(Map.of());
    one.acquireInstance(Cancellation.create());
    assertThrottled(one);
    other.acquireInstance(Cancellation.create());
    assertThrottled(other);
    assertThat(other.usage().instances()).isEqualTo(1);
    one.releaseInstance();
    other.acquireInstance(Cancellation.create());
    assertThat(whole.usage().instances()).isEqualTo(2);
    assertThrottled(one);
    assertThat(one.usage().instances()).isZero();
    other.releaseInstance();
    one.acquireInstance(Cancellation.create());
  }

  private static void assertThrottled(Tenant tenant) {
    assertThatThrownBy(() -> tenant.acquireInstance(Cancellation.create()))
        .isInstanceOfSatisfying(
            UdfException.Busy.class,
            e -> assertThat(e.code()).isEqualTo(UdfErrorCode.TENANT_THROTTLED));
  }

  @Test
  void fuelIsOfAllSharesTogether() {
    whole.alter(whole.limits().with(Limit.FUEL_SECOND, 1_000));
    Tenant one = whole.share(Map.of());
    Tenant other = whole.share(Map.of(Limit.FUEL_SECOND, 10L));
    assertThat(other.useFuel(10)).isZero();
    assertThat(other.useFuel(10)).isBetween(1L, TimeUnit.SECONDS.toNanos(1));
    assertThat(one.useFuel(900)).isZero();
    assertThat(one.useFuel(2_080))
        .isBetween(TimeUnit.MILLISECONDS.toNanos(1_500), TimeUnit.SECONDS.toNanos(2));
    assertThat(whole.usage().fuel()).isEqualTo(3_000);
    assertThat(one.fuel()).isEqualTo(2_980);
    assertThat(other.usage().fuel()).isEqualTo(20);
  }

  @Test
  void useCountsForBothAndAClosedShareIsClosedAlone() {
    Tenant one = whole.share(Map.of());
    one.countCall(3);
    one.countRows(4);
    one.countThrottled(TimeUnit.MILLISECONDS.toNanos(5));
    one.countFailure(UdfErrorCode.GUEST_ERROR);
    whole.countCall(2);
    assertUsed(one.usage(), 1, 7);
    assertUsed(whole.usage(), 2, 9);
    one.close();
    one.close();
    assertUsed(whole.usage(), 2, 9);
    assertThrottled(one);
    whole.share(Map.of()).acquireInstance(Cancellation.create());
    assertThat(whole.isClosed()).isFalse();
  }

  private static void assertUsed(TenantUsage usage, long calls, long rows) {
    assertThat(usage.calls()).isEqualTo(calls);
    assertThat(usage.rows()).isEqualTo(rows);
    assertThat(usage.throttledMillis()).isEqualTo(5);
    assertThat(usage.failures()).isEqualTo(Map.of(UdfErrorCode.GUEST_ERROR, 1L));
  }
}
