package org.wasmudf.sql.function;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Functions that generated code, which is text, finds by their numbers. They stay, and their
/// modules with them, for nobody knows how long plans live. Thread-safe.
final class Numbered<F> {
  private final Map<Integer, F> functions = new ConcurrentHashMap<>();
  private final Map<F, Integer> numbers = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  /// A function's number, always the same.
  int of(F function) {
    return numbers.computeIfAbsent(
        function,
        each -> {
          int number = next.getAndIncrement();
          functions.put(number, each);
          return number;
        });
  }

  /// The function of a number.
  F get(int number) {
    F function = functions.get(number);
    if (function == null) {
      throw new IllegalStateException("no function has the number " + number);
    }
    return function;
  }
}
