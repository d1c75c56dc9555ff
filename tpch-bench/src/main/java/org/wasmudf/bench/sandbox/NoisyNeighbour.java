package org.wasmudf.bench.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.Blackhole;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.bench.Effort;
import org.wasmudf.bench.kernels.Workload;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// One tenant's batches: alone, while a thread of the benchmark's own does nothing but count, and
/// while another tenant runs endless rows, which its limits stop one after the other. The second is
/// what two busy processors of this machine cost each other whoever runs there.
final class NoisyNeighbour {
  /// Nanoseconds a batch.
  record Result(List<Double> alone, List<Double> besideJava, List<Double> beside) {
    Result() {
      this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
  }

  private static final int WARMUPS = 8;
  private static final int ROUNDS = 8;

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
    Result result = new Result();
    try (ScalarUdf udf = workload.open(quiet, Cancellation.create())) {
      for (int round = 0; round < WARMUPS + ROUNDS; round++) {
        if (round == WARMUPS) {
          result = new Result();
        }
        batches(workload, udf, turnNanos, result.alone());
        beside(NoisyNeighbour::count, workload, udf, turnNanos, result.besideJava());
        beside(NoisyNeighbour::spin, workload, udf, turnNanos, result.beside());
      }
    }
    return result;
  }

  private static void beside(
      Consumer<Cancellation> noise,
      Workload workload,
      ScalarUdf udf,
      long turnNanos,
      List<Double> nanos)
      throws InterruptedException {
    Cancellation end = Cancellation.create();
    Thread thread = Thread.ofPlatform().daemon().name("noisy").start(() -> noise.accept(end));
    batches(workload, udf, turnNanos, nanos);
    end.request();
    thread.join();
  }

  private static void count(Cancellation end) {
    while (!end.isRequested()) {
      Blackhole.consumeCPU(1_000);
    }
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
