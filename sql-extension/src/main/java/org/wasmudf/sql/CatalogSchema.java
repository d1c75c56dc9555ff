package org.wasmudf.sql;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.limit.TenantUsage;
import org.wasmudf.sql.database.NameRules;
import org.wasmudf.sql.tenant.Account;

/// The schema `wasmudf` as the owner of a database sees it: its functions, modules and tenants as
/// tables. Each scan reads what there is then.
final class CatalogSchema extends AbstractSchema {
  static final String NAME = "wasmudf";

  private final Map<String, Table> tables;

  CatalogSchema(Account owner, NameRules names) {
    this.tables =
        Map.of(
            names.fold("functions"),
            new View(
                names,
                List.of(
                    text("name"),
                    text("parameters"),
                    text("result"),
                    text("kind"),
                    text("volatility"),
                    text("on_null_input"),
                    text("export"),
                    text("sha256"),
                    text("limits"),
                    text("tenant"),
                    text("source"),
                    text("module"),
                    text("problem")),
                () -> FunctionTable.rows(owner).map(CatalogSchema::row)),
            names.fold("modules"),
            new View(
                names,
                List.of(
                    text("name"),
                    text("sha256"),
                    number("functions"),
                    text("tenant"),
                    text("source")),
                () -> ModuleTable.rows(owner).map(CatalogSchema::row)),
            names.fold("tenants"),
            new View(
                names,
                List.of(text("name"), text("limits"), number("functions"), number("modules")),
                () -> owner.database().all().stream().map(CatalogSchema::row)),
            names.fold("usage"),
            new View(
                names,
                List.of(
                    text("tenant"),
                    number("calls"),
                    number("row_count"),
                    number("fuel"),
                    number("memory_bytes"),
                    number("peak_memory_bytes"),
                    number("instances"),
                    number("throttled_ms"),
                    text("failures")),
                () -> owner.database().all().stream().map(CatalogSchema::usage)));
  }

  private static Object[] row(FunctionTable.Row row) {
    return new Object[] {
      row.name(),
      row.parameters(),
      row.result(),
      row.kind(),
      row.volatility(),
      row.onNullInput(),
      row.export(),
      row.sha256(),
      row.limits(),
      row.tenant(),
      row.source(),
      row.module(),
      row.problem()
    };
  }

  private static Object[] row(ModuleTable.Row row) {
    return new Object[] {row.name(), row.sha256(), row.functions(), row.tenant(), row.source()};
  }

  private static Object[] row(Account tenant) {
    return new Object[] {
      tenant.name(),
      TenantTable.limits(tenant),
      (long) tenant.functions().allOwn().size(),
      (long) tenant.functions().modules().all().size()
    };
  }

  private static Object[] usage(Account tenant) {
    TenantUsage usage = tenant.tenant().usage();
    return new Object[] {
      tenant.name(),
      usage.calls(),
      usage.rows(),
      usage.fuel(),
      usage.memoryBytes(),
      usage.peakMemoryBytes(),
      (long) usage.instances(),
      usage.throttledMillis(),
      TenantTable.failures(usage)
    };
  }

  private record Column(String name, SqlTypeName type) {}

  private static Column text(String name) {
    return new Column(name, SqlTypeName.VARCHAR);
  }

  private static Column number(String name) {
    return new Column(name, SqlTypeName.BIGINT);
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return tables;
  }

  private static final class View extends AbstractTable implements ScannableTable {
    private final NameRules names;
    private final List<Column> columns;
    private final Supplier<Stream<Object[]>> rows;

    View(NameRules names, List<Column> columns, Supplier<Stream<Object[]>> rows) {
      this.names = names;
      this.columns = columns;
      this.rows = rows;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      RelDataTypeFactory.Builder row = types.builder();
      columns.forEach(each -> row.add(names.fold(each.name()), each.type()));
      return row.build();
    }

    @Override
    public Enumerable<@Nullable Object[]> scan(DataContext data) {
      return Linq4j.asEnumerable(rows.get().toList());
    }
  }
}
