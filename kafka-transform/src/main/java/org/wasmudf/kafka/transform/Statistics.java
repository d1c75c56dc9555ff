package org.wasmudf.kafka.transform;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What a transform's calls have come to, whichever module it had. Read by any thread.
final class Statistics {
  private final Map<String, FunctionStatistics> functions = new ConcurrentHashMap<>();

  /// Modules that took another one's place.
  final AtomicLong replaced = new AtomicLong();

  /// Modules that didn't.
  final AtomicLong refused = new AtomicLong();

  /// Those of a function, by its declared name; counted by one thread.
  FunctionStatistics of(String function) {
    return functions.computeIfAbsent(function, absent -> new FunctionStatistics());
  }

  /// By name; a view.
  Map<String, FunctionStatistics> functions() {
    return functions;
  }
}
