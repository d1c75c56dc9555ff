package org.wasmudf.sql.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/// A change of the catalog: all of it is kept, or nothing. Has the version's row locked, so that
/// there is one at a time in all processes. One thread; closed without a commit, it changes
/// nothing.
public final class CatalogTransaction implements AutoCloseable {
  private final Connection connection;
  private final String flush;
  private final DatabaseStore.VersionRow before;
  private long lastId;

  private CatalogTransaction(Connection connection, String flush, DatabaseStore.VersionRow before) {
    this.flush = flush;
    this.connection = connection;
    this.before = before;
    this.lastId = before.lastId();
  }

  static CatalogTransaction begin(Connection connection, String flush) throws SQLException {
    connection.setAutoCommit(false);
    // So that what is read once the lock is there is what the last writer has left.
    connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.LOCKED_VERSION)) {
      return new CatalogTransaction(connection, flush, DatabaseStore.readVersion(statement));
    }
  }

  /// The state that is changed.
  public CatalogVersion version() {
    return before.version();
  }

  /// What is kept before the change, by number.
  public Map<Long, StoredEntry> entries() throws SQLException {
    return DatabaseStore.readEntries(connection);
  }

  /// Adds an object.
  ///
  /// @return its number, which nothing else has had
  public long add(StoredEntry entry) throws SQLException {
    lastId++;
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.ADD)) {
      statement.setLong(1, lastId);
      statement.setString(2, entry.kind().name());
      statement.setString(3, entry.tenant());
      statement.setString(4, entry.name());
      statement.setString(5, entry.declaration());
      statement.setString(6, entry.module());
      statement.setString(7, entry.sha256());
      statement.setString(8, entry.source());
      statement.executeUpdate();
    }
    return lastId;
  }

  /// Adds a module's bytes, if they aren't there.
  public void addBytes(String sha256, byte[] bytes) throws SQLException {
    try (PreparedStatement present = connection.prepareStatement(CatalogSql.BYTES)) {
      present.setString(1, sha256);
      try (var rows = present.executeQuery()) {
        if (rows.next()) {
          return;
        }
      }
    }
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.ADD_BYTES)) {
      statement.setString(1, sha256);
      statement.setBytes(2, bytes);
      statement.executeUpdate();
    }
  }

  /// Changes an object's declaration.
  public void change(long id, String declaration) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.CHANGE)) {
      statement.setString(1, declaration);
      statement.setLong(2, id);
      statement.executeUpdate();
    }
  }

  /// Removes objects.
  public void remove(Set<Long> ids) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.REMOVE)) {
      for (long id : ids) {
        statement.setLong(1, id);
        statement.executeUpdate();
      }
    }
  }

  /// Has the change take effect.
  ///
  /// @return the state after it
  public CatalogVersion commit() throws SQLException {
    CatalogVersion next = before.version().next();
    try (PreparedStatement statement = connection.prepareStatement(CatalogSql.REMOVE_UNUSED_BYTES);
        PreparedStatement version = connection.prepareStatement(CatalogSql.SET_VERSION)) {
      statement.executeUpdate();
      version.setLong(1, next.number());
      version.setLong(2, lastId);
      version.executeUpdate();
    }
    connection.commit();
    flush();
    return next;
  }

  /// Who isn't the database's administrator may not do that: then the last half second before a
  /// process is killed can be lost, as with everything else in an H2.
  private void flush() throws SQLException {
    if (flush.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(flush);
    } catch (SQLException e) {
      if (!CatalogErrors.isForbidden(e)) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      connection.rollback();
    } finally {
      connection.close();
    }
  }
}
