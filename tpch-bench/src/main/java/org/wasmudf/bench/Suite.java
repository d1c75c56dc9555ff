package org.wasmudf.bench;

/// A set of benchmarks.
public enum Suite {
  /// Each sample function over batches of 8,192 rows, beside Java and C.
  KERNELS,
  /// TPC-H queries with functions, beside other engines.
  TPCH,
  /// What isolation costs: fuel, stopping, tenants, instances, neighbours.
  SANDBOX,
  /// Records of Kafka through functions, beside Kafka's own transforms and Java.
  KAFKA
}
