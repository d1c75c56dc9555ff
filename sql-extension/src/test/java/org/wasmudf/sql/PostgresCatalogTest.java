package org.wasmudf.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresCatalogTest extends CatalogContract {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  Addresses newDatabase() throws SQLException {
    String name = "catalog" + NEXT.getAndIncrement();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    String url = "jdbc:wasmudf:jdbc:postgresql://%s:%d/%s";
    String here = url.formatted("localhost", server.getPort(), name);
    String there = url.formatted("127.0.0.1", server.getPort(), name);
    return new Addresses(here + "?user=postgres", there + "?user=postgres", there);
  }

  @Override
  void createGuest(SqlSession database) throws SQLException {
    database.update("CREATE ROLE guest LOGIN PASSWORD 'guest'");
    database.update("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest");
  }

  @Override
  String keeper() {
    return "postgres";
  }
}
