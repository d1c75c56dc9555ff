package org.wasmudf.sql.function;

import org.apache.calcite.runtime.CalciteContextException;
import org.wasmudf.runtime.limit.Limit;

/// A function, module or tenant exists that shouldn't, or doesn't that should.
public final class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String sqlState;

  private CatalogException(String sqlState, String message) {
    super(message);
    this.sqlState = sqlState;
  }

  static CatalogException duplicate(String message) {
    return new CatalogException("42723", message);
  }

  /// There is no such function.
  public static CatalogException unknown(String message) {
    return new CatalogException("42883", message);
  }

  /// Somebody has as many functions as it may have.
  static CatalogException tooMany(String tenant, long most, String what) {
    return new CatalogException(
        "54000",
        "tenant %s has %,d %s, and may have no more (%s): drop one first"
            .formatted(tenant, most, what, Limit.FUNCTIONS.key()));
  }

  static CatalogException duplicateModule(String name) {
    return new CatalogException(
        "42710", "module %s exists; write CREATE OR REPLACE MODULE to replace it".formatted(name));
  }

  static CatalogException unknownModule(String name) {
    return new CatalogException("42704", "there is no module " + name);
  }

  /// A module that functions are made from can't be dropped.
  static CatalogException inUse(String name, String users) {
    return new CatalogException(
        "2BP01",
        "module %s is in use: drop %s first, or replace the module".formatted(name, users));
  }

  /// A module's own words about its functions are of no use.
  static CatalogException undeclared(String message) {
    return new CatalogException("42P13", message);
  }

  /// A function was created once, and can't be made again.
  static CatalogException unusable(String signature, RuntimeException cause) {
    Throwable reason = cause;
    // Its own place is in a statement that isn't this one.
    while (reason instanceof CalciteContextException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    CatalogException unusable =
        new CatalogException(
            "55000",
            "function %s can't be called any more: %s; replace or drop it"
                .formatted(signature, reason.getMessage()));
    unusable.initCause(reason);
    return unusable;
  }

  /// There is a tenant that shouldn't be.
  public static CatalogException duplicateTenant(String name) {
    return new CatalogException("42710", "tenant %s exists".formatted(name));
  }

  /// There is no such tenant.
  public static CatalogException unknownTenant(String name) {
    return new CatalogException("42704", "there is no tenant " + name);
  }

  /// A connection outlives its tenant.
  public static CatalogException droppedTenant(String name) {
    return new CatalogException(
        "28000", "tenant %s has been dropped: its connections can do nothing more".formatted(name));
  }

  /// Somebody may not do that.
  public static CatalogException forbidden(String message) {
    return new CatalogException("42501", message);
  }

  public static CatalogException ambiguous(String message) {
    return new CatalogException("42725", message);
  }

  /// A statement was prepared with a function that is no longer there.
  public static CatalogException dropped(FunctionDefinition definition) {
    return unknown(
        "function %s has been dropped since the statement was prepared"
            .formatted(definition.signature()));
  }

  /// What SQL clients see.
  public String sqlState() {
    return sqlState;
  }
}
