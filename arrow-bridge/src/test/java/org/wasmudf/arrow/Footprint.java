package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// What this process holds after its garbage was collected.
///
/// @param heapBytes in objects
/// @param directBytes in direct buffers, as linear memories are
/// @param residentBytes in all, with compiled code, classes, and what leaks outside of Java; 0
///   where the system doesn't tell
record Footprint(long heapBytes, long directBytes, long residentBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final int MAX_WAITS = 50;

  static Footprint now() {
    for (int i = 0; i < 4; i++) {
      // Cleaners free buffers after one collection, and their objects go in the next.
      System.gc();
      pause();
    }
    return new Footprint(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        readDirect(),
        settledResidentBytes());
  }

  /// The collector gives memory back to the system piece by piece.
  private static long settledResidentBytes() {
    long before = Long.MAX_VALUE;
    long now = readResident();
    for (int i = 0; i < MAX_WAITS && now < before; i++) {
      pause();
      before = now;
      now = readResident();
    }
    return now;
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
  }

  private static long readDirect() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(each -> each.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long readResident() {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Fails if this is more than an earlier one, but for what the JVM keeps for itself.
  ///
  /// @param objectBytes by how much the heap and direct buffers may be more
  /// @param residentBytes by how much everything may be more
  void assertNoMoreThan(Footprint earlier, long objectBytes, long residentBytes) {
    assertThat(heapBytes)
        .as("heap: %s, then %s", earlier, this)
        .isLessThan(earlier.heapBytes + objectBytes);
    assertThat(directBytes)
        .as("direct buffers: %s, then %s", earlier, this)
        .isLessThan(earlier.directBytes + objectBytes);
    assertThat(this.residentBytes)
        .as("resident: %s, then %s", earlier, this)
        .isLessThan(earlier.residentBytes + residentBytes);
  }
}
