package org.wasmudf.runtime.binary;

import static org.wasmudf.runtime.binary.BinaryReader.hex;
import static org.wasmudf.runtime.binary.BinaryReader.malformed;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.UdfException;

/// Reads types.
final class TypeReader {
  private static final int FUNCTION = 0x60;
  private static final int HAS_MAXIMUM = 1;
  private static final int SHARED = 2;
  private static final int SIXTY_FOUR_BIT = 4;
  private static final int PAGE_SIZE = 8;
  private static final @Nullable ValueType[] VALUE_TYPES = new ValueType[128];

  static {
    for (ValueType type : ValueType.values()) {
      VALUE_TYPES[type.code()] = type;
    }
  }

  private TypeReader() {}

  static FunctionType functionType(BinaryReader in) {
    int start = in.offset();
    int form = in.u8("a type");
    if (form != FUNCTION) {
      throw unknownForm(start, form);
    }
    return new FunctionType(valueTypes(in, "parameters"), valueTypes(in, "results"));
  }

  private static UdfException unknownForm(int offset, int form) {
    String what = "type form " + hex(form);
    return switch (form) {
      case 0x4e, 0x4f, 0x50, 0x5e, 0x5f -> Proposal.GARBAGE_COLLECTION.refused(offset, what);
      case 0x5d -> Proposal.STACK_SWITCHING.refused(offset, what);
      default -> malformed(offset, what + " is none that exists; functions have 0x60");
    };
  }

  private static List<ValueType> valueTypes(BinaryReader in, String what) {
    int count = in.count(what);
    List<ValueType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      types.add(valueType(in));
    }
    return types;
  }

  static ValueType valueType(BinaryReader in) {
    int code = in.u8("a value type");
    ValueType type = byCode(code);
    if (type == null) {
      throw unknown(in.offset() - 1, code);
    }
    return type;
  }

  static ValueType referenceType(BinaryReader in) {
    int start = in.offset();
    ValueType type = valueType(in);
    if (!type.isReference()) {
      throw malformed(start, type + " stands where a reference type has to");
    }
    return type;
  }

  /// The value type that a byte stands for, or null.
  static @Nullable ValueType byCode(int code) {
    return code < VALUE_TYPES.length ? VALUE_TYPES[code] : null;
  }

  static UdfException unknown(int offset, int code) {
    String what = "value type " + hex(code);
    return switch (code) {
      case 0x63, 0x64 -> Proposal.FUNCTION_REFERENCES.refused(offset, what);
      case 0x69, 0x74 -> Proposal.EXCEPTIONS.refused(offset, what);
      case 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x71, 0x72, 0x73, 0x77, 0x78 ->
          Proposal.GARBAGE_COLLECTION.refused(offset, what);
      default -> malformed(offset, what + " is none that exists");
    };
  }

  static TableType tableType(BinaryReader in) {
    ValueType element = referenceType(in);
    return new TableType(element, limits(in));
  }

  /// A memory's size in pages.
  static Limits memoryLimits(BinaryReader in) {
    int start = in.offset();
    Limits limits = limits(in);
    long largest = limits.max().orElse(limits.min());
    if (largest > Limits.MAX_PAGES) {
      throw malformed(
          start, "a memory of " + largest + " pages is larger than " + Limits.MAX_PAGES);
    }
    return limits;
  }

  private static Limits limits(BinaryReader in) {
    int start = in.offset();
    int flags = in.u8("limits");
    if ((flags & ~HAS_MAXIMUM) != 0) {
      throw unknownLimits(start, flags);
    }
    long min = in.u32("a minimum");
    if ((flags & HAS_MAXIMUM) == 0) {
      return new Limits(min, OptionalLong.empty());
    }
    long max = in.u32("a maximum");
    if (max < min) {
      throw malformed(start, "the maximum, " + max + ", is below the minimum, " + min);
    }
    return new Limits(min, OptionalLong.of(max));
  }

  private static UdfException unknownLimits(int offset, int flags) {
    String what = "limits flag " + hex(flags);
    if (flags >= 2 * PAGE_SIZE) {
      return malformed(offset, what + " is none that exists");
    }
    Proposal proposal =
        (flags & SHARED) != 0
            ? Proposal.THREADS
            : (flags & SIXTY_FOUR_BIT) != 0 ? Proposal.MEMORY64 : Proposal.CUSTOM_PAGE_SIZES;
    return proposal.refused(offset, what);
  }

  static GlobalType globalType(BinaryReader in) {
    ValueType type = valueType(in);
    int start = in.offset();
    int mutability = in.u8("a global's mutability");
    return switch (mutability) {
      case 0 -> new GlobalType(type, false);
      case 1 -> new GlobalType(type, true);
      case 2, 3 -> throw Proposal.THREADS.refused(start, "a shared global");
      default ->
          throw malformed(start, "a global's mutability is " + mutability + ", neither 0 nor 1");
    };
  }
}
