package org.wasmudf.sql;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.wasmudf.sql.function.FunctionDefinition;
import org.wasmudf.sql.function.WasmFunction;
import org.wasmudf.sql.tenant.Account;

/// What SHOW FUNCTIONS tells.
final class FunctionTable {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "parameters",
          "returns",
          "volatility",
          "kind",
          "export",
          "sha256",
          "limits",
          "tenant",
          "source");

  private FunctionTable() {}

  /// The functions that somebody can call now; those of everybody, for the owner.
  static TextTable of(Account account) {
    account.check();
    Stream<FunctionDefinition> all = account.functions().all().stream();
    if (!account.isTenant()) {
      Stream<FunctionDefinition> others =
          account.database().all().stream().flatMap(tenant -> tenant.functions().allOwn().stream());
      all =
          Stream.concat(all, others)
              .sorted(
                  Comparator.comparing(FunctionDefinition::name)
                      .thenComparing(FunctionDefinition::tenant));
    }
    return new TextTable(COLUMNS, all.map(each -> row(each, account)).toList());
  }

  private static List<String> row(FunctionDefinition definition, Account reader) {
    WasmFunction function = definition.function();
    return List.of(
        definition.name(),
        definition.parameters(),
        function.returns(),
        function.volatility().name(),
        function.kind(),
        function.export(),
        function.module().sha256(),
        TenantTable.limits(function.limits()),
        definition.tenant(),
        // Names of files are nobody else's business.
        reader.isTenant() && !definition.tenant().equals(reader.name())
            ? "granted"
            : definition.source());
  }
}
