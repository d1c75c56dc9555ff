package org.wasmudf.sql;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

final class H2CatalogTest extends CatalogContract {
  private static final AtomicInteger NEXT = new AtomicInteger();

  @TempDir private static Path folder = Path.of("");

  @Override
  Addresses newDatabase() {
    Path file = folder.resolve("catalog" + NEXT.getAndIncrement());
    String there = "jdbc:wasmudf:jdbc:h2:file:" + file;
    return new Addresses("jdbc:wasmudf:jdbc:h2:" + file, there, there);
  }

  @Override
  void createGuest(SqlSession database) throws SQLException {
    database.update("CREATE USER guest PASSWORD 'guest'");
    database.update("GRANT SELECT ON SCHEMA PUBLIC TO guest");
  }

  @Override
  String keeper() {
    return "";
  }
}
