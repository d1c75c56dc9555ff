package org.wasmudf.runtime.binary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes a module section by section, and keeps the sizes of sections right.
final class SectionMutator {
  private static final int HEADER_BYTES = 8;

  private SectionMutator() {}

  private record Part(int id, ByteWriter content) {
    Part with(byte[] other) {
      return new Part(id, new ByteWriter().bytes(other));
    }
  }

  /// A section moved, doubled, dropped, taken from another module, or changed inside.
  ///
  /// @param wasm a module whose sections can be told apart
  /// @param other as well
  static byte[] mutated(byte[] wasm, byte[] other, Random random) {
    List<Part> parts = parts(wasm);
    if (parts.isEmpty()) {
      return wasm;
    }
    int at = random.nextInt(parts.size());
    Part part = parts.get(at);
    switch (random.nextInt(7)) {
      case 0 -> parts.add(random.nextInt(parts.size()), parts.remove(at));
      case 1 -> parts.add(random.nextInt(parts.size() + 1), part);
      case 2 -> parts.remove(at);
      case 3 -> exchange(parts, parts(other), random);
      case 4 -> parts.set(at, new Part(random.nextInt(14), part.content()));
      case 5 -> parts.set(at, part.with(ByteMutator.flipped(part.content().toBytes(), random)));
      default -> {
        // Most sections begin with a count, which is worth a change more often than what follows.
        int size = part.content().size();
        int where = size == 0 || random.nextInt(3) == 0 ? 0 : random.nextInt(size);
        parts.set(at, part.with(ByteMutator.renumbered(part.content().toBytes(), where, random)));
      }
    }
    return joined(parts);
  }

  /// Puts a section of another module in the place of its counterpart, or where it has to stand.
  private static void exchange(List<Part> parts, List<Part> others, Random random) {
    if (others.isEmpty()) {
      return;
    }
    Part other = others.get(random.nextInt(others.size()));
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).id() == other.id()) {
        parts.set(i, other);
        return;
      }
    }
    int order = order(other.id());
    int at = 0;
    while (at < parts.size() && order(parts.get(at).id()) < order) {
      at++;
    }
    parts.add(at, other);
  }

  private static int order(int id) {
    return Arrays.stream(Section.values())
        .filter(each -> each.id() == id)
        .mapToInt(Section::ordinal)
        .findFirst()
        .orElse(0);
  }

  /// With other contents of a section that is there.
  static byte[] withContent(byte[] wasm, Section section, byte[] content) {
    List<Part> parts = parts(wasm);
    parts.replaceAll(each -> each.id() == section.id() ? each.with(content) : each);
    return joined(parts);
  }

  private static List<Part> parts(byte[] wasm) {
    BinaryReader in = new BinaryReader(wasm, HEADER_BYTES, wasm.length, "the module");
    List<Part> parts = new ArrayList<>();
    while (in.remaining() > 0) {
      int id = in.u8("a section id");
      BinaryReader content = in.take(in.u32("a section's size"), "a section");
      parts.add(new Part(id, new ByteWriter().bytes(wasm, content.offset(), content.end())));
    }
    return parts;
  }

  private static byte[] joined(List<Part> parts) {
    ByteWriter out = new ByteWriter().bytes(Bytes.module());
    for (Part each : parts) {
      out.u8(each.id()).sized(each.content());
    }
    return out.toBytes();
  }
}
