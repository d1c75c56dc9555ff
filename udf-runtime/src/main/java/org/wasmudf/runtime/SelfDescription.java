package org.wasmudf.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.wasmudf.runtime.binary.CustomSection;

/// What a module says of its functions: its custom section `wasmudf.functions`, in which each line
/// is a declaration in the words of CREATE FUNCTION, from the name on; that of an aggregate
/// function begins with AGGREGATE FUNCTION. What a line means is for those to say who read SQL, but
/// for RECORDS FUNCTION and a name: a function of records, of which SQL has none.
///
/// @param lines those that aren't empty; none where there is no such section
public record SelfDescription(List<String> lines) {
  /// The section's name.
  public static final String SECTION = "wasmudf.functions";

  private static final int MAX_BYTES = 65_536;
  private static final Pattern RECORDS =
      Pattern.compile("RECORDS\\s+FUNCTION\\s+\\w+", Pattern.CASE_INSENSITIVE);

  public SelfDescription {
    lines = List.copyOf(lines);
  }

  /// The lines that are for SQL to read.
  public List<String> sqlLines() {
    return lines.stream().filter(each -> !RECORDS.matcher(each).matches()).toList();
  }

  /// Reads a module's section.
  ///
  /// @throws UdfException INVALID_MODULE when it isn't text, MODULE_TOO_LARGE when it has more than
  ///   65,536 bytes
  public static SelfDescription of(WasmModule module) {
    return module
        .info()
        .customSection(SECTION)
        .map(section -> of(section, module.bytes()))
        .orElse(new SelfDescription(List.of()));
  }

  /// As [#of(WasmModule)], of a section in its module's bytes.
  public static SelfDescription of(CustomSection section, byte[] module) {
    if (section.length() > MAX_BYTES) {
      throw UdfException.of(
          UdfErrorCode.MODULE_TOO_LARGE,
          "the section %s has %,d bytes; it may have %,d"
              .formatted(SECTION, section.length(), MAX_BYTES));
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(module, section.offset(), section.length()))
              .toString()
              // A string of C ends in one, and the linker puts them one behind the other.
              .replace('\0', '\n');
      return new SelfDescription(
          text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList());
    } catch (CharacterCodingException e) {
      throw UdfException.of(
          UdfErrorCode.INVALID_MODULE, "the section %s is not UTF-8".formatted(SECTION), e);
    }
  }
}
