package org.wasmudf.sql.database;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.SchemaVersion;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.IgnoreCaseLookup;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.util.BuiltInMethod;
import org.jspecify.annotations.Nullable;

/// The schemas that a query can name: ours, and those of the database.
///
/// Calcite takes a snapshot for each statement that it plans; only snapshots remember what they
/// have looked up.
public final class RootSchema extends AbstractSchema {
  private final Database database;
  private final Map<String, Schema> ours;
  private final Set<String> hidden;
  private final boolean isSnapshot;
  private final Map<String, DatabaseSchema> found = new HashMap<>();
  private @Nullable Set<String> names;

  /// @param ours schemas beside the database's, by their folded names; they hide its own
  /// @param hidden schemas of the database that are not there, in lower case
  public RootSchema(Database database, Map<String, Schema> ours, Set<String> hidden) {
    this(database, ours, hidden, false);
  }

  private RootSchema(
      Database database, Map<String, Schema> ours, Set<String> hidden, boolean isSnapshot) {
    this.database = database;
    this.ours = Map.copyOf(ours);
    this.hidden = Set.copyOf(hidden);
    this.isSnapshot = isSnapshot;
  }

  @Override
  public Schema snapshot(SchemaVersion version) {
    return new RootSchema(database, ours, hidden, true);
  }

  @Override
  public Lookup<Schema> subSchemas() {
    return new IgnoreCaseLookup<>() {
      @Override
      public @Nullable Schema get(String name) {
        Schema mine = ours.get(name);
        return mine == null ? databaseSchema(name) : mine;
      }

      @Override
      public Set<String> getNames(LikePattern pattern) {
        Set<String> all = new LinkedHashSet<>(ours.keySet());
        all.addAll(databaseNames());
        return all.stream().filter(pattern.matcher()::apply).collect(Collectors.toSet());
      }
    };
  }

  private @Nullable Schema databaseSchema(String name) {
    if (!databaseNames().contains(name)) {
      return null;
    }
    return isSnapshot
        ? found.computeIfAbsent(name, each -> new DatabaseSchema(database, each))
        : new DatabaseSchema(database, name);
  }

  private Set<String> databaseNames() {
    Set<String> known = names;
    if (known == null) {
      try {
        known =
            database.schemaNames().stream()
                .filter(name -> !hidden.contains(name.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
      } catch (SQLException e) {
        throw new DatabaseException(e);
      }
      names = isSnapshot ? known : null;
    }
    return known;
  }

  @Override
  public Expression getExpression(@Nullable SchemaPlus parent, String name) {
    return Expressions.call(DataContext.ROOT, BuiltInMethod.DATA_CONTEXT_GET_ROOT_SCHEMA.method);
  }
}
