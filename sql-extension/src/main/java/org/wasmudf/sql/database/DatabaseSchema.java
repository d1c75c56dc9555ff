package org.wasmudf.sql.database;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.IgnoreCaseLookup;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.jspecify.annotations.Nullable;

/// A schema of the database, for the planning of one query: what it has looked up stays as it was.
final class DatabaseSchema extends AbstractSchema {
  private final Database database;
  private final String name;
  private final Map<String, Optional<DatabaseTable>> found = new HashMap<>();

  DatabaseSchema(Database database, String name) {
    this.database = database;
    this.name = name;
  }

  @Override
  public Lookup<Table> tables() {
    return new IgnoreCaseLookup<>() {
      @Override
      public @Nullable Table get(String table) {
        return found.computeIfAbsent(table, each -> find(each).stream().findFirst()).orElse(null);
      }

      @Override
      public Set<String> getNames(LikePattern pattern) {
        return find(null).stream()
            .map(DatabaseTable::name)
            .filter(pattern.matcher()::apply)
            .collect(Collectors.toSet());
      }
    };
  }

  private List<DatabaseTable> find(@Nullable String table) {
    try {
      return database.tables(name, table);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }
}
