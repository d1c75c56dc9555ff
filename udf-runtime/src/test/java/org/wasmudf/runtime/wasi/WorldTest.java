package org.wasmudf.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

class WorldTest {
  private static final int RESULT = 1024;
  private static final int EVENTS = 32_768;
  private static final int EVENT_COUNT = 8;

  private final LiveGuest guest = LiveGuest.withEveryImport();

  @AfterEach
  void answersAfterwards() {
    try (guest) {
      assertThat(guest.call("answer")).isEqualTo(42);
    }
  }

  private long clock(int number) {
    assertThat(guest.call("clock_time_get", number, 1, RESULT)).isZero();
    return guest.i64(RESULT);
  }

  @Test
  void thereAreNoArgumentsAndThereIsNoEnvironment() {
    for (String each : new String[] {"args", "environ"}) {
      guest.set(RESULT, 7, 7);
      assertThat(guest.call(each + "_sizes_get", RESULT, RESULT + 4)).isZero();
      assertThat(guest.i64(RESULT)).isZero();
      assertThat(guest.call(each + "_get", RESULT, RESULT)).isZero();
      assertThat(guest.call(each + "_sizes_get", RESULT, LiveGuest.MEMORY_BYTES - 3))
          .isEqualTo(Errno.FAULT.code());
    }
  }

  @Test
  void wallClockShowsTheContextsTimeAndStandsStill() {
    Instant now = Instant.parse("2026-11-21T12:34:56.123456789Z");
    guest.begin(guest.context(now, 0, 0), 0);
    long expected = now.getEpochSecond() * 1_000_000_000 + now.getNano();
    assertThat(clock(0)).isEqualTo(expected);
    assertThat(clock(0)).isEqualTo(expected);
  }

  @Test
  void timesThatTheClockCannotShowAreTheNearestThatItCan() {
    guest.begin(guest.context(Instant.parse("1969-12-31T23:59:59Z"), 0, 0), 0);
    assertThat(clock(0)).isZero();
    guest.begin(guest.context(Instant.MAX, 0, 0), 0);
    assertThat(clock(0)).isEqualTo(Long.MAX_VALUE);
    guest.begin(guest.context(Instant.MIN, 0, 0), 0);
    assertThat(clock(0)).isZero();
  }

  @Test
  void otherClocksNeverGoBackAndNeverShowZero() {
    long before = clock(1);
    assertThat(before).isPositive();
    guest.begin(guest.context(Instant.parse("2026-11-21T00:00:00Z"), 0, 0), 0);
    assertThat(clock(1)).isEqualTo(before);
    assertThat(clock(2)).isEqualTo(before);
    assertThat(clock(3)).isEqualTo(before);
    for (int unknown : new int[] {4, -1, Integer.MIN_VALUE}) {
      assertThat(guest.call("clock_time_get", unknown, 1, RESULT)).isEqualTo(Errno.INVAL.code());
      assertThat(guest.call("clock_res_get", unknown, RESULT)).isEqualTo(Errno.INVAL.code());
    }
    assertThat(guest.call("clock_res_get", 0, RESULT)).isZero();
    assertThat(guest.i64(RESULT)).isEqualTo(1);
    assertThat(guest.call("clock_res_get", 0, -4)).isEqualTo(Errno.FAULT.code());
    assertThat(guest.call("clock_time_get", 0, 1, LiveGuest.MEMORY_BYTES - 7))
        .isEqualTo(Errno.FAULT.code());
  }

  private byte[] random(int length) {
    assertThat(guest.call("random_get", RESULT, length)).isZero();
    return guest.memory().asSlice(RESULT, length).toArray(ValueLayout.JAVA_BYTE);
  }

  @Test
  void randomNumbersDependOnSeedAndCallOnly() {
    guest.begin(guest.context(Instant.EPOCH, 1, 0), 0);
    byte[] first = random(100);
    assertThat(random(100)).isNotEqualTo(first);
    guest.begin(guest.context(Instant.MAX, 1, 0), 0);
    assertThat(random(100)).isEqualTo(first);
    guest.begin(guest.context(Instant.EPOCH, 1, 0), 1);
    assertThat(random(100)).isNotEqualTo(first);
    guest.begin(guest.context(Instant.EPOCH, 2, 0), 0);
    assertThat(random(100)).isNotEqualTo(first);
  }

  @Test
  void randomNumbersAreTheSameOnEveryMachine() {
    // Computed by a SplitMix64 in Python.
    guest.begin(guest.context(Instant.EPOCH, 1, 0), 0);
    assertThat(random(8)).isEqualTo(new byte[] {29, -61, 71, -97, 25, 109, -16, -81});
  }

  @Test
  void randomBytesAreSpreadEvenly() {
    int[] counts = new int[256];
    for (byte each : random(32_000)) {
      counts[each & 0xFF]++;
    }
    assertThat(Arrays.stream(counts).boxed()).allSatisfy(n -> assertThat(n).isBetween(75, 180));
  }

  @Test
  void randomNumbersStayInTheMemoryAndAreNotEndless() {
    assertThat(guest.call("random_get", 0, 0)).isZero();
    assertThat(guest.call("random_get", LiveGuest.MEMORY_BYTES, 0)).isZero();
    assertThat(guest.call("random_get", 0, LiveGuest.MEMORY_BYTES)).isZero();
    assertThat(guest.call("random_get", 1, LiveGuest.MEMORY_BYTES)).isEqualTo(Errno.FAULT.code());
    assertThat(guest.call("random_get", -1, 2)).isEqualTo(Errno.FAULT.code());
    for (int length : new int[] {65_537, Integer.MAX_VALUE, -1}) {
      assertThat(guest.call("random_get", 0, length)).isEqualTo(Errno.INVAL.code());
    }
  }

