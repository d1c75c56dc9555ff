package org.wasmudf.runtime.binary;

import java.util.Optional;
import org.wasmudf.runtime.UdfException;

/// Gives the functions in a `name` section their new numbers, where it names functions, their local
/// variables or their labels.
final class NameSectionRewriter {
  private static final int FUNCTION_NAMES = 1;
  private static final int LOCAL_NAMES = 2;
  private static final int LABEL_NAMES = 3;

  private final byte[] wasm;
  private final Additions additions;
  private final ByteWriter out = new ByteWriter();

  private NameSectionRewriter(byte[] wasm, Additions additions) {
    this.wasm = wasm;
    this.additions = additions;
  }

  /// The section's new contents, without its name; empty where it is malformed, which is no error.
  static Optional<ByteWriter> rewrite(byte[] wasm, CustomSection section, Additions additions) {
    int end = section.offset() + section.length();
    BinaryReader in = new BinaryReader(wasm, section.offset(), end, "the name section");
    NameSectionRewriter rewriter = new NameSectionRewriter(wasm, additions);
    try {
      rewriter.rewrite(in);
    } catch (UdfException malformed) {
      return Optional.empty();
    }
    return Optional.of(rewriter.out);
  }

  private void rewrite(BinaryReader in) {
    while (in.remaining() > 0) {
      int start = in.offset();
      int id = in.u8("a subsection id");
      BinaryReader content = in.take(in.u32("a subsection's size"), "a subsection");
      switch (id) {
        case FUNCTION_NAMES, LOCAL_NAMES, LABEL_NAMES ->
            out.u8(id).sized(renumbered(content, id != FUNCTION_NAMES));
        default -> out.bytes(wasm, start, in.offset());
      }
    }
  }

  private ByteWriter renumbered(BinaryReader in, boolean mapsOfNames) {
    ByteWriter result = new ByteWriter();
    int count = in.count("functions");
    result.u32(count);
    for (int i = 0; i < count; i++) {
      result.u32(additions.renumbered((int) in.u32("a function index")));
      int start = in.offset();
      int names = mapsOfNames ? in.count("names") : 1;
      for (int j = 0; j < names; j++) {
        if (mapsOfNames) {
          in.u32("an index");
        }
        in.skip(in.u32("a name's size"), "a name");
      }
      result.bytes(wasm, start, in.offset());
    }
    in.finish();
    return result;
  }
}
