package org.wasmudf.kafka.transform;

import java.util.function.Supplier;
import org.wasmudf.runtime.limit.Tenant;

/// Measures the calls of a function in a guest. Used by the guest's thread.
final class CallMeter {
  /// Of so many calls the time of one is taken: asking for the time costs a tenth of a call.
  private static final int TIMED = 16;

  private final Tenant tenant;
  private final FunctionStatistics statistics;

  /// @param tenant whose fuel only this guest uses
  CallMeter(Tenant tenant, FunctionStatistics statistics) {
    this.tenant = tenant;
    this.statistics = statistics;
  }

  /// Makes a call.
  ///
  /// @param rows for how many records
  /// @param call a result that is a byte array is counted as output
  <T> T measure(int rows, Supplier<T> call) {
    boolean isTimed = rows > 1 || statistics.calls.get() % TIMED == 0;
    statistics.calls.add(1);
    statistics.rows.add(rows);
    long fuel = tenant.fuel();
    long start = isTimed ? System.nanoTime() : 0;
    try {
      T result = call.get();
      if (result instanceof byte[] bytes) {
        countOutput(bytes.length);
      }
      return result;
    } finally {
      if (isTimed) {
        statistics.countTime(System.nanoTime() - start);
      }
      statistics.fuel.add(tenant.fuel() - fuel);
    }
  }

  /// Notes what a call gave, in bytes.
  void countOutput(long bytes) {
    statistics.outputBytes.add(bytes);
  }
}
