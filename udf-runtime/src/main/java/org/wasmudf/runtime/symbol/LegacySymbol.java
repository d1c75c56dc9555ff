package org.wasmudf.runtime.symbol;

import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rust's older mangling: `_ZN`, each part of a path behind its length, a hash as the last part,
/// and `E`. The hash tells it from C++'s, which it imitates.
final class LegacySymbol {
  private static final String PREFIX = "_ZN";
  private static final Pattern LENGTH = Pattern.compile("\\d{1,5}");
  private static final Pattern HASH = Pattern.compile("h[0-9a-f]{16}");
  private static final Pattern END = Pattern.compile("E(\\..*)?", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("\\$([A-Z]{1,2}|u[0-9a-f]{1,6})\\$|\\.\\.");

  /// What stands for characters that assemblers don't take in names.
  private static final Map<String, String> ESCAPES =
      Map.of("SP", "@", "BP", "*", "RF", "&", "LT", "<", "GT", ">", "LP", "(", "RP", ")", "C", ",");

  private LegacySymbol() {}

  /// The path without its hash, or nothing for other names.
  static Optional<String> demangled(String symbol) {
    if (!symbol.startsWith(PREFIX)) {
      return Optional.empty();
    }
    StringJoiner path = new StringJoiner("::");
    String last = "";
    int at = PREFIX.length();
    for (Matcher length = LENGTH.matcher(symbol);
        length.region(at, symbol.length()).lookingAt();
        length = length.reset()) {
      int start = length.end();
      at = start + Integer.parseInt(length.group());
      if (at > symbol.length()) {
        return Optional.empty();
      }
      if (!last.isEmpty()) {
        path.add(unescaped(last));
      }
      last = symbol.substring(start, at);
    }
    boolean isRust = HASH.matcher(last).matches() && END.matcher(symbol.substring(at)).matches();
    return isRust && path.length() > 0 ? Optional.of(path.toString()) : Optional.empty();
  }

  private static String unescaped(String part) {
    // A part can't begin with an escape, so it gets an underscore.
    String text = part.startsWith("_$") ? part.substring(1) : part;
    return ESCAPE.matcher(text).replaceAll(each -> Matcher.quoteReplacement(character(each)));
  }

  private static String character(MatchResult escape) {
    String name = escape.group(1);
    if (name == null) {
      return "::";
    }
    if (name.startsWith("u")) {
      int codePoint = Integer.parseInt(name.substring(1), 16);
      return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : escape.group();
    }
    return ESCAPES.getOrDefault(name, escape.group());
  }
}
