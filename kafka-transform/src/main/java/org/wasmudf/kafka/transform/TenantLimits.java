package org.wasmudf.kafka.transform;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.ResourceLimits;

/// What whoever runs the process lets tenants use: a file of Java properties such as
/// `acme.fuel.row=100000`, named by the system property [#PROPERTY]. `*` is every tenant that has
/// no value of its own, and `NONE` no limit; what isn't there is the default.
final class TenantLimits {
  static final String PROPERTY = "wasmudf.tenants";

  private static final String ANY = "*";
  private static final String NONE = "NONE";

  private TenantLimits() {}

  /// What a tenant may use.
  ///
  /// @throws ConfigException naming the file and the key
  static ResourceLimits of(String tenant) {
    String named = System.getProperty(PROPERTY);
    if (named == null) {
      return ResourceLimits.DEFAULT;
    }
    ResourceLimits any = ResourceLimits.DEFAULT;
    Map<Limit, Long> own = new HashMap<>();
    for (Map.Entry<String, String> each : read(named).entrySet()) {
      String key = each.getKey();
      Limit limit =
          limit(key)
              .orElseThrow(
                  () ->
                      wrong(
                          named,
                          each,
                          "write a tenant, or * for all others, and one of the limits "
                              + String.join(
                                  ", ", Settings.LIMITS.stream().map(Limit::key).toList())));
      long value = value(named, each);
      String whose = key.substring(0, key.length() - limit.key().length() - 1);
      if (whose.equals(tenant)) {
        own.put(limit, value);
      } else if (whose.equals(ANY)) {
        any = any.with(limit, value);
      }
    }
    ResourceLimits most = any;
    for (Map.Entry<Limit, Long> each : own.entrySet()) {
      most = most.with(each.getKey(), each.getValue());
    }
    return most;
  }

  private static Optional<Limit> limit(String key) {
    return Settings.LIMITS.stream()
        .filter(each -> key.endsWith("." + each.key()) && key.length() > each.key().length() + 1)
        .findFirst();
  }

  private static long value(String file, Map.Entry<String, String> entry) {
    if (entry.getValue().equals(NONE)) {
      return Limit.NONE;
    }
    try {
      long value = Long.parseLong(entry.getValue());
      if (value >= 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // As one that is too low.
    }
    throw wrong(file, entry, "write a whole number of at least 1, or NONE for no limit");
  }

  private static ConfigException wrong(
      String file, Map.Entry<String, String> entry, String message) {
    return new ConfigException(
        entry.getKey(), entry.getValue(), "in the tenants' file %s: %s".formatted(file, message));
  }

  private static Map<String, String> read(String named) {
    Map<String, String> entries = new HashMap<>();
    try (Reader reader = Files.newBufferedReader(Path.of(named))) {
      new Properties() {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized @Nullable Object put(Object key, Object value) {
          String text = ((String) value).strip();
          if (entries.putIfAbsent((String) key, text) != null) {
            throw wrong(named, Map.entry((String) key, text), "the key is there twice");
          }
          return null;
        }
      }.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new ConfigException(PROPERTY, named, "the tenants' file can't be read: " + e);
    }
    return entries;
  }
}
