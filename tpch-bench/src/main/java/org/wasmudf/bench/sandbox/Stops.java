package org.wasmudf.bench.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.bench.kernels.Workload;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.samples.SampleModule;

/// How long it takes until what has to stop has stopped, and the caller knows. Every number is in
/// nanoseconds, one for each try.
final class Stops implements AutoCloseable {
  private static final long SEED = 20_261_124;
  private static final int RUN_MILLIS = 5;

  /// Minutes of work, whatever the tables' scale.
  private static final String LONG_STATEMENT =
      """
      SELECT SUM(levenshtein(a.l_comment, b.l_comment))
        FROM tpch.lineitem a JOIN tpch.lineitem b ON a.l_linenumber = b.l_linenumber\
      """;

  private static final ResourceLimits NO_FUEL_LIMIT =
      ResourceLimits.DEFAULT.with(Limit.FUEL_ROW, Limit.NONE);

  private final Workload workload;
  private final ScheduledExecutorService canceller = Executors.newSingleThreadScheduledExecutor();
  private final SplittableRandom random = new SplittableRandom(SEED);

  Stops(Workload workload) {
    this.workload = workload;
  }

  private interface Try {
    /// @return nanoseconds
    double run() throws InterruptedException, SQLException;
  }

  private static double[] measure(int warmups, int tries, Try code)
      throws InterruptedException, SQLException {
    for (int i = 0; i < warmups; i++) {
      code.run();
    }
    double[] nanos = new double[tries];
    for (int i = 0; i < tries; i++) {
      nanos[i] = code.run();
    }
    return nanos;
  }

  /// From the beginning of an endless row until it has failed for its fuel, and is known by number.
  double[] byFuel(int warmups, int tries) throws InterruptedException, SQLException {
    Tenant tenant = new Tenant("endless", ResourceLimits.DEFAULT);
    try (Spin spin = new Spin(tenant, Cancellation.create())) {
      return measure(
          warmups,
          tries,
          () -> {
            long start = System.nanoTime();
            spin.runUntil(UdfErrorCode.FUEL_EXHAUSTED);
            return System.nanoTime() - start;
          });
    }
  }

  /// From the deadline of an endless row, whose fuel isn't limited, until it has failed.
  double[] byDeadline(int warmups, int tries) throws InterruptedException, SQLException {
    Tenant tenant = new Tenant("late", NO_FUEL_LIMIT.with(Limit.DEADLINE_MILLIS, RUN_MILLIS));
    try (Spin spin = new Spin(tenant, Cancellation.create())) {
      return measure(
          warmups,
          tries,
          () -> {
            long start = System.nanoTime();
            spin.runUntil(UdfErrorCode.DEADLINE_EXCEEDED);
            return System.nanoTime() - start - TimeUnit.MILLISECONDS.toNanos(RUN_MILLIS);
          });
    }
  }

  /// From cancelling an endless row, whose fuel isn't limited, until it has failed.
  double[] byCancel(int warmups, int tries) throws InterruptedException, SQLException {
    Tenant tenant = new Tenant("cancelled", NO_FUEL_LIMIT);
    return measure(
        warmups,
        tries,
        () -> {
          Cancellation cancellation = Cancellation.create();
          try (Spin spin = new Spin(tenant, cancellation)) {
            Future<Long> asked = later(cancellation::request);
            spin.runUntil(UdfErrorCode.CANCELLED);
            return System.nanoTime() - moment(asked);
          }
        });
  }

  /// From the end of the time that batches without end may take until the last one has failed.
  double[] byTimeLimit(int warmups, int tries) throws InterruptedException, SQLException {
    Tenant tenant = new Tenant("limited", ResourceLimits.DEFAULT);
    return measure(
        warmups,
        tries,
        () -> {
          long start = System.nanoTime();
          try (ScalarUdf udf = workload.open(tenant, Cancellation.after(RUN_MILLIS))) {
            while (true) {
              workload.run(udf, Workload.ROWS);
            }
          } catch (UdfException e) {
            if (e.code() != UdfErrorCode.CANCELLED) {
              throw e;
            }
            return System.nanoTime() - start - TimeUnit.MILLISECONDS.toNanos(RUN_MILLIS);
          }
        });
  }

  /// From cancelling a statement that calls a function for a row of a join until it has failed.
  double[] statementByCancel(int warmups, int tries) throws InterruptedException, SQLException {
    Properties properties = new Properties();
    properties.setProperty("tpch", "0.001");
    try (Connection connection = DriverManager.getConnection("jdbc:wasmudf:", properties)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "CREATE FUNCTION levenshtein(a VARCHAR, b VARCHAR) RETURNS INTEGER LANGUAGE WASM IMMUTABLE EXTERNAL NAME 'levenshtein' AS BASE64 '%s'"
                .formatted(Base64.getEncoder().encodeToString(SampleModule.C_TEXT.bytes())));
      }
      try (PreparedStatement statement = connection.prepareStatement(LONG_STATEMENT)) {
        begin(statement);
        return measure(warmups, tries, () -> cancel(statement));
      }
    }
  }

  /// The first execution takes a while to begin, and what hasn't begun can't be cancelled.
  private static void begin(PreparedStatement statement) throws SQLException {
    statement.setQueryTimeout(1);
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
    } catch (SQLException e) {
      mustBeStopped(e);
      statement.setQueryTimeout(0);
      return;
    }
    throw new IllegalStateException("a statement ended within a second");
  }

  private double cancel(PreparedStatement statement) throws InterruptedException, SQLException {
    Future<Long> asked = later(() -> cancelQuietly(statement));
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {}
    } catch (SQLException e) {
      long stopped = System.nanoTime();
      mustBeStopped(e);
      return stopped - moment(asked);
    }
    throw new IllegalStateException("a statement ended before it was cancelled");
  }

  private static void mustBeStopped(SQLException e) throws SQLException {
    if (!UdfErrorCode.CANCELLED.sqlState().equals(e.getSQLState())) {
      throw e;
    }
  }

  private static void cancelQuietly(Statement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw new IllegalStateException("can't cancel", e);
    }
  }

  /// @return the moment at which it was asked for, once it was
  private Future<Long> later(Runnable request) {
    long micros = random.nextLong(1_000 * RUN_MILLIS, 4_000 * RUN_MILLIS);
    return canceller.schedule(
        () -> {
          long now = System.nanoTime();
          request.run();
          return now;
        },
        micros,
        TimeUnit.MICROSECONDS);
  }

  private static long moment(Future<Long> asked) throws InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    canceller.shutdownNow();
  }
}
