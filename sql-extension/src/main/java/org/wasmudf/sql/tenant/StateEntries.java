package org.wasmudf.sql.tenant;

import static java.util.stream.Collectors.joining;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.dialect.CalciteSqlDialect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.function.FunctionEntry;
import org.wasmudf.sql.function.Grants.Grant;
import org.wasmudf.sql.function.ModuleEntry;
import org.wasmudf.sql.parser.LimitChanges;
import org.wasmudf.sql.parser.SqlCreateTenant;
import org.wasmudf.sql.store.StoredEntry;
import org.wasmudf.sql.store.StoredEntry.Kind;

/// The objects of a state as the database keeps them.
final class StateEntries {
  private StateEntries() {}

  /// Each by what tells it from others: an [Account], [ModuleEntry] or [FunctionEntry], which are
  /// the same in a state and the next one unless they were replaced; a grant by what is kept of it.
  static Map<Object, StoredEntry> of(CatalogState state) {
    Map<Object, StoredEntry> entries = new LinkedHashMap<>();
    for (Account tenant : state.tenants()) {
      entries.put(tenant, of(tenant, state.limits(tenant)));
    }
    state.members().values().forEach(each -> add(each, entries));
    for (Grant each : state.grants().all()) {
      StoredEntry entry = of(each);
      entries.put(entry, entry);
    }
    return entries;
  }

  private static void add(FunctionCatalog functions, Map<Object, StoredEntry> entries) {
    for (ModuleEntry each : functions.modules().all()) {
      entries.put(each, of(each));
    }
    for (FunctionEntry each : functions.allOwn()) {
      entries.put(each, of(each));
    }
  }

  private static StoredEntry of(Account tenant, ResourceLimits limits) {
    Map<Limit, OptionalLong> changed = new EnumMap<>(Limit.class);
    for (Limit each : Limit.values()) {
      if (limits.get(each) != each.standard()) {
        changed.put(each, OptionalLong.of(limits.get(each)));
      }
    }
    var statement =
        new SqlCreateTenant(
            SqlParserPos.ZERO,
            false,
            false,
            new SqlIdentifier(tenant.name(), SqlParserPos.ZERO),
            new LimitChanges(changed));
    String text =
        statement
            .toSqlString(
                each -> each.withDialect(CalciteSqlDialect.DEFAULT).withQuoteAllIdentifiers(true))
            .getSql();
    return StoredEntry.of(Kind.TENANT, "", tenant.name(), text);
  }

  private static StoredEntry of(ModuleEntry module) {
    return new StoredEntry(
        Kind.MODULE,
        module.tenant(),
        module.name(),
        "CREATE MODULE " + quoted(module.name()),
        "",
        module.sha256(),
        module.source());
  }

  private static StoredEntry of(FunctionEntry function) {
    return new StoredEntry(
        Kind.FUNCTION,
        function.tenant(),
        function.name(),
        function.origin().declaration(),
        function.origin().module(),
        function.origin().sha256(),
        function.origin().source());
  }

  private static StoredEntry of(Grant grant) {
    return StoredEntry.of(
        Kind.GRANT,
        grant.from().tenant(),
        grant.name(),
        "GRANT EXECUTE ON FUNCTION %s(%s) TO TENANT %s"
            .formatted(
                quoted(grant.name()),
                grant.types().stream().map(SqlType::toString).collect(joining(", ")),
                quoted(grant.to().tenant())));
  }

  private static String quoted(String name) {
    return CalciteSqlDialect.DEFAULT.quoteIdentifier(name);
  }
}
