package org.wasmudf.sql.function;

import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.runtime.wasi.CallContext;
import org.wasmudf.runtime.wasi.LogSink;

/// For whom the functions of a statement run, what stops them, and what they say. Whatever
/// evaluates something finds it among the variables of its [DataContext]. Thread-safe.
public final class Execution {
  /// The variable's name.
  public static final String VARIABLE = "wasmudf.execution";

  private static final SecureRandom SEEDS = new SecureRandom();
  private static final LogSink LOGGER = LogSink.systemLogger();

  private final Tenant tenant;
  private final Warnings warnings = new Warnings();
  private volatile Cancellation cancellation = Cancellation.create();
  private @Nullable WindowScope window;
  private boolean begun;

  /// Of a statement that runs for that tenant.
  public Execution(Tenant tenant) {
    this.tenant = tenant;
  }

  /// What a statement's variables say; the owner's where they say nothing, as in plain Calcite.
  public static Execution of(DataContext data) {
    return data.get(VARIABLE) instanceof Execution execution
        ? execution
        : new Execution(UdfRuntime.shared().owner());
  }

  /// Tells a statement's variables.
  public void addTo(Map<String, Object> variables) {
    variables.put(VARIABLE, this);
  }

  /// For whom functions run.
  public Tenant tenant() {
    return tenant;
  }

  /// What stops the run that was begun last.
  public Cancellation cancellation() {
    return cancellation;
  }

  /// The window that is being computed, if any is. Asked and told by the thread that computes it.
  @Nullable WindowScope window() {
    return window;
  }

  void setWindow(@Nullable WindowScope newWindow) {
    window = newWindow;
  }

  /// What was said in the run that was begun last; in the first, while it was planned too.
  public Warnings warnings() {
    return warnings;
  }

  /// Begins another run, which a cancellation of the one before doesn't stop.
  ///
  /// @param timeoutMillis the time that it may take, 0 for any
  public synchronized void begin(long timeoutMillis) {
    cancellation = timeoutMillis == 0 ? Cancellation.create() : Cancellation.after(timeoutMillis);
    if (begun) {
      warnings.clear();
    }
    begun = true;
  }

  /// What guests see of the world: the time that CURRENT_TIMESTAMP has in the same statement. What
  /// they log goes to the process's logger and, from INFO on, to the statement's warnings; how much
  /// that is, is for limits to say.
  public CallContext callContext(DataContext data) {
    Long millis = DataContext.Variable.UTC_TIMESTAMP.get(data);
    return callContext(Instant.ofEpochMilli(millis == null ? 0 : millis));
  }

  /// As [#callContext(DataContext)], at another time.
  CallContext callContext(Instant now) {
    return new CallContext(now, SEEDS.nextLong(), this::log, Integer.MAX_VALUE);
  }

  private void log(Level level, String line) {
    LOGGER.log(level, line);
    if (level.getSeverity() >= Level.INFO.getSeverity()) {
      warnings.add("%s: %s".formatted(level, line));
    }
  }
}
