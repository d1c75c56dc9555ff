package org.wasmudf.sql;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.sql.function.CatalogException;
import org.wasmudf.sql.function.FunctionDdl;
import org.wasmudf.sql.function.FunctionDescription;
import org.wasmudf.sql.function.FunctionEntry;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.tenant.Account;

/// What SHOW FUNCTIONS and the view of functions tell.
final class FunctionTable {
  /// Those of SHOW FUNCTIONS.
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "parameters",
          "returns",
          "kind",
          "volatility",
          "on_null_input",
          "export",
          "sha256",
          "limits",
          "tenant",
          "source");

  /// Reads declarations, and loads no module.
  private static final FunctionDdl TYPES =
      new FunctionDdl(UdfRuntime.shared(), SingleFunction.types());

  private FunctionTable() {}

  /// A function as its reader sees it.
  ///
  /// @param module its name; empty where the function has its own
  /// @param problem why the last call couldn't be made; empty where it could, or there was none
  record Row(
      String name,
      String parameters,
      String result,
      String kind,
      String volatility,
      String onNullInput,
      String export,
      String sha256,
      String limits,
      String tenant,
      String source,
      String module,
      String problem) {}

  /// The functions that somebody can call now; those of everybody, for the owner.
  static TextTable of(Account account) {
    account.check();
    return new TextTable(
        COLUMNS,
        rows(account)
            .map(
                each ->
                    List.of(
                        each.name(),
                        each.parameters(),
                        each.result(),
                        each.kind(),
                        each.volatility(),
                        each.onNullInput(),
                        each.export(),
                        each.sha256(),
                        each.limits(),
                        each.tenant(),
                        each.problem().isEmpty() ? each.source() : each.problem()))
            .toList());
  }

  /// The same functions.
  static Stream<Row> rows(Account account) {
    Stream<FunctionEntry> all = account.functions().all().stream();
    if (!account.isTenant()) {
      Stream<FunctionEntry> others =
          account.database().all().stream().flatMap(tenant -> tenant.functions().allOwn().stream());
      all =
          Stream.concat(all, others)
              .sorted(
                  Comparator.comparing(FunctionEntry::name).thenComparing(FunctionEntry::tenant));
    }
    return all.map(each -> row(each, account));
  }

  private static Row row(FunctionEntry entry, Account reader) {
    // Names of files are nobody else's business.
    boolean isGranted = reader.isTenant() && !entry.tenant().equals(reader.name());
    String source = isGranted ? "granted" : entry.origin().source();
    String module = isGranted ? "" : entry.origin().module();
    try {
      return row(entry, entry.describe(TYPES), source, module);
    } catch (CatalogException e) {
      return new Row(
          entry.name(),
          entry.parameterTypes().stream().map(SqlType::toString).collect(joining(", ")),
          "",
          entry.kind().map(FunctionKind::name).orElse(""),
          "",
          "",
          "",
          entry.origin().sha256(),
          "",
          entry.tenant(),
          source,
          module,
          String.valueOf(e.getMessage()));
    }
  }

  private static Row row(
      FunctionEntry entry, FunctionDescription description, String source, String module) {
    return new Row(
        entry.name(),
        description.parameters(),
        description.returns(),
        description.kind().name(),
        description.volatility().name(),
        switch (description.nullInput()) {
          case RETURNS_NULL -> "RETURNS NULL";
          case CALLED -> "CALLED";
        },
        description.export(),
        entry.origin().sha256(),
        TenantTable.limits(description.limits()),
        entry.tenant(),
        source,
        module,
        entry.failure().map(Throwable::getMessage).orElse(""));
  }
}
