package org.wasmudf.kafka.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// When calls are refused and when they are made again, by a clock of the test's.
class QuarantineTest {
  private static final int WINDOW_MILLIS = 100;
  private final UdfException trap =
      UdfException.of(UdfErrorCode.TRAP_UNREACHABLE, "it gave up").inFunction("f");

  private long millis = Long.MAX_VALUE / 2_000_000;

  private Quarantine after(int errors) {
    return new Quarantine(errors, WINDOW_MILLIS, () -> TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static void assertRefused(Quarantine quarantine) {
    assertThat(quarantine.isOpen()).isTrue();
    assertThatThrownBy(quarantine::check)
        .isInstanceOfSatisfying(
            UdfException.Guest.class,
            e -> {
              assertThat(e.code()).isEqualTo(UdfErrorCode.QUARANTINED);
              assertThat(e.function()).hasValue("f");
            })
        .hasMessageContaining("at last with TRAP_UNREACHABLE: it gave up");
  }

  @Test
  void opensAfterSoManyFailuresAndTriesOneCallAWindowLater() {
    Quarantine quarantine = after(3);
    for (int i = 0; i < 2; i++) {
      assertThat(quarantine.failed(trap)).isFalse();
      millis += 50;
      assertThatCode(quarantine::check).doesNotThrowAnyException();
      assertThat(quarantine.succeeded()).isFalse();
    }
    assertThat(quarantine.failed(trap)).isTrue();
    assertRefused(quarantine);
    millis += WINDOW_MILLIS - 1;
    assertRefused(quarantine);
    millis++;
    assertThatCode(quarantine::check).doesNotThrowAnyException();
    assertThat(quarantine.failed(trap)).as("one failure is enough now").isTrue();
    assertRefused(quarantine);
    millis += WINDOW_MILLIS;
    assertThatCode(quarantine::check).doesNotThrowAnyException();
    assertThat(quarantine.succeeded()).isTrue();
    assertThat(quarantine.isOpen()).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(quarantine.failed(trap)).as("it begins anew").isFalse();
    }
    assertThat(quarantine.failed(trap)).isTrue();
  }

  /// Against a plain list of all failures.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  void opensExactlyWhenSoManyAreWithinTheWindow(int errors) {
    Random random = new Random(errors);
    for (int round = 0; round < 50; round++) {
      Quarantine quarantine = after(errors);
      List<Long> failures = new ArrayList<>();
      boolean opened = false;
      while (!opened && failures.size() < 100) {
        millis += random.nextInt(2 * WINDOW_MILLIS / errors + 30);
        failures.add(millis);
        long within = failures.stream().filter(each -> millis - each <= WINDOW_MILLIS).count();
        opened = quarantine.failed(trap);
        assertThat(opened).isEqualTo(within >= errors);
      }
    }
  }

  @Test
  void countsOnlyWhatTheModuleOrALimitIsToBlameFor() {
    Quarantine quarantine = after(1);
    for (UdfErrorCode each :
        List.of(
            UdfErrorCode.TENANT_THROTTLED,
            UdfErrorCode.CANCELLED,
            UdfErrorCode.INTERNAL,
            UdfErrorCode.QUARANTINED)) {
      assertThat(quarantine.failed(UdfException.of(each, "x"))).as("%s", each).isFalse();
      assertThatCode(quarantine::check).doesNotThrowAnyException();
    }
    assertThat(quarantine.failed(UdfException.of(UdfErrorCode.FUEL_EXHAUSTED, "x"))).isTrue();
    assertThatThrownBy(quarantine::check).hasMessageContaining("FUEL_EXHAUSTED: x");
  }

  @Test
  void neverOpensWhenItIsOff() {
    Quarantine quarantine = after(0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(quarantine.failed(trap)).isFalse();
    }
    assertThatCode(quarantine::check).doesNotThrowAnyException();
  }
}
