package org.wasmudf.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

class FailuresTest {
  private static final int TEXT = 1024;
  private static final int FILE = 40_000;

  private final LiveGuest guest = LiveGuest.withEveryImport();

  @AfterEach
  void answersAfterwards() {
    try (guest) {
      assertThat(guest.call("answer")).isEqualTo(42);
    }
  }

  private UdfException failure(String export, int... arguments) {
    try {
      guest.call(export, arguments);
    } catch (UdfException e) {
      return e;
    }
    throw new AssertionError(export + " returned");
  }

  private void assertFails(String message, String export, int... arguments) {
    assertThatExceptionOfType(UdfException.class)
        .isThrownBy(() -> guest.call(export, arguments))
        .withMessage(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(UdfErrorCode.GUEST_ERROR));
  }

  @Test
  void guestFailsWithItsOwnMessage() {
    int length = guest.text(TEXT, "no rate for \u20AC");
    assertFails("no rate for \u20AC", "fail", TEXT, length);
    assertFails("no rate for \uFFFD", "fail", TEXT, length - 1);
    assertFails("it failed without a message", "fail", 0, 0);
    assertFails("it failed without a message", "fail", LiveGuest.MEMORY_BYTES, 0);
  }

  @Test
  void messageIsCutWhereItGetsLong() {
    guest.memory().fill((byte) 'x');
    assertFails("x".repeat(4096) + "...", "fail", 0, LiveGuest.MEMORY_BYTES);
    guest.text(4094, "\u20AC");
    assertFails("x".repeat(4094) + "...", "fail", 0, 5000);
  }

  @Test
  void messageOutsideTheMemoryIsATrap() {
    int[][] outside = {
      {LiveGuest.MEMORY_BYTES, 1}, {0, Integer.MAX_VALUE}, {-1, 1}, {-1, -1}, {1, -1}
    };
    for (int[] each : outside) {
      assertThat(failure("fail", each).code()).isEqualTo(UdfErrorCode.TRAP_OUT_OF_BOUNDS);
      assertThat(failure("log", 1, each[0], each[1]).code())
          .isEqualTo(UdfErrorCode.TRAP_OUT_OF_BOUNDS);
      assertThat(failure("abort", each[0], 0, 0, 0).code())
          .as("%d", each[0])
          .isIn(UdfErrorCode.TRAP_OUT_OF_BOUNDS, UdfErrorCode.GUEST_ERROR);
    }
    assertThat(guest.lines).isEmpty();
  }

  @Test
  void messagesAreLoggedAtTheirLevels() {
    int length = guest.text(TEXT, "hm");
    for (int level : new int[] {Integer.MIN_VALUE, 0, 1, 2, 3, 4, 5, 6, Integer.MAX_VALUE}) {
      assertThat(guest.call("log", level, TEXT, length)).isZero();
    }
    assertThat(guest.lines)
        .containsExactly(
            "ERROR hm",
            "ERROR hm",
            "ERROR hm",
            "WARNING hm",
            "INFO hm",
            "DEBUG hm",
            "TRACE hm",
            "TRACE hm",
            "TRACE hm");
  }

  @Test
  void messagesShareTheBudgetAndEmptyOnesCountToo() {
    guest.begin(guest.context(Instant.EPOCH, 0, 20), 0);
    int length = guest.text(TEXT, "two\nlines");
    for (int i = 0; i < 1000; i++) {
      assertThat(guest.call("log", 3, TEXT, 0)).isZero();
      assertThat(guest.call("log", 3, TEXT, length)).isZero();
    }
    assertThat(guest.lines)
        .containsExactly(
            "INFO two",
            "INFO lines",
            "INFO two",
            "INFO line ... (the log of this call ends at 20 bytes)");
  }

  private int utf16(int address, String text) {
    guest.set(address - 4, guest.text(address, text, StandardCharsets.UTF_16LE));
    return address;
  }

  @Test
  void abortOfAssemblyScriptSaysWhereAndWhy() {
    int message = utf16(TEXT, "index out of range \uD83D\uDC18");
    int file = utf16(FILE, "assembly/index.ts");
    assertFails(
        "index out of range \uD83D\uDC18 (assembly/index.ts:12:5)", "abort", message, file, 12, 5);
    assertFails("it aborted (assembly/index.ts:12:5)", "abort", 0, file, 12, 5);
    assertFails("it aborted", "abort", 0, 0, 12, 5);
    assertFails("index out of range \uD83D\uDC18", "abort", message, 0, 12, 5);
  }

  @Test
  void abortWithAStringThatIsNoneIsATrap() {
    guest.set(TEXT - 4, Integer.MAX_VALUE);
    assertThat(failure("abort", TEXT, 0, 0, 0).code()).isEqualTo(UdfErrorCode.TRAP_OUT_OF_BOUNDS);
    guest.set(TEXT - 4, -1);
    assertThat(failure("abort", TEXT, 0, 0, 0).code()).isEqualTo(UdfErrorCode.TRAP_OUT_OF_BOUNDS);
    for (int pointer : new int[] {1, 3, LiveGuest.MEMORY_BYTES + 1, -1}) {
      assertThat(failure("abort", pointer, 0, 0, 0).code())
          .isEqualTo(UdfErrorCode.TRAP_OUT_OF_BOUNDS);
    }
    guest.memory().fill((byte) 'x');
    guest.set(TEXT - 4, 60_000);
    assertThat(failure("abort", TEXT, TEXT, 0, 0).getMessage()).hasSizeLessThan(5000);
  }

  @Test
  void recursionThatEndsInAHostFunctionIsAStackOverflow() {
    for (int i = 0; i < 50; i++) {
      assertThat(failure("dive").code()).isEqualTo(UdfErrorCode.STACK_OVERFLOW);
    }
  }
}
