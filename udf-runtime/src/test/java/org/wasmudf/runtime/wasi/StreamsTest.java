package org.wasmudf.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

class StreamsTest {
  private static final int VECTORS = 1000;
  private static final int TEXT = 16_384;
  private static final int WRITTEN = 8;

  private final LiveGuest guest = LiveGuest.withEveryImport();

  @AfterEach
  void answersAfterwards() {
    try (guest) {
      assertThat(guest.call("answer")).isEqualTo(42);
    }
  }

  private int write(int descriptor, String text) {
    guest.set(VECTORS, TEXT, guest.text(TEXT, text));
    return guest.call("fd_write", descriptor, VECTORS, 1, WRITTEN);
  }

  @Test
  void bothOutputsAreTheLogLineByLine() {
    assertThat(write(1, "one\ntwo\n\nthr")).isZero();
    assertThat(guest.i32(WRITTEN)).isEqualTo(12);
    assertThat(write(2, "oops\n")).isZero();
    assertThat(write(1, "ee \uD83D\uDC18")).isZero();
    assertThat(guest.lines).containsExactly("INFO one", "INFO two", "WARNING oops");
    guest.end();
    assertThat(guest.lines).last().isEqualTo("INFO three \uD83D\uDC18");
  }

  @Test
  void lineOfSeveralVectorsIsOneLine() {
    int hello = guest.text(TEXT, "hello ");
    int world = guest.text(TEXT + 100, "world\n");
    guest.set(VECTORS, TEXT, hello, 0, 0, TEXT + 100, world);
    assertThat(guest.call("fd_write", 1, VECTORS, 3, WRITTEN)).isZero();
    assertThat(guest.i32(WRITTEN)).isEqualTo(12);
    assertThat(guest.lines).containsExactly("INFO hello world");
  }

  @Test
  void whatIsNoTextOrCouldForgeLinesIsReplaced() {
    guest.bytes(TEXT, (byte) 'a', (byte) 0xFF, (byte) '\r', (byte) 27, (byte) '[', (byte) '\n');
    guest.set(VECTORS, TEXT, 6);
    assertThat(guest.call("fd_write", 1, VECTORS, 1, WRITTEN)).isZero();
    assertThat(write(2, "\u202Eright to left\u2028line\n")).isZero();
    assertThat(guest.lines)
        .containsExactly("INFO a\uFFFD\uFFFD\uFFFD[", "WARNING \uFFFDright to left\uFFFDline");
  }

  @Test
  void whatIsBeyondTheBudgetIsCutOffWithAMarkAndNoError() {
    guest.begin(guest.context(Instant.EPOCH, 0, 10), 0);
    assertThat(write(1, "1234\n")).isZero();
    assertThat(write(1, "12\u20AC56789\n")).isZero();
    assertThat(guest.i32(WRITTEN)).isEqualTo(11);
    assertThat(write(2, "more\n")).isZero();
    assertThat(guest.lines)
        .containsExactly("INFO 1234", "INFO 12\u20AC ... (the log of this call ends at 10 bytes)");

    guest.lines.clear();
    guest.begin(guest.context(Instant.EPOCH, 0, 10), 1);
    assertThat(write(1, "1234\n")).isZero();
    assertThat(guest.lines).containsExactly("INFO 1234");
  }

  @Test
  void cutNeverLeavesHalfACharacter() {
    guest.begin(guest.context(Instant.EPOCH, 0, 4), 0);
    assertThat(write(1, "12\u20AC")).isZero();
    assertThat(guest.lines).containsExactly("INFO 12 ... (the log of this call ends at 4 bytes)");
  }

  @Test
  void noBudgetIsNoLog() {
    guest.begin(guest.context(Instant.EPOCH, 0, 0), 0);
    assertThat(write(1, "")).isZero();
    assertThat(guest.lines).isEmpty();
    assertThat(write(1, "1")).isZero();
    assertThat(write(1, "1")).isZero();
    assertThat(guest.lines).containsExactly("INFO  ... (the log of this call ends at 0 bytes)");
  }

  @Test
  void vectorsThatOverlapAndNameFarMoreThanThereIsCostNothing() {
    // 1,024 times the whole memory: 64 MiB in 8 KiB of vectors.
    for (int i = 0; i < 1024; i++) {
      guest.set(VECTORS + 8 * i, 0, LiveGuest.MEMORY_BYTES);
    }
    Instant start = Instant.now();
    for (int i = 0; i < 1000; i++) {
      assertThat(guest.call("fd_write", 1, VECTORS, 1024, LiveGuest.MEMORY_BYTES - 4)).isZero();
    }
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(guest.i32(LiveGuest.MEMORY_BYTES - 4)).isEqualTo(1024 * LiveGuest.MEMORY_BYTES);
    assertThat(String.join("", guest.lines).length()).isLessThan(5000);
  }

