package org.wasmudf.bench.tpch;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.wasmudf.bench.Effort;

/// Times systems over one query, in turns, so that whatever else the machine does meets them alike.
/// Owns the statements.
final class Race implements AutoCloseable {
  /// How long each effort warms up, each system, and how often it measures.
  private record Schedule(long warmupNanos, int warmups, int runs) {
    static Schedule of(Effort effort) {
      return switch (effort) {
        case SMOKE -> new Schedule(0, 0, 1);
        case NORMAL -> new Schedule(3_000_000_000L, 5, 9);
        case THOROUGH -> new Schedule(10_000_000_000L, 20, 31);
      };
    }
  }

  private final Query query;
  private final List<Contestant> contestants = new ArrayList<>();

  Race(Query query) {
    this.query = query;
  }

  /// Adds a system.
  ///
  /// @param statement the query, closed with the race
  void enter(String system, PreparedStatement statement) {
    contestants.add(new Contestant(system, statement));
  }

  /// Compares all results, warms up, and measures.
  ///
  /// @return nanoseconds of each run, by system, in the order of entering
  /// @throws IllegalStateException when two results differ, naming the systems
  SequencedMap<String, long[]> run(Effort effort) throws SQLException {
    Schedule schedule = Schedule.of(effort);
    Contestant first = contestants.getFirst();
    List<List<String>> expected = first.run().rows();
    for (Contestant each : contestants) {
      check(each, expected);
    }
    for (Contestant each : contestants) {
      warmUp(each, expected, schedule);
    }
    SequencedMap<String, long[]> nanos = new LinkedHashMap<>();
    contestants.forEach(each -> nanos.put(each.system(), new long[schedule.runs()]));
    for (int i = 0; i < schedule.runs(); i++) {
      for (Contestant each : contestants) {
        Objects.requireNonNull(nanos.get(each.system()))[i] = check(each, expected);
      }
    }
    return nanos;
  }

  private void warmUp(Contestant contestant, List<List<String>> expected, Schedule schedule)
      throws SQLException {
    long start = System.nanoTime();
    for (int i = 0;
        i < schedule.warmups() || System.nanoTime() - start < schedule.warmupNanos();
        i++) {
      check(contestant, expected);
    }
  }

  /// Runs the query once.
  ///
  /// @return the nanoseconds it took
  private long check(Contestant contestant, List<List<String>> expected) throws SQLException {
    Contestant.Run run = contestant.run();
    if (!run.rows().equals(expected)) {
      throw new IllegalStateException(
          "%s: %s says %s, but %s says %s"
              .formatted(
                  query.title(),
                  contestants.getFirst().system(),
                  expected,
                  contestant.system(),
                  run.rows()));
    }
    return run.nanos();
  }

  @Override
  public void close() throws SQLException {
    for (Contestant each : contestants) {
      each.close();
    }
  }
}
