package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// Another tenant, whose function runs over one batch after the other in a thread of its own. It
/// checks every result and notes how long each batch took.
final class Neighbour {
  private static final int ROWS = 1_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Tenant tenant = new Tenant("neighbour", ResourceLimits.DEFAULT);
  private final List<Long> batchNanos = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("neighbour").unstarted(this::run);
  private volatile boolean closed;

  Neighbour() {
    thread.start();
  }

  private void run() {
    List<Long> rounds = LongStream.range(0, ROWS).map(i -> 100 + i % 100).boxed().toList();
    try (LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
        BatchEvaluator evaluator = new BatchEvaluator(memory, tenant, Kernels.FASTEST);
        FieldVector column = Columns.of(Simple.BIGINT, rounds, memory.allocator())) {
      ScalarFunction function = Guests.function("greedy", "rounds", Simple.BIGINT, Simple.BIGINT);
      ScalarUdf udf = ScalarUdf.of(function, evaluator);
      while (!closed) {
        long start = System.nanoTime();
        try (FieldVector result = udf.call(List.of(column), ROWS)) {
          long took = System.nanoTime() - start;
          assertThat(Columns.values(result)).isEqualTo(rounds);
          synchronized (batchNanos) {
            batchNanos.add(took);
            batchNanos.notifyAll();
          }
        }
      }
    } catch (Throwable e) {
      failure.set(e);
      synchronized (batchNanos) {
        batchNanos.notifyAll();
      }
    }
  }

  /// How many batches are done.
  int batches() {
    synchronized (batchNanos) {
      return batchNanos.size();
    }
  }

  /// Waits until so many batches are done, and none has gone wrong.
  void awaitBatches(int count) throws InterruptedException {
    long start = System.nanoTime();
    synchronized (batchNanos) {
      while (batchNanos.size() < count
          && failure.get() == null
          && System.nanoTime() - start < PATIENCE_NANOS) {
        batchNanos.wait(100);
      }
    }
    assertThat(failure.get()).as("the neighbour's failure").isNull();
    assertThat(batches()).as("the neighbour's batches").isGreaterThanOrEqualTo(count);
  }

  /// The median time of the batches from one on, in nanoseconds.
  long medianNanosSince(int first) {
    synchronized (batchNanos) {
      List<Long> sorted = batchNanos.subList(first, batchNanos.size()).stream().sorted().toList();
      return sorted.get(sorted.size() / 2);
    }
  }

  /// Stops it.
  void leave() throws InterruptedException {
    closed = true;
    thread.join();
    UdfRuntime.shared().drop(tenant);
    assertThat(failure.get()).isNull();
  }
}