  @Test
  void tooManyVectorsAreInvalid() {
    assertThat(guest.call("fd_write", 1, 0, 1025, WRITTEN)).isEqualTo(Errno.INVAL.code());
    assertThat(guest.call("fd_write", 1, 0, Integer.MAX_VALUE, WRITTEN))
        .isEqualTo(Errno.INVAL.code());
    assertThat(guest.call("fd_write", 1, 0, -1, WRITTEN)).isEqualTo(Errno.INVAL.code());
    assertThat(guest.lines).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {LiveGuest.MEMORY_BYTES - 4, LiveGuest.MEMORY_BYTES, Integer.MAX_VALUE, -8})
  void vectorsOutsideTheMemoryAreAFault(int vectors) {
    assertThat(guest.call("fd_write", 1, vectors, 1, WRITTEN)).isEqualTo(Errno.FAULT.code());
  }

  @Test
  void nothingIsWrittenWhenTheLastVectorIsAFault() {
    int[][] outside = {
      {LiveGuest.MEMORY_BYTES, 1},
      {0, LiveGuest.MEMORY_BYTES + 1},
      {1, Integer.MAX_VALUE},
      {-1, 1},
      {-1, -1},
      {2, -1}
    };
    guest.text(TEXT, "well\n");
    for (int[] each : outside) {
      guest.set(VECTORS, TEXT, 5, each[0], each[1]);
      assertThat(guest.call("fd_write", 1, VECTORS, 2, WRITTEN))
          .as("%d %d", each[0], each[1])
          .isEqualTo(Errno.FAULT.code());
    }
    guest.set(VECTORS, TEXT, 5);
    for (int written : new int[] {LiveGuest.MEMORY_BYTES - 3, -1, Integer.MAX_VALUE}) {
      assertThat(guest.call("fd_write", 1, VECTORS, 1, written)).isEqualTo(Errno.FAULT.code());
    }
    assertThat(guest.lines).isEmpty();
  }

  @Test
  void onlyTheOutputsCanBeWritten() {
    for (int descriptor : new int[] {0, 3, -1, Integer.MAX_VALUE}) {
      assertThat(write(descriptor, "no")).isEqualTo(Errno.BADF.code());
    }
  }

  @Test
  void inputIsEmpty() {
    guest.set(VECTORS, TEXT, 100);
    guest.set(WRITTEN, 77);
    assertThat(guest.call("fd_read", 0, VECTORS, 1, WRITTEN)).isZero();
    assertThat(guest.i32(WRITTEN)).isZero();
    assertThat(guest.call("fd_read", 0, VECTORS, 1, -1)).isEqualTo(Errno.FAULT.code());
    assertThat(guest.call("fd_read", 1, VECTORS, 1, WRITTEN)).isEqualTo(Errno.BADF.code());
    assertThat(guest.call("fd_read", 3, VECTORS, 1, WRITTEN)).isEqualTo(Errno.BADF.code());
  }

  @Test
  void streamsLookLikeTerminals() {
    assertThat(guest.call("fd_fdstat_get", 1, TEXT)).isZero();
    assertThat(guest.memory().get(ValueLayout.JAVA_BYTE, TEXT)).isEqualTo((byte) 2);
    assertThat(guest.i64(TEXT + 8)).isEqualTo(1 << 6);
    assertThat(guest.call("fd_fdstat_get", 0, TEXT)).isZero();
    assertThat(guest.i64(TEXT + 8)).isEqualTo(1 << 1);
    assertThat(guest.call("fd_filestat_get", 2, TEXT)).isZero();
    assertThat(guest.memory().get(ValueLayout.JAVA_BYTE, TEXT + 16)).isEqualTo((byte) 2);
    for (String function : new String[] {"fd_fdstat_get", "fd_filestat_get"}) {
      assertThat(guest.call(function, 3, TEXT)).isEqualTo(Errno.BADF.code());
      assertThat(guest.call(function, 1, LiveGuest.MEMORY_BYTES - 23))
          .isEqualTo(Errno.FAULT.code());
    }
    assertThat(guest.call("fd_fdstat_set_flags", 1, 0)).isZero();
    assertThat(guest.call("fd_fdstat_set_flags", 1, 4)).isEqualTo(Errno.NOTSUP.code());
    assertThat(guest.call("fd_fdstat_set_flags", 5, 0)).isEqualTo(Errno.BADF.code());
    assertThat(guest.call("fd_close", 2)).isZero();
    assertThat(write(2, "still open\n")).isZero();
    assertThat(guest.call("fd_close", 3)).isEqualTo(Errno.BADF.code());
    assertThat(guest.call("fd_seek", 1, 0, 0, TEXT)).isEqualTo(Errno.SPIPE.code());
    assertThat(guest.call("fd_tell", 9, TEXT)).isEqualTo(Errno.BADF.code());
  }

  @Test
  void sinkThatFailsIsAFaultOfOurs() {
    guest.begin(
        new CallContext(
            Instant.EPOCH,
            0,
            (level, line) -> {
              throw new IllegalStateException("disk full");
            },
            100),
        0);
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> write(1, "line\n"))
        .withMessageContaining("disk full")
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.INTERNAL));
    guest.begin(1);
  }
}
