package org.wasmudf.sql.store;

import java.util.List;
import java.util.Optional;

/// The statements that differ from database to database, of those in which a catalog can be kept.
///
/// @param hasSchema asks whether the schema is there, of tables that every user may read
/// @param bytesType the type of a module's bytes
/// @param waitForWriters has a statement wait for other writers of the catalog as long as it takes
///   to load a module; empty where it does anyway
/// @param flush has what was committed written to the disk, where a commit doesn't wait for that;
///   empty where it does
/// @param right what a database's user needs who may create the schema
record CatalogSql(
    String hasSchema, String bytesType, String waitForWriters, String flush, String right) {
  private static final CatalogSql H2 =
      new CatalogSql(
          "SELECT 1 FROM INFORMATION_SCHEMA.SCHEMATA WHERE SCHEMA_NAME = 'wasmudf'",
          "BINARY LARGE OBJECT",
          "SET LOCK_TIMEOUT 60000",
          "CHECKPOINT SYNC",
          "GRANT ALTER ANY SCHEMA TO");

  private static final CatalogSql POSTGRESQL =
      new CatalogSql(
          "SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = 'wasmudf'",
          "BYTEA",
          "",
          "",
          "GRANT CREATE ON DATABASE ... TO");

  static final String VERSION =
      "SELECT \"format\", \"incarnation\", \"version\", \"last_id\" FROM \"wasmudf\".\"catalog\""
          + " WHERE \"id\" = 1";
  static final String LOCKED_VERSION = VERSION + " FOR UPDATE";
  static final String SET_VERSION =
      "UPDATE \"wasmudf\".\"catalog\" SET \"version\" = ?, \"last_id\" = ? WHERE \"id\" = 1";
  static final String FIRST_VERSION =
      "INSERT INTO \"wasmudf\".\"catalog\" (\"id\", \"format\", \"incarnation\", \"version\","
          + " \"last_id\") VALUES (1, ?, ?, 0, 0)";
  static final String ENTRIES =
      "SELECT \"id\", \"kind\", \"tenant\", \"name\", \"declaration\", \"module\", \"sha256\","
          + " \"source\" FROM \"wasmudf\".\"entries\" ORDER BY \"id\"";
  static final String ADD =
      "INSERT INTO \"wasmudf\".\"entries\" (\"id\", \"kind\", \"tenant\", \"name\","
          + " \"declaration\", \"module\", \"sha256\", \"source\") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  static final String CHANGE =
      "UPDATE \"wasmudf\".\"entries\" SET \"declaration\" = ? WHERE \"id\" = ?";
  static final String REMOVE = "DELETE FROM \"wasmudf\".\"entries\" WHERE \"id\" = ?";
  static final String BYTES = "SELECT \"bytes\" FROM \"wasmudf\".\"binaries\" WHERE \"sha256\" = ?";
  static final String ADD_BYTES =
      "INSERT INTO \"wasmudf\".\"binaries\" (\"sha256\", \"bytes\") VALUES (?, ?)";
  static final String REMOVE_UNUSED_BYTES =
      "DELETE FROM \"wasmudf\".\"binaries\" WHERE \"sha256\" NOT IN"
          + " (SELECT \"sha256\" FROM \"wasmudf\".\"entries\")";
  static final String SCHEMA = "CREATE SCHEMA \"wasmudf\"";

  /// Of a database by its product's name; nothing where no catalog can be kept.
  static Optional<CatalogSql> of(String product) {
    return switch (product) {
      case "H2" -> Optional.of(H2);
      case "PostgreSQL" -> Optional.of(POSTGRESQL);
      default -> Optional.empty();
    };
  }

  /// What creates the tables, the one with the version last: when it is there, so are the others.
  List<String> tables() {
    return List.of(
        """
        CREATE TABLE IF NOT EXISTS "wasmudf"."binaries" (
          "sha256" VARCHAR(64) PRIMARY KEY,
          "bytes" %s NOT NULL)\
        """
            .formatted(bytesType),
        """
        CREATE TABLE IF NOT EXISTS "wasmudf"."entries" (
          "id" BIGINT PRIMARY KEY,
          "kind" VARCHAR(20) NOT NULL,
          "tenant" VARCHAR NOT NULL,
          "name" VARCHAR NOT NULL,
          "declaration" VARCHAR NOT NULL,
          "module" VARCHAR NOT NULL,
          "sha256" VARCHAR(64) NOT NULL,
          "source" VARCHAR NOT NULL)\
        """,
        """
        CREATE TABLE IF NOT EXISTS "wasmudf"."catalog" (
          "id" INTEGER PRIMARY KEY,
          "format" INTEGER NOT NULL,
          "incarnation" VARCHAR(36) NOT NULL,
          "version" BIGINT NOT NULL,
          "last_id" BIGINT NOT NULL)\
        """);
  }
}
