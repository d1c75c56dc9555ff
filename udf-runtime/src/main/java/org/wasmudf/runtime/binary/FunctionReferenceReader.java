package org.wasmudf.runtime.binary;

/// Finds the function indices in the sections outside of code that can hold any: the initial values
/// of globals, and element segments.
final class FunctionReferenceReader {
  private FunctionReferenceReader() {}

  static void read(
      Section section, BinaryReader in, ModuleInfo module, FunctionReferences references) {
    switch (section) {
      case GLOBAL -> readGlobals(in, module, references);
      case ELEMENT -> {
        SegmentReader segments =
            new SegmentReader(in, IndexSpaces.of(module), new Usage(), references);
        int count = in.count("element segments");
        for (int i = 0; i < count; i++) {
          segments.skipElementSegment();
        }
      }
      case TYPE,
          IMPORT,
          FUNCTION,
          TABLE,
          MEMORY,
          EXPORT,
          START,
          DATA_COUNT,
          CODE,
          DATA,
          CUSTOM -> {}
    }
  }

  private static void readGlobals(
      BinaryReader in, ModuleInfo module, FunctionReferences references) {
    ConstantReader initialValues =
        new ConstantReader(in, IndexSpaces.of(module), new Usage(), references);
    int count = in.count("globals");
    for (int i = 0; i < count; i++) {
      TypeReader.globalType(in);
      initialValues.skipExpression();
    }
  }
}
