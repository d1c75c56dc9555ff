package org.wasmudf.sql;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.TenantUsage;
import org.wasmudf.sql.tenant.Account;

/// What SHOW TENANTS tells.
final class TenantTable {
  private static final List<String> COLUMNS =
      List.of(
          "name",
          "limits",
          "calls",
          "rows",
          "fuel",
          "memory_bytes",
          "peak_memory_bytes",
          "instances",
          "throttled_ms",
          "failures");

  private TenantTable() {}

  /// Every tenant, for the owner; for a tenant itself.
  static TextTable of(Account account) {
    account.check();
    Collection<Account> tenants = account.isTenant() ? List.of(account) : account.database().all();
    return new TextTable(COLUMNS, tenants.stream().map(TenantTable::row).toList());
  }

  private static List<String> row(Account account) {
    TenantUsage usage = account.tenant().usage();
    return List.of(
        account.name(),
        limits(account),
        Long.toString(usage.calls()),
        Long.toString(usage.rows()),
        Long.toString(usage.fuel()),
        Long.toString(usage.memoryBytes()),
        Long.toString(usage.peakMemoryBytes()),
        Integer.toString(usage.instances()),
        Long.toString(usage.throttledMillis()),
        failures(usage));
  }

  /// How often which error was met.
  static String failures(TenantUsage usage) {
    return new TreeMap<>(usage.failures())
        .entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(joining(", "));
  }

  /// A tenant's limits that aren't the default ones.
  static String limits(Account tenant) {
    return limits(changed(tenant.tenant().limits()));
  }

  private static Map<Limit, Long> changed(ResourceLimits limits) {
    Map<Limit, Long> changed = new EnumMap<>(Limit.class);
    for (Limit each : Limit.values()) {
      if (limits.get(each) != each.standard()) {
        changed.put(each, limits.get(each));
      }
    }
    return changed;
  }

  /// Limits in the words of the statement that sets them.
  static String limits(Map<Limit, Long> limits) {
    return limits.keySet().stream()
        .sorted()
        .map(each -> each.key() + " = " + value(limits.getOrDefault(each, each.standard())))
        .collect(joining(", "));
  }

  private static String value(long value) {
    return value == Limit.NONE ? "NONE" : Long.toString(value);
  }
}
