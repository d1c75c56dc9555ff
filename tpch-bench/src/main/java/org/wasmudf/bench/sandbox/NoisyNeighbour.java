package org.wasmudf.bench.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.kernels.Workload;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// One tenant's batches, alone and while another tenant runs endless rows, which its limits stop
/// one after the other.
final class NoisyNeighbour {
  /// Nanoseconds a batch.
  record Result(List<Double> alone, List<Double> beside) {}

  private static final int ROUNDS = 10;

  private NoisyNeighbour() {}

  /// Measures in turns, so that whatever else the machine does meets both alike.
  static Result measure(Workload workload, Effort effort) throws InterruptedException {
    long turnNanos =
        TimeUnit.MILLISECONDS.toNanos(
            switch (effort) {
              case SMOKE -> 1;
              case NORMAL -> 500;
              case THOROUGH -> 2_000;
            });
    Tenant quiet = new Tenant("quiet", ResourceLimits.DEFAULT);
    List<Double> alone = new ArrayList<>();
    List<Double> beside = new ArrayList<>();
    try (ScalarUdf udf = workload.open(quiet, Cancellation.create())) {
      // The first turns of both warm up.
      for (int round = 0; round < ROUNDS; round++) {
        if (round == 2) {
          alone.clear();
          beside.clear();
        }
        batches(workload, udf, turnNanos, alone);
        Cancellation end = Cancellation.create();
        Thread noise = Thread.ofPlatform().daemon().name("noisy").start(() -> spin(end));
        batches(workload, udf, turnNanos, beside);
        end.request();
        noise.join();
      }
    }
    return new Result(alone, beside);
  }

  private static void spin(Cancellation end) {
    try (Spin spin = new Spin(new Tenant("noisy", ResourceLimits.DEFAULT), end)) {
      while (spin.run() != UdfErrorCode.CANCELLED) {}
    }
  }

  private static void batches(
      Workload workload, ScalarUdf udf, long turnNanos, List<Double> nanos) {
    long start = System.nanoTime();
    long now = start;
    do {
      workload.run(udf, Workload.ROWS);
      long before = now;
      now = System.nanoTime();
      nanos.add((double) (now - before));
    } while (now - start < turnNanos);
  }
}
