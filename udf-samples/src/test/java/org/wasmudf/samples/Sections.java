package org.wasmudf.samples;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The sections of a module, as little of the binary format as the checks of the samples need.
final class Sections {
  static final int IMPORT = 2;
  static final int MEMORY = 5;
  static final int START = 8;
  private static final int EXPORT = 7;
  private static final int FUNCTION_KIND = 0;
  private static final int MEMORY_KIND = 2;

  private final Map<Integer, byte[]> contents = new LinkedHashMap<>();

  Sections(byte[] module) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(module));
    if (in.readInt() != 0x0061736D || in.readInt() != 0x01000000) {
      throw new IOException("not a WebAssembly module");
    }
    while (in.available() > 0) {
      int id = in.readUnsignedByte();
      byte[] content = in.readNBytes(unsigned(in));
      contents.put(id, content);
    }
  }

  boolean has(int id) {
    return contents.containsKey(id);
  }

  /// The one memory's initial pages.
  int memoryPages() throws IOException {
    var in = open(MEMORY);
    if (unsigned(in) != 1 || unsigned(in) != 0) {
      throw new IOException("not one memory without a maximum");
    }
    return unsigned(in);
  }

  List<String> exportedFunctions() throws IOException {
    return exported(FUNCTION_KIND);
  }

  List<String> exportedMemories() throws IOException {
    return exported(MEMORY_KIND);
  }

  private List<String> exported(int wanted) throws IOException {
    var in = open(EXPORT);
    List<String> names = new ArrayList<>();
    for (int left = unsigned(in); left > 0; left--) {
      var name = new String(in.readNBytes(unsigned(in)), StandardCharsets.UTF_8);
      int kind = in.readUnsignedByte();
      unsigned(in);
      if (kind == wanted) {
        names.add(name);
      }
    }
    return names;
  }

  private DataInputStream open(int id) throws IOException {
    byte[] content = contents.get(id);
    if (content == null) {
      throw new IOException("no section " + id);
    }
    return new DataInputStream(new ByteArrayInputStream(content));
  }

  private static int unsigned(DataInputStream in) throws IOException {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = in.readUnsignedByte();
      value |= (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
  }
}
