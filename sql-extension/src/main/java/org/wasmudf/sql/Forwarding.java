package org.wasmudf.sql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// A JDBC object in front of another of its kind: whatever a subclass doesn't do itself is done by
/// the one behind. Errors leave as SQLExceptions.
///
/// JDBC's interfaces have hundreds of methods, of which few matter here.
///
/// @param <T> what the user is given
/// @param <B> what is behind: the same, or what has a part of its methods
abstract class Forwarding<T extends B, B> implements InvocationHandler {
  private static final Object[] NO_ARGUMENTS = {};

  private final B target;
  private final T proxy;

  Forwarding(Class<T> type, B target) {
    this.target = target;
    this.proxy =
        type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  /// What the user is given.
  final T proxy() {
    return proxy;
  }

  /// The object behind.
  final B target() {
    return target;
  }

  @Override
  public final @Nullable Object invoke(
      Object self, Method method, Object @Nullable [] argumentsOrNull) throws Throwable {
    Object[] arguments = argumentsOrNull == null ? NO_ARGUMENTS : argumentsOrNull;
    try {
      return switch (method.getName()) {
        case "equals" -> isProxy(arguments[0]);
        case "hashCode" -> System.identityHashCode(proxy);
        case "toString" -> "wasmudf:" + target;
        case "unwrap" -> unwrap((Class<?>) arguments[0], method);
        case "isWrapperFor" ->
            ((Class<?>) arguments[0]).isInstance(proxy)
                || ((Class<?>) arguments[0]).isInstance(target)
                || Boolean.TRUE.equals(forward(method, arguments));
        default -> call(method, arguments);
      };
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      // Generated code fails with errors where a constant of the query can't be computed.
      throw SqlErrors.of(e);
    }
  }

  @SuppressWarnings("ReferenceEquality") // The object's own equals leads here.
  private boolean isProxy(@Nullable Object other) {
    return other == proxy;
  }

  private @Nullable Object unwrap(Class<?> type, Method method) throws Throwable {
    if (type.isInstance(proxy)) {
      return proxy;
    }
    return type.isInstance(target) ? target : forward(method, type);
  }

  /// Does what the method says; by default the object behind does it.
  @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    return forward(method, arguments);
  }

  /// Calls the method of the object behind.
  final @Nullable Object forward(Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
