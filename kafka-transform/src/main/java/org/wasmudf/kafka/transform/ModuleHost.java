package org.wasmudf.kafka.transform;

import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;

/// A configured module while it runs, and what is called of it. Used by one thread.
///
/// Every call of a guest goes through [#call], so that what holds for all kinds of transforms
/// stands here alone.
///
/// @param <O> what is called
final class ModuleHost<O> implements AutoCloseable {
  private final FunctionModule module;
  private final O operation;

  private ModuleHost(FunctionModule module, O operation) {
    this.module = module;
    this.operation = operation;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @param maker finds in the module what is called
  /// @throws ConfigException naming the key and what to do
  static <O> ModuleHost<O> open(Settings settings, Function<FunctionModule, O> maker) {
    FunctionModule module = FunctionModule.open(settings);
    try {
      return new ModuleHost<>(module, maker.apply(module));
    } catch (RuntimeException e) {
      module.close();
      throw e;
    }
  }

  /// What is called now.
  O operation() {
    return operation;
  }

  /// Calls it.
  ///
  /// @param <T> what comes back; nullable where the action's is
  <T> T call(Function<O, T> action) {
    return action.apply(operation);
  }

  /// Calls it for what comes of that.
  void run(Consumer<O> action) {
    action.accept(operation);
  }

  /// Ends the guest.
  @Override
  public void close() {
    module.close();
  }
}
