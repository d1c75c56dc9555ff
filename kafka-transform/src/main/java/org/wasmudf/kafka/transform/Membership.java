package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// What a transform has of its tenant while it is open. Transforms of a process that name the same
/// tenant are one tenant's. Thread-safe.
final class Membership implements AutoCloseable {
  /// By name; guarded by itself.
  private static final Map<String, Shared> OPEN = new HashMap<>();

  /// A tenant that some transforms share.
  private static final class Shared {
    final Tenant tenant;
    final List<Membership> members = new ArrayList<>();
    ResourceLimits most;

    Shared(String name, ResourceLimits most) {
      this.tenant = new Tenant(name, most);
      this.most = most;
    }

    void tighten() {
      ResourceLimits limits = most;
      for (Membership each : members) {
        Map<Limit, Long> together = new HashMap<>(each.tightened);
        together.keySet().removeIf(limit -> !isOfAllTogether(limit));
        limits = limits.tightenedBy(together);
      }
      if (!limits.equals(tenant.limits())) {
        tenant.alter(limits);
      }
    }
  }

  private final Shared shared;
  private final Map<Limit, Long> tightened;

  private Membership(Shared shared, Map<Limit, Long> tightened) {
    this.shared = shared;
    this.tightened = Map.copyOf(tightened);
  }

  /// Makes a transform one of its tenant's, which may use what [TenantLimits] says now. Limits of
  /// all the tenant's instances together are tightened for the whole tenant, the others for the
  /// transform.
  ///
  /// @throws ConfigException for a limit that is looser than the tenant's
  static Membership join(Settings settings) {
    String name = settings.get(Settings.TENANT);
    ResourceLimits most = TenantLimits.of(name);
    Map<Limit, Long> tightened = settings.limits();
    tightened.forEach(
        (limit, value) -> {
          if (value > most.get(limit)) {
            throw settings.wrong(
                Settings.LIMIT_PREFIX + limit.key(),
                "tenant %s may have %d at most: tighten it, or have who runs this process change %s.%s in the file that -D%s names"
                    .formatted(name, most.get(limit), name, limit.key(), TenantLimits.PROPERTY));
          }
        });
    synchronized (OPEN) {
      Shared shared = OPEN.computeIfAbsent(name, absent -> new Shared(name, most));
      Membership member = new Membership(shared, tightened);
      shared.most = most;
      shared.members.add(member);
      shared.tighten();
      return member;
    }
  }

  /// A share of the tenant, for one guest of the transform's; who takes it drops it.
  Tenant share() {
    return shared.tenant.share(tightened);
  }

  /// A tenant that may use as much and takes nothing away from this one; who takes it drops it.
  Tenant twin() {
    return new Tenant(shared.tenant.name(), share().limits());
  }

  /// Leaves the tenant: what the transform had tightened for all of it no longer is.
  @Override
  public void close() {
    synchronized (OPEN) {
      if (!shared.members.remove(this)) {
        return;
      }
      shared.tighten();
      if (shared.members.isEmpty()) {
        OPEN.remove(shared.tenant.name());
        UdfRuntime.shared().drop(shared.tenant);
      }
    }
  }

  private static boolean isOfAllTogether(Limit limit) {
    return switch (limit) {
      case MEMORY_TOTAL_BYTES, FUEL_SECOND, INSTANCES -> true;
      case MEMORY_BYTES,
          FUEL_ROW,
          FUEL_CALL,
          DEADLINE_MILLIS,
          OUTPUT_BYTES,
          OUTPUT_ROWS,
          VALUE_BYTES,
          LOG_BYTES,
          FUNCTIONS,
          COMPILE_MILLIS ->
          false;
    };
  }
}
