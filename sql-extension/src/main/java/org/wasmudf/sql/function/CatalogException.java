package org.wasmudf.sql.function;

import org.wasmudf.runtime.limit.Limit;

/// A function or tenant exists that shouldn't, or doesn't that should.
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
  static CatalogException tooMany(String tenant, long most) {
    return new CatalogException(
        "54000",
        "tenant %s has %,d functions, and may have no more (%s): drop one first"
            .formatted(tenant, most, Limit.FUNCTIONS.key()));
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

  static CatalogException ambiguous(String message) {
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
