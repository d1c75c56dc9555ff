package org.wasmudf.sql;

import java.io.InputStream;
import java.io.Reader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.temporal.Temporal;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a tenant is given in place of a JDBC object: the same without the ways that lead to what is
/// behind. It does what [TenantMethods] names; whatever it returns is guarded as well, and values
/// that could have a connection behind them are given as text.
///
/// Statements themselves are judged by the [Session].
final class TenantGuard<T> implements InvocationHandler {
  private static final Object[] NO_ARGUMENTS = {};

  private static final Set<Class<?>> GUARDED =
      Set.of(
          DatabaseMetaData.class,
          ParameterMetaData.class,
          PreparedStatement.class,
          ResultSet.class,
          ResultSetMetaData.class,
          Statement.class);

  private final Class<T> type;
  private final T target;
  private final @Nullable Object parent;
  private final T proxy;

  /// Those that this connection has made: a stranger's could be anything.
  private final Set<Object> savepoints = Collections.newSetFromMap(new IdentityHashMap<>());

  /// @param parent the guarded object that it belongs to; null for a connection, and for a result
  ///   that no statement of the tenant has
  private TenantGuard(Class<T> type, T target, @Nullable Object parent) {
    this.type = type;
    this.target = target;
    this.parent = parent;
    this.proxy =
        type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
  }

  /// The connection that a tenant is given.
  static Connection of(Connection connection) {
    return guard(Connection.class, connection, null);
  }

  private static <T> T guard(Class<T> type, T target, @Nullable Object parent) {
    return new TenantGuard<>(type, target, parent).proxy;
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] argumentsOrNull)
      throws Throwable {
    Object[] arguments = argumentsOrNull == null ? NO_ARGUMENTS : argumentsOrNull;
    return switch (method.getName()) {
      case "equals" -> isProxy(arguments[0]);
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "wasmudf:" + type.getSimpleName();
      case "isWrapperFor" -> ((Class<?>) arguments[0]).isInstance(proxy);
      case "unwrap" -> unwrap((Class<?>) arguments[0]);
      default -> call(method, arguments);
    };
  }

  @SuppressWarnings("ReferenceEquality") // The object's own equals leads here.
  private boolean isProxy(@Nullable Object other) {
    return other == proxy;
  }

  private Object unwrap(Class<?> wanted) throws SQLException {
    if (wanted.isInstance(proxy)) {
      return proxy;
    }
    throw new SQLException(
        "a tenant's %s gives no access to what is behind it".formatted(type.getSimpleName()),
        "42501");
  }

  private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
    if (!TenantMethods.allow(type, method) || isStrange(arguments)) {
      throw refused(
          method,
          "%s.%s is not for connections of a tenant"
              .formatted(type.getSimpleName(), method.getName()));
    }
    return switch (method.getName()) {
      case "getConnection", "getStatement" -> parent;
      case "getURL" -> type == DatabaseMetaData.class ? url() : guarded(method, arguments);
      default -> guarded(method, arguments);
    };
  }

  /// An exception that the method may throw.
  private static SQLException refused(Method method, String message) {
    SQLException refused = SqlErrors.of(RefusedException.unsupported(message));
    return List.of(method.getExceptionTypes()).contains(SQLClientInfoException.class)
        ? new SQLClientInfoException(message, refused.getSQLState(), Map.of(), refused)
        : refused;
  }

  private boolean isStrange(Object[] arguments) {
    return arguments.length > 0
        && arguments[0] instanceof Savepoint savepoint
        && !savepoints.contains(savepoint);
  }

  /// Without the settings, among which there may be a password.
  private String url() throws SQLException {
    return ((DatabaseMetaData) target).getURL().replaceFirst("[;?].*", "");
  }

  private @Nullable Object guarded(Method method, Object[] arguments) throws Throwable {
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
    // By what the method promises: one object may be several things to the driver.
    Class<?> promised = method.getReturnType();
    if (result == null || promised.isPrimitive()) {
      return result;
    }
    if (type == DatabaseMetaData.class && result instanceof ResultSet rows) {
      // Belongs to a statement of the driver's.
      return guard(ResultSet.class, new VisibleRows(rows, method, true).proxy(), null);
    }
    if (result instanceof Savepoint savepoint) {
      savepoints.add(savepoint);
      return savepoint;
    }
    return GUARDED.contains(promised) ? guard(promised, result) : plain(result, method, arguments);
  }

  private <R> R guard(Class<R> promised, Object result) {
    return guard(promised, promised.cast(result), proxy);
  }

  private static Object plain(Object value, Method method, Object[] arguments) throws SQLException {
    if (isPlain(value)) {
      return value;
    }
    boolean typed = arguments.length == 2 && arguments[1] instanceof Class<?>;
    if (method.getReturnType() != Object.class || typed) {
      throw refused(
          method,
          "a %s can't be given to a tenant: read it with getString, or cast it in the query"
              .formatted(value.getClass().getSimpleName()));
    }
    return value.toString();
  }

  /// Whether a value is all there is to it.
  private static boolean isPlain(Object value) {
    return switch (value) {
      case String _, Number _, Boolean _, Character _, Enum<?> _, UUID _ -> true;
      case Date _, Temporal _, byte[] _, int[] _, long[] _ -> true;
      case InputStream _, Reader _, SQLException _ -> true;
      default -> false;
    };
  }
}
