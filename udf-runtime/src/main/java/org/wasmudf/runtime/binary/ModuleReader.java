package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

import java.util.Arrays;
import java.util.HexFormat;

/// Reads what a module declares and checks its structure. The types of operands on the stack are
/// left to the engine.
public final class ModuleReader {
  private static final byte[] MAGIC = {0, 'a', 's', 'm'};
  private static final int HEADER_BYTES = 8;

  private ModuleReader() {}

  /// Reads a module within the default limits.
  public static ModuleInfo read(byte[] wasm) {
    return read(wasm, ModuleLimits.DEFAULT);
  }

  /// Reads a module of WebAssembly 2.0, in time linear in its size.
  ///
  /// @param wasm the whole module; not kept
  /// @param limits checked as soon as a number is read, before anything is done about it
  /// @throws org.wasmudf.runtime.UdfException INVALID_MODULE, with the byte offset, for whatever is
  ///   malformed, and for features beyond 2.0; MODULE_TOO_LARGE or MODULE_TOO_COMPLEX, with the
  ///   name of the limit
  public static ModuleInfo read(byte[] wasm, ModuleLimits limits) {
    limits.checkBytes(wasm.length);
    checkMagic(wasm);
    checkVersion(wasm);
    BinaryReader in = new BinaryReader(wasm, HEADER_BYTES, wasm.length, "the module");
    ModuleContents contents = new ModuleContents(wasm, limits);
    Section last = Section.CUSTOM;
    while (in.remaining() > 0) {
      int start = in.offset();
      Section section = Section.read(in);
      if (section != Section.CUSTOM) {
        checkOrder(start, last, section);
        last = section;
      }
      BinaryReader body = in.take(in.u32("a section's size"), section.toString());
      contents.read(section, body);
      body.finish();
    }
    return contents.finish();
  }

  private static void checkMagic(byte[] wasm) {
    int found = Math.min(wasm.length, MAGIC.length);
    if (found == 0) {
      throw malformed(0, "not a WebAssembly module: it is empty");
    }
    if (!Arrays.equals(wasm, 0, found, MAGIC, 0, found)) {
      HexFormat format = HexFormat.ofDelimiter(" ");
      throw malformed(
          0,
          "not a WebAssembly module: it begins with "
              + format.formatHex(wasm, 0, found)
              + ", not with "
              + format.formatHex(MAGIC));
    }
  }

  private static void checkVersion(byte[] wasm) {
    int magic = Math.min(wasm.length, MAGIC.length);
    BinaryReader header = new BinaryReader(wasm, magic, wasm.length, "the module");
    header.skip(MAGIC.length - magic, "the header");
    int version = (int) header.fixed(2, "the version");
    int layer = (int) header.fixed(2, "the version");
    if (layer != 0) {
      throw malformed(
          MAGIC.length, "a component (layer " + layer + "), where a core module is needed");
    }
    if (version != 1) {
      throw malformed(MAGIC.length, "version " + version + " of the format is none that exists");
    }
  }

  private static void checkOrder(int start, Section last, Section section) {
    if (section == last) {
      throw malformed(start, section + " stands twice");
    }
    if (section.compareTo(last) < 0) {
      throw malformed(start, section + " has to stand before " + last);
    }
  }
}
