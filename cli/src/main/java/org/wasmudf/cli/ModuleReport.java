package org.wasmudf.cli;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.wasmudf.runtime.SelfDescription;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.Export;
import org.wasmudf.runtime.binary.ExternalKind;
import org.wasmudf.runtime.binary.Import;
import org.wasmudf.runtime.binary.Limits;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.binary.ModuleReader;
import org.wasmudf.runtime.wasi.GuestImports;
import org.wasmudf.runtime.wasi.Nondeterminism;

/// What `inspect` says of a module, as lines of text.
final class ModuleReport {
  private final ModuleInfo info;
  private final StringBuilder text = new StringBuilder();

  private ModuleReport(ModuleInfo info) {
    this.info = info;
  }

  /// The report on a module.
  ///
  /// @throws org.wasmudf.runtime.UdfException INVALID_MODULE when it isn't one
  static String of(String name, byte[] wasm) {
    ModuleReport report = new ModuleReport(ModuleReader.read(wasm));
    report.overview(name, Sha256.hex(wasm));
    report.exports(wasm);
    report.declarations(wasm);
    report.imports();
    report.list("needs", needs(report.info, wasm));
    return report.text.toString();
  }

  private void overview(String name, String sha256) {
    text.append(name).append('\n');
    field("size", String.format(Locale.ROOT, "%,d bytes", info.byteSize()));
    field("sha-256", sha256);
    field("memory", info.memory().map(ModuleReport::memory).orElse("none"));
    info.start().ifPresent(function -> field("start", functionName(function)));
    for (var section : info.customSections()) {
      field("section", "%s, %,d bytes".formatted(section.name(), section.length()));
    }
  }

  private void field(String name, String value) {
    text.append("  %-8s  %s%n".formatted(name, value));
  }

  private static String memory(Limits pages) {
    OptionalLong max = pages.max();
    return kib(pages.min()) + (max.isPresent() ? ", at most " + kib(max.getAsLong()) : "");
  }

  private static String kib(long pages) {
    return "%,d KiB".formatted(pages * Limits.PAGE_BYTES / 1024);
  }

  private String functionName(int function) {
    return info.functionName(function).orElse("function " + function);
  }

  /// @param wasm the whole module
  private void exports(byte[] wasm) {
    List<String> functions = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Export export : info.exports()) {
      if (export.kind() == ExternalKind.FUNCTION) {
        String reaches =
            Nondeterminism.reachedBy(wasm, info, export.index()).stream()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(joining(" and "));
        functions.add(
            "%s %s, %s"
                .formatted(
                    export.name(),
                    info.functionType(export.index()),
                    reaches.isEmpty() ? "deterministic" : "reaches " + reaches));
      } else {
        others.add(export.kind() + " " + export.name());
      }
    }
    list("exported functions", functions);
    list("other exports", others);
  }

  /// What the module says of its functions itself.
  private void declarations(byte[] wasm) {
    info.customSection(SelfDescription.SECTION)
        .ifPresent(
            section -> list("declared functions", SelfDescription.of(section, wasm).lines()));
  }

  private void imports() {
    list("imports", info.imports().stream().map(ModuleReport::describe).toList());
  }

  private static String describe(Import needed) {
    String type =
        switch (needed) {
          case Import.Function function -> function.type().toString();
          case Import.Table table -> table.type().toString();
          case Import.Memory memory -> memory(memory.limits());
          case Import.Global global -> global.type().toString();
        };
    return "%s %s.%s %s".formatted(needed.kind(), needed.module(), needed.name(), type);
  }

  /// What keeps the module, or some functions in it, from being called.
  private static List<String> needs(ModuleInfo info, byte[] wasm) {
    List<String> forbidden =
        info.imports().stream()
            .filter(each -> !GuestImports.allows(each))
            .map(each -> each.module() + "." + each.name() + ", which no guest may have")
            .toList();
    if (!forbidden.isEmpty()) {
      return forbidden;
    }
    WasmModule module = UdfRuntime.shared().load(wasm);
    if (module.exportedFunctionNames().isEmpty()) {
      return List.of("an exported function");
    }
    if (!module.exportsMemory()) {
      return List.of(
          "for strings and binaries, and to return NULL: its memory, exported as 'memory'");
    }
    return module.takesHostBytes()
        ? List.of()
        : List.of(
            "for strings and binaries as arguments, and to return NULL: an allocator, exported as"
                + " wasmudf_alloc and wasmudf_free, or as malloc and free");
  }

  private void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(title).append('\n');
      lines.forEach(line -> text.append("  ").append(line).append('\n'));
    }
  }
}
