package org.wasmudf.arrow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// A guest that wants to read or change the host's data has no way to.
class HostileGuestTest {
  private static final long SECRET = 0x5ec2e7_5ec2e7_5ec2L;
  private static final int ROWS = 10_000;
  private static final long PAGE_BYTES = 65_536;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private FieldVector table;
  private byte[] before;

  @BeforeEach
  void fillTheTable() {
    table = Columns.of(Simple.BIGINT, Collections.nCopies(ROWS, SECRET), memory.allocator());
    before = bytesOf(table.getDataBuffer());
  }

  @AfterEach
  void nothingLeaks() {
    table.close();
    memory.close();
  }

  @Test
  void guestThatOverwritesEverythingItCanReachLeavesTheDataAsItWas() {
    byte[] everything = regionBytes();
    ScalarFunction overwrite =
        Guests.function(Guests.unusedModule("hostile"), "overwrite", Simple.BIGINT, Simple.BIGINT);
    try (ScalarUdf udf = ScalarUdf.of(overwrite, memory);
        FieldVector argument =
            Columns.of(Simple.BIGINT, List.of(0xaaL, 0x55L, 0xffL), memory.allocator());
        FieldVector result = udf.call(List.of(argument), 3)) {
      assertThat(Columns.values(result)).containsOnly(2 * PAGE_BYTES);
      assertThat(Columns.values(argument)).isEqualTo(List.of(0xaaL, 0x55L, 0xffL));
    }
    assertThat(bytesOf(table.getDataBuffer())).isEqualTo(before);
    // Around the table lie the argument, the result and the call's frame, which only the host
    // wrote.
    assertThat(count(regionBytes(), (byte) 0xaa) - count(everything, (byte) 0xaa)).isLessThan(16);
    assertThat(count(regionBytes(), (byte) 0x55) - count(everything, (byte) 0x55)).isLessThan(16);
  }

  /// The table is an argument of the same call, so that its memory is one of the kernel's.
  @Test
  void guestThatSearchesItsWholeMemoryFindsNothingOfTheData() {
    ScalarFunction search =
        Guests.function(Guests.unusedModule("hostile"), "search", Simple.BIGINT, Simple.BIGINT);
    try (ScalarUdf udf = ScalarUdf.of(search, memory);
        FieldVector result = udf.call(List.of(table), 1)) {
      assertThat(Columns.values(result)).containsOnly(0L);
    }
    assertThat(count(before, (byte) 0xc2)).as("the oracle").isPositive();
  }

  /// Wild stores, at every distance from the guest's memory that 32 bits can say.
  @Test
  void storesBehindTheEndOfItsMemoryTrap() {
    ScalarFunction store =
        Guests.function(
            Guests.unusedModule("hostile"), "store", Simple.BIGINT, Simple.INTEGER, Simple.BIGINT);
    List<Long> addresses = new ArrayList<>(List.of(-1L, -8L, 2 * PAGE_BYTES - 7));
    for (int bit = 17; bit < 32; bit++) {
      addresses.add((long) (1 << bit));
    }
    try (ScalarUdf udf = ScalarUdf.of(store, memory);
        FieldVector value = Columns.of(Simple.BIGINT, List.of(666L), memory.allocator())) {
      for (long each : addresses) {
        try (FieldVector address = Columns.of(Simple.INTEGER, List.of(each), memory.allocator())) {
          assertOutOfBounds(udf, List.of(address, value));
        }
      }
      try (FieldVector address =
              Columns.of(Simple.INTEGER, List.of(2 * PAGE_BYTES - 8), memory.allocator());
          FieldVector result = udf.call(List.of(address, value), 1)) {
        assertThat(Columns.values(result)).containsOnly(666L);
      }
    }
    assertThat(bytesOf(table.getDataBuffer())).isEqualTo(before);
  }

  private static void assertOutOfBounds(ScalarUdf udf, List<FieldVector> arguments) {
    try (FieldVector unexpected = udf.call(arguments, 1)) {
      throw new AssertionError("no failure, but " + unexpected);
    } catch (UdfException e) {
      assertThat(e.code()).isEqualTo(UdfErrorCode.TRAP_OUT_OF_BOUNDS);
    }
  }

  private static byte[] bytesOf(ArrowBuf buffer) {
    byte[] bytes = new byte[(int) buffer.capacity()];
    buffer.getBytes(0, bytes);
    return bytes;
  }

  /// All of the data memory that the table lies in.
  private byte[] regionBytes() {
    LinearMemory.Region region =
        requireNonNull(memory.regionOf(table.getDataBuffer().memoryAddress()));
    return MemorySegment.ofAddress(region.base())
        .reinterpret(region.end() - region.base())
        .toArray(ValueLayout.JAVA_BYTE);
  }

  private static int count(byte[] bytes, byte wanted) {
    int count = 0;
    for (byte each : bytes) {
      count += each == wanted ? 1 : 0;
    }
    return count;
  }
}
