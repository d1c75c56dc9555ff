package org.wasmudf.runtime.limit;

import java.util.Map;
import org.wasmudf.runtime.UdfErrorCode;

/// What a tenant has used since it was created, at one moment; the numbers are not taken at exactly
/// the same time.
///
/// @param calls batches and single calls that were given to guests
/// @param rows rows of these batches
/// @param fuel WebAssembly instructions
/// @param memoryBytes linear memory of its live instances now
/// @param peakMemoryBytes the most that this has ever been
/// @param instances live instances now
/// @param throttledMillis the time that callers have waited for fuel or for an instance
/// @param failures how often guests have failed, by code; no zeros
public record TenantUsage(
    long calls,
    long rows,
    long fuel,
    long memoryBytes,
    long peakMemoryBytes,
    int instances,
    long throttledMillis,
    Map<UdfErrorCode, Long> failures) {
  public TenantUsage {
    failures = Map.copyOf(failures);
  }
}
