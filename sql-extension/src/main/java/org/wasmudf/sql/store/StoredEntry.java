package org.wasmudf.sql.store;

/// An object of the catalog as the database keeps it.
///
/// @param kind what it is
/// @param tenant who has created it, or grants it; empty for the owner
/// @param name the object's, folded; of a grant, the function's
/// @param declaration the statement that creates it, whose names stand in double quotes; without
///   the module's bytes
/// @param module the module that a function was made from, empty where it has its own
/// @param sha256 of the module's bytes, empty where there is none
/// @param source where the module came from, for the reader
public record StoredEntry(
    Kind kind,
    String tenant,
    String name,
    String declaration,
    String module,
    String sha256,
    String source) {
  /// In an order in which they can be created again.
  public enum Kind {
    TENANT,
    MODULE,
    FUNCTION,
    GRANT
  }

  /// An object without a module.
  public static StoredEntry of(Kind kind, String tenant, String name, String declaration) {
    return new StoredEntry(kind, tenant, name, declaration, "", "", "");
  }
}
