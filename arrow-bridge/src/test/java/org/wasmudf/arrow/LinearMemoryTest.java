package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;

/// The allocator whose buffers lie in data memories.
class LinearMemoryTest {
  private static final int THREADS = 4;
  private static final int STEPS = 2_000;
  private static final int LARGEST_BYTES = 100_000;
  private static final long MIB = 1 << 20;

  /// Every live buffer is full of its own mark; one that overlapped another would lose it.
  @Test
  void buffersOfSeveralThreadsNeverOverlap() throws InterruptedException, ExecutionException {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int seed = i;
        all.add(threads.submit(() -> allocateAndFree(memory, seed)));
      }
      for (Future<?> each : all) {
        each.get();
      }
      assertThat(memory.allocator().getAllocatedMemory()).isZero();
    }
  }

  private record Marked(ArrowBuf buffer, long mark) {
    void check(String description) {
      for (long i = 0; i + 8 <= buffer.capacity(); i += 8) {
        assertThat(buffer.getLong(i)).as(description).isEqualTo(mark);
      }
    }
  }

  private static void allocateAndFree(LinearMemory memory, int seed) {
    Random random = new Random(seed);
    List<Marked> live = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      if (live.size() < 20 && random.nextInt(5) > 1) {
        long bytes = Math.round(Math.pow(LARGEST_BYTES, random.nextDouble()));
        ArrowBuf buffer = memory.allocator().buffer(bytes);
        assertThat(buffer.capacity()).isBetween(bytes, Math.max(64, bytes + bytes / 4));
        assertThat(buffer.memoryAddress() % 64).isZero();
        assertThat(memory.contains(buffer)).isTrue();
        long mark = random.nextLong();
        for (long i = 0; i + 8 <= buffer.capacity(); i += 8) {
          buffer.setLong(i, mark);
        }
        live.add(new Marked(buffer, mark));
      } else if (!live.isEmpty()) {
        Marked freed = live.remove(random.nextInt(live.size()));
        freed.check("seed %d, step %d".formatted(seed, step));
        freed.buffer().close();
      }
    }
    live.forEach(each -> each.check("seed %d, at the end".formatted(seed)));
    live.forEach(each -> each.buffer().close());
  }

  @Test
  void whatWasFreedIsTakenAgain() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared())) {
      for (long bytes : new long[] {1, 64, 1000, MIB, 20 * MIB}) {
        ArrowBuf first = memory.allocator().buffer(bytes);
        long address = first.memoryAddress();
        first.close();
        try (ArrowBuf second = memory.allocator().buffer(bytes)) {
          assertThat(second.memoryAddress()).isEqualTo(address);
        }
      }
    }
  }

  @Test
  void largeBuffersAreAlignedLikeSmallOnes() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        ArrowBuf small = memory.allocator().buffer(100);
        ArrowBuf medium = memory.allocator().buffer(15 * MIB);
        ArrowBuf large = memory.allocator().buffer(17 * MIB)) {
      for (ArrowBuf each : List.of(small, medium, large)) {
        assertThat(each.memoryAddress() % 64).isZero();
        assertThat(memory.contains(each)).isTrue();
        each.setLong(each.capacity() - 8, -1);
      }
    }
  }

  @Test
  void buffersOfOtherAllocatorsAreNotContained() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        LinearMemory other = LinearMemory.create(UdfRuntime.shared());
        BufferAllocator elsewhere = new RootAllocator();
        BufferAllocator child = memory.allocator().newChildAllocator("child", 0, Long.MAX_VALUE);
        ArrowBuf ofChild = child.buffer(100);
        ArrowBuf ofOther = other.allocator().buffer(100);
        ArrowBuf foreign = elsewhere.buffer(100)) {
      assertThat(memory.contains(ofChild)).isTrue();
      assertThat(memory.contains(ofOther)).isFalse();
      assertThat(memory.contains(foreign)).isFalse();
      assertThat(memory.contains(memory.allocator().getEmpty())).isFalse();
    }
  }

  /// A column of one data memory can't be linked to kernels of another, but can be copied.
  @Test
  void columnsOfAnotherMemoryAreCopied() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        LinearMemory other = LinearMemory.create(UdfRuntime.shared());
        ScalarUdf udf = ScalarUdf.of(Guests.identity(Simple.BIGINT), memory, Kernels.WEBASSEMBLY);
        FieldVector column = Columns.of(Simple.BIGINT, List.of(1L, 2L), other.allocator());
        FieldVector result = udf.call(List.of(column), 2)) {
      assertThat(Columns.values(result)).isEqualTo(List.of(1L, 2L));
      assertThat(memory.copiedBytes()).isEqualTo(16);
      assertThat(memory.contains(result.getDataBuffer())).isTrue();
    }
  }

  @Test
  void columnsMayLieInSeveralDataMemories() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        ArrowBuf large = memory.allocator().buffer(17 * MIB);
        FieldVector left = Columns.of(Simple.BIGINT, List.of(5L, 6L), memory.allocator());
        ArrowBuf larger = memory.allocator().buffer(MIB);
        FieldVector right = Columns.of(Simple.BIGINT, List.of(3L, 2L), memory.allocator());
        ScalarUdf udf =
            ScalarUdf.of(
                Guests.function("plain", "subtract", Simple.BIGINT, Simple.BIGINT, Simple.BIGINT),
                memory);
        FieldVector result = udf.call(List.of(left, right), 2)) {
      assertThat(memory.regionOf(large.memoryAddress()))
          .isNotEqualTo(memory.regionOf(larger.memoryAddress()));
      assertThat(Columns.values(result)).isEqualTo(List.of(2L, 4L));
      assertThat(memory.copiedBytes()).isZero();
    }
  }

  @Test
  void allocationsAreAccountedForInTheSizesTheyHave() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        ArrowBuf buffer = memory.allocator().buffer(65)) {
      assertThat(buffer.capacity()).isEqualTo(80);
      assertThat(memory.allocator().getAllocatedMemory()).isEqualTo(80);
    }
  }

  @Test
  void childsLimitIsKept() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        BufferAllocator child = memory.allocator().newChildAllocator("child", 0, 1000)) {
      assertThatExceptionOfType(OutOfMemoryException.class).isThrownBy(() -> child.buffer(1001));
      assertThat(child.getAllocatedMemory()).isZero();
      child.buffer(512).close();
    }
  }

  @Test
  void bufferThatNoDataMemoryHasRoomForIsRefused() {
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared())) {
      for (long bytes : new long[] {(7L << 28) + 1, 1L << 31, 1L << 40}) {
        assertThatExceptionOfType(OutOfMemoryException.class)
            .isThrownBy(() -> memory.allocator().buffer(bytes))
            .withMessageContaining("is more than a data memory has room for");
      }
      assertThat(memory.allocator().getAllocatedMemory()).isZero();
      memory.allocator().buffer(1).close();
    }
  }

  @Test
  void closingNamesWhatIsStillInUse() {
    LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
    memory.allocator().buffer(1024);
    assertThatIllegalStateException()
        .isThrownBy(memory::close)
        .withMessageContaining("Memory was leaked by query. Memory leaked: (1024)");
  }
}