  private void subscribeToClock(int index, int clock, long nanos, boolean absolute) {
    int at = RESULT + 48 * index;
    guest.set(at, 100 + index, 0, 0, 0, clock, 0);
    guest.set64(at + 24, nanos);
    guest.set(at + 40, absolute ? 1 : 0);
  }

  private void subscribeToStream(int index, int kind, int descriptor) {
    guest.set(RESULT + 48 * index, 100 + index, 0, kind, 0, descriptor);
  }

  private int poll(int count) {
    return guest.call("poll_oneoff", RESULT, EVENTS, count, EVENT_COUNT);
  }

  private void assertEvent(int index, int userData, Errno errno, int kind) {
    int at = EVENTS + 32 * index;
    assertThat(guest.i64(at)).isEqualTo(userData);
    assertThat(guest.i32(at + 8)).isEqualTo(errno.code() | kind << 16);
  }

  @Test
  void sleepingMovesTheClocksAndTakesNoTime() {
    long wall = clock(0);
    long steady = clock(1);
    subscribeToClock(0, 1, 3_600_000_000_000L, false);
    subscribeToClock(1, 0, wall + 60_000_000_000L, true);
    assertThat(poll(2)).isZero();
    assertThat(guest.i32(EVENT_COUNT)).isOne();
    assertEvent(0, 101, Errno.SUCCESS, 0);
    assertThat(clock(0)).isEqualTo(wall + 60_000_000_000L);
    assertThat(clock(1)).isEqualTo(steady + 60_000_000_000L);

    subscribeToClock(0, 1, steady, true);
    assertThat(poll(1)).isZero();
    assertThat(guest.i32(EVENT_COUNT)).isOne();
    assertThat(clock(1)).isEqualTo(steady + 60_000_000_000L);

    guest.begin(1);
    assertThat(clock(0)).isEqualTo(wall);
    assertThat(clock(1)).isEqualTo(steady + 60_000_000_000L);
  }

  @Test
  void sleepingForEverStopsTheClocksAtTheirLastMoment() {
    subscribeToClock(0, 0, -1, false);
    assertThat(poll(1)).isZero();
    assertThat(poll(1)).isZero();
    assertThat(clock(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void streamsAreReadyBeforeAnyTimeHasPassed() {
    long wall = clock(0);
    subscribeToClock(0, 0, 5, false);
    subscribeToStream(1, 1, 0);
    subscribeToStream(2, 2, 1);
    subscribeToStream(3, 1, 7);
    subscribeToClock(4, 9, 5, false);
    assertThat(poll(5)).isZero();
    assertThat(guest.i32(EVENT_COUNT)).isEqualTo(4);
    assertEvent(0, 101, Errno.SUCCESS, 1);
    assertEvent(1, 102, Errno.SUCCESS, 2);
    assertEvent(2, 103, Errno.BADF, 1);
    assertEvent(3, 104, Errno.INVAL, 0);
    assertThat(clock(0)).isEqualTo(wall);
  }

  @Test
  void waitingForNothingOrTooMuchOrOutsideTheMemoryIsRefused() {
    for (int count : new int[] {0, 1025, Integer.MAX_VALUE, -1}) {
      assertThat(poll(count)).isEqualTo(Errno.INVAL.code());
    }
    subscribeToStream(0, 3, 0);
    assertThat(poll(1)).isEqualTo(Errno.INVAL.code());
    int end = LiveGuest.MEMORY_BYTES;
    assertThat(guest.call("poll_oneoff", end - 47, EVENTS, 1, EVENT_COUNT))
        .isEqualTo(Errno.FAULT.code());
    assertThat(guest.call("poll_oneoff", RESULT, end - 31, 1, EVENT_COUNT))
        .isEqualTo(Errno.FAULT.code());
    assertThat(guest.call("poll_oneoff", RESULT, EVENTS, 1, -4)).isEqualTo(Errno.FAULT.code());
  }

  @Test
  void eventsOverTheirSubscriptionsHarmNobody() {
    guest.memory().fill((byte) 0);
    assertThat(guest.call("poll_oneoff", 0, 0, 1024, 0)).isZero();
    assertThat(guest.call("poll_oneoff", 0, 16, 1024, 0)).isZero();
  }

  @Test
  void exitIsAnErrorThatNamesTheCodeAndSaysWhatTheGuestSaid() {
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> guest.call("proc_exit", 3))
        .withMessage("it exited with code 3")
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.GUEST_ERROR));

    int length = guest.text(2000, "panic: no such key\n\ngoroutine 1");
    guest.set(RESULT, 2000, length);
    assertThat(guest.call("fd_write", 2, RESULT, 1, EVENT_COUNT)).isZero();
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> guest.call("proc_exit", -1))
        .withMessage("it exited with code 4294967295: panic: no such key");
    assertThat(guest.lines).last().isEqualTo("WARNING goroutine 1");
  }

  @Test
  void yieldingIsFine() {
    assertThat(guest.call("sched_yield")).isZero();
  }
}
