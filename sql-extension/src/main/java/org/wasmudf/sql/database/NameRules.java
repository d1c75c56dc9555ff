package org.wasmudf.sql.database;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.config.NullCollation;

/// How a database folds, compares and quotes names, and where it sorts NULL.
///
/// @param unquoted what becomes of a name without quotes
/// @param quoted what becomes of a name in quotes
/// @param caseSensitive whether two names that differ in case only are two names
/// @param quoting the quotes around names
/// @param nulls where NULL sorts unless the query says
public record NameRules(
    Casing unquoted, Casing quoted, boolean caseSensitive, Quoting quoting, NullCollation nulls) {

  static NameRules of(DatabaseMetaData metadata) throws SQLException {
    Casing unquoted =
        metadata.storesUpperCaseIdentifiers()
            ? Casing.TO_UPPER
            : metadata.storesLowerCaseIdentifiers() ? Casing.TO_LOWER : Casing.UNCHANGED;
    Casing quoted =
        metadata.storesUpperCaseQuotedIdentifiers()
            ? Casing.TO_UPPER
            : metadata.storesLowerCaseQuotedIdentifiers() ? Casing.TO_LOWER : Casing.UNCHANGED;
    boolean caseSensitive =
        metadata.supportsMixedCaseIdentifiers() || metadata.supportsMixedCaseQuotedIdentifiers();
    return new NameRules(unquoted, quoted, caseSensitive, quoting(metadata), nulls(metadata));
  }

  private static Quoting quoting(DatabaseMetaData metadata) throws SQLException {
    return switch (metadata.getIdentifierQuoteString()) {
      case "`" -> Quoting.BACK_TICK;
      case "[" -> Quoting.BRACKET;
      default -> Quoting.DOUBLE_QUOTE;
    };
  }

  private static NullCollation nulls(DatabaseMetaData metadata) throws SQLException {
    if (metadata.nullsAreSortedAtStart()) {
      return NullCollation.FIRST;
    }
    if (metadata.nullsAreSortedAtEnd()) {
      return NullCollation.LAST;
    }
    return metadata.nullsAreSortedLow() ? NullCollation.LOW : NullCollation.HIGH;
  }

  /// A name as the database stores it.
  public String fold(String name, boolean isQuoted) {
    return switch (isQuoted ? quoted : unquoted) {
      case TO_UPPER -> name.toUpperCase(Locale.ROOT);
      case TO_LOWER -> name.toLowerCase(Locale.ROOT);
      case UNCHANGED -> name;
    };
  }

  /// A name of ours, as it is found when a statement spells it without quotes.
  public String fold(String name) {
    return fold(name, false);
  }

  /// Whether two folded names are the same name.
  public boolean matches(String a, String b) {
    return caseSensitive ? a.equals(b) : a.equalsIgnoreCase(b);
  }
}
