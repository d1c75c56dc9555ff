package org.wasmudf.sql.function;

import java.util.Map;
import org.apache.calcite.DataContext;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;

/// For whom the functions of a statement run, and what stops them. Whatever evaluates something
/// finds it among the variables of its [DataContext]. Thread-safe.
public final class Execution {
  /// The variable's name.
  public static final String VARIABLE = "wasmudf.execution";

  private final Tenant tenant;
  private volatile Cancellation cancellation = Cancellation.create();

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

  /// Begins another run, which a cancellation of the one before doesn't stop.
  ///
  /// @param timeoutMillis the time that it may take, 0 for any
  public void begin(long timeoutMillis) {
    cancellation = timeoutMillis == 0 ? Cancellation.create() : Cancellation.after(timeoutMillis);
  }
}
