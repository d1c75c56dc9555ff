package org.wasmudf.sql;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.wasmudf.sql.function.FunctionCatalog;
import org.wasmudf.sql.tenant.Account;

/// What SHOW MODULES and the view of modules tell.
final class ModuleTable {
  private static final List<String> COLUMNS =
      List.of("name", "sha256", "functions", "tenant", "source");

  private ModuleTable() {}

  /// A module.
  ///
  /// @param functions how many are made from it
  record Row(String name, String sha256, long functions, String tenant, String source) {}

  /// Somebody's own modules; those of everybody, for the owner.
  static TextTable of(Account account) {
    account.check();
    return new TextTable(
        COLUMNS,
        rows(account)
            .map(
                each ->
                    List.of(
                        each.name(),
                        each.sha256(),
                        Long.toString(each.functions()),
                        each.tenant(),
                        each.source()))
            .toList());
  }

  /// The same modules.
  static Stream<Row> rows(Account account) {
    Stream<Account> accounts =
        account.isTenant()
            ? Stream.of(account)
            : Stream.concat(Stream.of(account), account.database().all().stream());
    return accounts
        .flatMap(each -> rows(each.functions()))
        .sorted(Comparator.comparing(Row::name).thenComparing(Row::tenant));
  }

  private static Stream<Row> rows(FunctionCatalog functions) {
    return functions.modules().all().stream()
        .map(
            each ->
                new Row(
                    each.name(),
                    each.sha256(),
                    functions.usersOf(each).size(),
                    each.tenant(),
                    each.source()));
  }
}
