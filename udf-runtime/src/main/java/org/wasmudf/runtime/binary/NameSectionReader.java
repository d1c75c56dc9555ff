package org.wasmudf.runtime.binary;

import java.util.LinkedHashMap;
import java.util.Map;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// Reads the function names of a `name` section as far as they can be read: the specification says
/// that nothing in a custom section makes a module invalid.
final class NameSectionReader {
  private static final int FUNCTION_NAMES = 1;

  private NameSectionReader() {}

  /// The names by function index; those of functions that don't exist are left out.
  static Map<Integer, String> functionNames(BinaryReader in, int functions) {
    Map<Integer, String> names = new LinkedHashMap<>();
    try {
      while (in.remaining() > 0) {
        int id = in.u8("a subsection id");
        BinaryReader subsection = in.take(in.u32("a subsection's size"), "a subsection");
        if (id == FUNCTION_NAMES) {
          readNames(subsection, functions, names);
        }
      }
    } catch (UdfException e) {
      if (e.code() != UdfErrorCode.INVALID_MODULE) {
        throw e;
      }
    }
    return names;
  }

  private static void readNames(BinaryReader in, int functions, Map<Integer, String> names) {
    int count = in.count("function names");
    for (int i = 0; i < count; i++) {
      long function = in.u32("a function index");
      String name = in.lenientName("a function's name");
      if (function < functions) {
        names.put((int) function, name);
      }
    }
  }
}
