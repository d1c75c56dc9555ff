package org.wasmudf.runtime;

import java.util.List;
import java.util.Optional;
import org.wasmudf.runtime.binary.Export;
import org.wasmudf.runtime.binary.ExternalKind;
import org.wasmudf.runtime.binary.FunctionBody;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleInfo;

/// A checked module: immutable, shared by everybody who runs it.
public final class WasmModule {
  private final String sha256;
  private final byte[] bytes;
  private final ModuleInfo info;

  WasmModule(String sha256, byte[] bytes, ModuleInfo info) {
    info.imports().stream()
        .findFirst()
        .ifPresent(
            each -> {
              throw UdfException.of(
                  UdfErrorCode.FORBIDDEN_IMPORT,
                  "the module imports %s.%s, which no guest may have; build it without that import"
                      .formatted(each.module(), each.name()));
            });
    this.sha256 = sha256;
    this.bytes = bytes;
    this.info = info;
  }

  /// SHA-256 of the module's bytes, 64 lower-case hexadecimal digits.
  public String sha256() {
    return sha256;
  }

  /// What is in the module.
  public ModuleInfo info() {
    return info;
  }

  byte[] bytes() {
    return bytes;
  }

  /// The type of an exported function, or nothing when no function is exported under that name.
  public Optional<FunctionType> exportedFunction(String name) {
    return info.exports().stream()
        .filter(each -> each.kind() == ExternalKind.FUNCTION && each.name().equals(name))
        .map(each -> info.functionType(each.index()))
        .findFirst();
  }

  /// Whether the module exports its memory as `memory`.
  public boolean exportsMemory() {
    return info.exports().stream()
        .anyMatch(each -> each.kind() == ExternalKind.MEMORY && each.name().equals("memory"));
  }

  /// Whether the host can have room of its own in the guest's memory, as strings and binaries need.
  public boolean takesHostBytes() {
    return HostBlock.of(this).isPresent();
  }

  /// The names of all exported functions, in the module's order.
  public List<String> exportedFunctionNames() {
    return info.exports().stream()
        .filter(each -> each.kind() == ExternalKind.FUNCTION)
        .map(Export::name)
        .toList();
  }

  /// Whether code may look at the memory's size; says yes too often, never too seldom.
  boolean mayNoticeGrowth() {
    for (FunctionBody each : info.bodies()) {
      for (int i = each.offset(); i < each.offset() + each.length() - 1; i++) {
        if ((bytes[i] == 0x3f || bytes[i] == 0x40) && bytes[i + 1] == 0) {
          return true;
        }
      }
    }
    return false;
  }
}
