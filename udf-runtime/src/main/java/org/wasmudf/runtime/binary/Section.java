package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.malformed;

/// The sections of a module, in the order in which they have to come; a custom section can come
/// anywhere.
enum Section {
  CUSTOM(0),
  TYPE(1),
  IMPORT(2),
  FUNCTION(3),
  TABLE(4),
  MEMORY(5),
  GLOBAL(6),
  EXPORT(7),
  START(8),
  ELEMENT(9),
  DATA_COUNT(12),
  CODE(10),
  DATA(11);

  private static final int TAG = 13;
  private static final Section[] BY_ID = new Section[values().length];

  static {
    for (Section section : values()) {
      BY_ID[section.id] = section;
    }
  }

  private final int id;

  Section(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  static Section read(BinaryReader in) {
    int start = in.offset();
    int id = in.u8("a section id");
    if (id == TAG) {
      throw Proposal.EXCEPTIONS.refused(start, "the tag section");
    }
    if (id >= BY_ID.length) {
      throw malformed(start, "section id %d is none that exists".formatted(id));
    }
    return BY_ID[id];
  }

  /// The section in words, such as `the data count section`.
  @Override
  public String toString() {
    return switch (this) {
      case CUSTOM -> "a custom section";
      case TYPE -> "the type section";
      case IMPORT -> "the import section";
      case FUNCTION -> "the function section";
      case TABLE -> "the table section";
      case MEMORY -> "the memory section";
      case GLOBAL -> "the global section";
      case EXPORT -> "the export section";
      case START -> "the start section";
      case ELEMENT -> "the element section";
      case DATA_COUNT -> "the data count section";
      case CODE -> "the code section";
      case DATA -> "the data section";
    };
  }
}
