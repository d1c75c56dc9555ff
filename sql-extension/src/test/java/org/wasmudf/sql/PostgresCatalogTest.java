package org.wasmudf.sql;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresCatalogTest extends CatalogContract {
  private static PostgresServer server;

  @BeforeAll
  static void start() throws IOException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  Addresses newDatabase() throws SQLException {
    String name = server.newDatabase();
    String url = "jdbc:wasmudf:jdbc:postgresql://%s:%d/%s";
    String here = url.formatted("localhost", server.port(), name);
    String there = url.formatted("127.0.0.1", server.port(), name);
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
