package org.wasmudf.sql.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The catalog in the database's schema `wasmudf`, read and written on connections of its own, so
/// that nobody's transaction is touched. Thread-safe; shared by all connections of the process that
/// have the same URL and properties, and closed by the last of them.
public final class DatabaseStore implements CatalogStore {
  static final int FORMAT = 1;

  private static final Map<Key, DatabaseStore> OPEN = new ConcurrentHashMap<>();

  private final Key key;
  private final Opener opener;
  private final CatalogSql sql;
  private int users;
  private @Nullable Connection connection;

  /// Whether the schema has been there when it was last asked for.
  private boolean hasSchema;

  private @Nullable PreparedStatement version;

  private DatabaseStore(Key key, Opener opener, CatalogSql sql) {
    this.key = key;
    this.opener = opener;
    this.sql = sql;
  }

  /// Opens further connections to the database.
  public interface Opener {
    Connection open() throws SQLException;
  }

  private record Key(String url, Properties properties) {}

  /// Whether a catalog can be kept in such a database.
  public static boolean canKeepIn(String product) {
    return CatalogSql.of(product).isPresent();
  }

  /// The store for a connection.
  ///
  /// @param product the database's, one in which a catalog can be kept
  /// @param properties those with which `opener` opens connections
  public static DatabaseStore of(String product, String url, Properties properties, Opener opener) {
    Key key = new Key(url, properties);
    return OPEN.compute(
        key,
        (_, present) -> {
          DatabaseStore store =
              present == null
                  ? new DatabaseStore(key, opener, CatalogSql.of(product).orElseThrow())
                  : present;
          store.users++;
          return store;
        });
  }

  /// Which state the database has now: one small query.
  public synchronized CatalogVersion version() throws SQLException {
    if (connection != null) {
      try {
        return readVersion(connection);
      } catch (SQLException e) {
        if (connection != null && connection.isValid(1)) {
          throw CatalogErrors.unreadable(e);
        }
        // The server may have been started again meanwhile.
        disconnect();
      }
    }
    connection = opener.open();
    try {
      return readVersion(connection);
    } catch (SQLException e) {
      throw CatalogErrors.unreadable(e);
    }
  }

  private CatalogVersion readVersion(Connection current) throws SQLException {
    if (!hasSchema && !hasSchema(current)) {
      return CatalogVersion.NONE;
    }
    hasSchema = true;
    try {
      PreparedStatement statement = version;
      if (statement == null) {
        statement = current.prepareStatement(CatalogSql.VERSION);
        version = statement;
      }
      return readVersion(statement).version();
    } catch (SQLException e) {
      if (!CatalogErrors.isMissing(e)) {
        throw e;
      }
      forgetVersion();
      return CatalogVersion.NONE;
    }
  }

  private boolean hasSchema(Connection current) throws SQLException {
    try (Statement statement = current.createStatement();
        ResultSet rows = statement.executeQuery(sql.hasSchema())) {
      return rows.next();
    }
  }

  /// The row with the version.
  ///
  /// @param lastId the greatest number that an entry has had
  record VersionRow(CatalogVersion version, long lastId) {}

  static VersionRow readVersion(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      if (!rows.next()) {
        return new VersionRow(CatalogVersion.NONE, 0);
      }
      if (rows.getInt(1) != FORMAT) {
        throw new SQLException(
            "the schema wasmudf was written by another version of wasm-udf (format %d, this one reads %d)"
                .formatted(rows.getInt(1), FORMAT),
            "55000");
      }
      return new VersionRow(
          new CatalogVersion(rows.getString(2), rows.getLong(3)), rows.getLong(4));
    }
  }

  /// What is kept, by number.
  public synchronized Map<Long, StoredEntry> entries() throws SQLException {
    Connection current = connection;
    if (current == null) {
      throw new IllegalStateException("the version is asked for first");
    }
    try {
      return readEntries(current);
    } catch (SQLException e) {
      throw CatalogErrors.unreadable(e);
    }
  }

  static Map<Long, StoredEntry> readEntries(Connection connection) throws SQLException {
    Map<Long, StoredEntry> entries = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(CatalogSql.ENTRIES)) {
      while (rows.next()) {
        entries.put(
            rows.getLong(1),
            new StoredEntry(
                StoredEntry.Kind.valueOf(rows.getString(2)),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7),
                rows.getString(8)));
      }
    }
    return entries;
  }

  /// A module's bytes.
  ///
  /// @throws SQLException when they aren't there any more
  public byte[] bytes(String sha256) throws SQLException {
    try (Connection current = opener.open();
        PreparedStatement statement = current.prepareStatement(CatalogSql.BYTES)) {
      statement.setString(1, sha256);
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next()) {
          return rows.getBytes(1);
        }
      }
    }
    throw new SQLException("no module with the SHA-256 %s is kept".formatted(sha256), "42704");
  }

  /// Begins to change the catalog, which is created if there is none. Whoever else wants to waits
  /// until that is over.
  public CatalogTransaction begin() throws SQLException {
    Connection own = opener.open();
    try {
      if (!sql.waitForWriters().isEmpty()) {
        execute(own, sql.waitForWriters());
      }
      createTables(own);
      return CatalogTransaction.begin(own, sql.flush());
    } catch (SQLException e) {
      String user = own.getMetaData().getUserName();
      own.close();
      throw CatalogErrors.unwritable(e, sql.right(), user);
    }
  }

  /// Each statement takes effect by itself: one after which the process ends has the next change go
  /// on from there.
  private void createTables(Connection own) throws SQLException {
    if (!hasSchema(own)) {
      createIfAbsent(own, CatalogSql.SCHEMA);
    }
    if (hasVersion(own)) {
      return;
    }
    for (String table : sql.tables()) {
      createIfAbsent(own, table);
    }
    try (PreparedStatement first = own.prepareStatement(CatalogSql.FIRST_VERSION)) {
      first.setInt(1, FORMAT);
      first.setString(2, UUID.randomUUID().toString());
      first.executeUpdate();
    } catch (SQLException e) {
      if (!CatalogErrors.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private static boolean hasVersion(Connection own) throws SQLException {
    try (PreparedStatement statement = own.prepareStatement(CatalogSql.VERSION)) {
      return !readVersion(statement).version().equals(CatalogVersion.NONE);
    } catch (SQLException e) {
      if (CatalogErrors.isMissing(e)) {
        return false;
      }
      throw e;
    }
  }

  private static void createIfAbsent(Connection own, String statement) throws SQLException {
    try {
      execute(own, statement);
    } catch (SQLException e) {
      if (!CatalogErrors.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private static void execute(Connection own, String text) throws SQLException {
    try (Statement statement = own.createStatement()) {
      statement.execute(text);
    }
  }

  @Override
  public void close() {
    OPEN.computeIfPresent(
        key,
        (_, present) -> {
          present.users--;
          if (present.users > 0) {
            return present;
          }
          present.disconnect();
          return null;
        });
  }

  private synchronized void disconnect() {
    Connection last = connection;
    connection = null;
    hasSchema = false;
    version = null;
    if (last != null) {
      try {
        // With its statements.
        last.close();
      } catch (SQLException e) {
        // It is broken, or so is the server: nobody needs it any more.
      }
    }
  }

  /// The tables may be made anew, and then the statement too.
  private void forgetVersion() throws SQLException {
    PreparedStatement last = version;
    version = null;
    hasSchema = false;
    if (last != null) {
      last.close();
    }
  }
}
