package org.wasmudf.sql.function;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.wasmudf.sql.function.FunctionCatalog.IfExists;

/// The modules that a tenant of a database, or its owner, has created, by name. Thread-safe.
public final class Modules {
  private final boolean caseSensitive;
  private final Map<String, ModuleEntry> modules = new ConcurrentSkipListMap<>();

  Modules(boolean caseSensitive) {
    this.caseSensitive = caseSensitive;
  }

  /// Every one, by name.
  public Collection<ModuleEntry> all() {
    return modules.values().stream().toList();
  }

  /// The module of a name.
  public Optional<ModuleEntry> find(String name) {
    return Optional.ofNullable(modules.get(key(name)));
  }

  /// The module of a name.
  ///
  /// @throws CatalogException when there is none
  public ModuleEntry get(String name) {
    return find(name).orElseThrow(() -> CatalogException.unknownModule(name));
  }

  /// Adds a module; one that has the same name gives way, if it may.
  ///
  /// @throws CatalogException when there is one and that is an error
  public void create(ModuleEntry module, IfExists ifExists) {
    if (ifExists == IfExists.REPLACE) {
      modules.put(key(module.name()), module);
    } else if (modules.putIfAbsent(key(module.name()), module) != null
        && ifExists == IfExists.FAIL) {
      throw CatalogException.duplicateModule(module.name());
    }
  }

  /// Adds a module that was there before.
  public void restore(ModuleEntry module) {
    modules.put(key(module.name()), module);
  }

  void drop(ModuleEntry module) {
    modules.remove(key(module.name()), module);
  }

  void addAll(Modules others) {
    modules.putAll(others.modules);
  }

  String key(String name) {
    return caseSensitive ? name : name.toLowerCase(Locale.ROOT);
  }
}
