package org.wasmudf.sql.function;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.WasmModule;

/// A module in the catalog, which is loaded when it is first asked for. Thread-safe; told apart by
/// identity.
public final class ModuleEntry {
  private final String name;
  private final String tenant;
  private final String sha256;
  private final String source;
  private final Supplier<WasmModule> loader;
  private volatile @Nullable WasmModule module;

  private ModuleEntry(
      String name, String tenant, String sha256, String source, Supplier<WasmModule> loader) {
    this.name = name;
    this.tenant = tenant;
    this.sha256 = sha256;
    this.source = source;
    this.loader = loader;
  }

  /// A module that has just been loaded.
  static ModuleEntry of(String name, String tenant, WasmModule module, String source) {
    ModuleEntry entry = new ModuleEntry(name, tenant, module.sha256(), source, () -> module);
    entry.module = module;
    return entry;
  }

  /// A module that was loaded before.
  ///
  /// @param tenant who has created it, empty for the owner
  /// @param source where it came from, for the reader
  /// @param loader loads it again; called until it succeeds
  public static ModuleEntry saved(
      String name, String tenant, String sha256, String source, Supplier<WasmModule> loader) {
    return new ModuleEntry(name, tenant, sha256, source, loader);
  }

  /// As the database folds it.
  public String name() {
    return name;
  }

  /// Who has created it, empty for the owner.
  public String tenant() {
    return tenant;
  }

  /// Of its bytes.
  public String sha256() {
    return sha256;
  }

  /// Where it came from, for the reader.
  public String source() {
    return source;
  }

  /// The module, which is loaded now if it never was.
  ///
  /// @throws RuntimeException when it can't be
  public WasmModule module() {
    WasmModule known = module;
    return known == null ? load() : known;
  }

  private synchronized WasmModule load() {
    WasmModule loaded = module;
    if (loaded == null) {
      loaded = loader.get();
      module = loaded;
    }
    return loaded;
  }
}
