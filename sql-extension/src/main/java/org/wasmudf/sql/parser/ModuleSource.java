package org.wasmudf.sql.parser;

import java.util.Arrays;
import java.util.HexFormat;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/// Where the statement says that a module is.
public sealed interface ModuleSource {
  /// A file, by the path in the statement; it is not read when the statement is parsed.
  record File(String path) implements ModuleSource {}

  /// What CREATE MODULE has made.
  ///
  /// @param name folded as the connection folds names
  record Module(String name) implements ModuleSource {}

  /// Writes the clause.
  default void unparse(SqlWriter writer) {
    switch (this) {
      case File file -> {
        writer.keyword("FROM");
        writer.literal("'" + file.path().replace("'", "''") + "'");
      }
      case Module module -> {
        writer.keyword("FROM MODULE");
        new SqlIdentifier(module.name(), SqlParserPos.ZERO).unparse(writer, 0, 0);
      }
      case Bytes literal -> {
        writer.keyword("AS");
        writer.literal("X'" + HexFormat.of().formatHex(literal.bytes()) + "'");
      }
    }
  }

  /// The module itself, written into the statement.
  final class Bytes implements ModuleSource {
    private final byte[] bytes;

    /// Takes a copy.
    public Bytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    /// A copy of the module's bytes.
    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Bytes[length=" + bytes.length + "]";
    }
  }
}
