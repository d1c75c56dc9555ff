package org.wasmudf.runtime.symbol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Rust's mangling "v0", as the rustc book specifies it under "v0 Symbol Format" (first in RFC
/// 2603): a grammar of paths, types and constants, read here by recursive descent and printed as it
/// is read.
///
/// Symbols come from guests. Nesting and length are bounded; since everything that branches prints
/// something, so is the time.
final class V0Symbol {
  private static final String PREFIX = "_R";
  private static final int MAX_DEPTH = 100;
  private static final int MAX_LENGTH = 2_000;

  private final String symbol;
  private final StringBuilder out = new StringBuilder();
  private int at = PREFIX.length();
  private int depth;
  private long lifetimes;
  private boolean silent;

  /// The symbol isn't one, or is more than we take.
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Malformed() {
      super(null, null, false, false);
    }
  }

  private V0Symbol(String symbol) {
    this.symbol = symbol;
  }

  /// The path, or nothing for other names.
  static Optional<String> demangled(String symbol) {
    if (!symbol.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      V0Symbol parser = new V0Symbol(symbol);
      parser.symbol();
      return Optional.of(parser.out.toString());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private void symbol() {
    path(true);
    if (!isAtEnd()) {
      // The crate that made an instance of something generic.
      silent = true;
      path(false);
    }
    if (!isAtEnd()) {
      throw new Malformed();
    }
  }

  /// What follows a dot was added by LLVM.
  private boolean isAtEnd() {
    return at == symbol.length() || symbol.charAt(at) == '.' || symbol.charAt(at) == '$';
  }

  private char next() {
    if (at >= symbol.length()) {
      throw new Malformed();
    }
    return symbol.charAt(at++);
  }

  private boolean eat(char c) {
    if (at < symbol.length() && symbol.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private void print(String text) {
    if (silent) {
      return;
    }
    out.append(text);
    if (out.length() > MAX_LENGTH) {
      throw new Malformed();
    }
  }

  private void nested(Runnable production) {
    if (++depth > MAX_DEPTH) {
      throw new Malformed();
    }
    production.run();
    depth--;
  }

  /// A backreference stands for what is at an earlier place.
  private void backreference(Runnable production) {
    int here = at - 1;
    long target = base62() + PREFIX.length();
    if (target >= here) {
      throw new Malformed();
    }
    if (silent) {
      return;
    }
    int after = at;
    at = (int) target;
    nested(production);
    at = after;
  }

  /// @param inValue whether generic arguments are set off by `::`, as in expressions
  private void path(boolean inValue) {
    nested(() -> openPath(inValue, false));
  }

  /// @param open whether to leave out the `>` behind generic arguments, for others to follow
  /// @return whether it was left out
  private boolean openPath(boolean inValue, boolean open) {
    char tag = next();
    switch (tag) {
      case 'C' -> {
        disambiguator();
        print(identifier());
      }
      case 'M' -> {
        implPath();
        print("<");
        type();
        print(">");
      }
      case 'X' -> {
        implPath();
        traitOfType();
      }
      case 'Y' -> traitOfType();
      case 'N' -> nestedPath(inValue);
      case 'I' -> {
        path(inValue);
        print(inValue ? "::<" : "<");
        list(this::genericArgument);
        if (open) {
          return true;
        }
        print(">");
      }
      case 'B' -> {
        boolean[] isOpen = {false};
        backreference(() -> isOpen[0] = openPath(inValue, open));
        return isOpen[0];
      }
      default -> throw new Malformed();
    }
    return false;
  }

  private void nestedPath(boolean inValue) {
    char namespace = next();
    path(inValue);
    long number = disambiguator();
    String name = identifier();
    if (namespace >= 'a' && namespace <= 'z') {
      print(name.isEmpty() ? "" : "::" + name);
      return;
    }
    String kind =
        switch (namespace) {
          case 'C' -> "closure";
          case 'S' -> "shim";
          default -> {
            if (namespace < 'A' || namespace > 'Z') {
              throw new Malformed();
            }
            yield String.valueOf(namespace);
          }
        };
    print("::{" + kind + (name.isEmpty() ? "" : ":" + name) + "#" + number + "}");
  }

  /// Where an `impl` stands says nothing that its type doesn't.
  private void implPath() {
    boolean before = silent;
    silent = true;
    disambiguator();
    path(false);
    silent = before;
  }

  private void traitOfType() {
    print("<");
    type();
    print(" as ");
    path(false);
    print(">");
  }

  private void list(Runnable element) {
    for (boolean first = true; !eat('E'); first = false) {
      print(first ? "" : ", ");
      element.run();
    }
  }

  private void genericArgument() {
    if (eat('L')) {
      lifetime(base62());
    } else if (eat('K')) {
      constant();
    } else {
      type();
    }
  }

  private void lifetime(long index) {
    if (index == 0) {
      print("'_");
      return;
    }
    long fromOutside = lifetimes - index;
    if (fromOutside < 0) {
      // A silent parser doesn't follow what would bind it.
      if (silent) {
        return;
      }
      throw new Malformed();
    }
    print("'" + (fromOutside < 26 ? (char) ('a' + fromOutside) : "_" + fromOutside));
  }

  /// What binds lifetimes, `for<'a, 'b>`, and in which they can be named.
  private void binder(Runnable bound) {
    long count = eat('G') ? base62() + 1 : 0;
    if (count > MAX_DEPTH) {
      throw new Malformed();
    }
    if (count > 0) {
      print("for<");
      for (int i = 0; i < count; i++) {
        lifetimes++;
        print(i > 0 ? ", " : "");
        lifetime(1);
      }
      print("> ");
    }
    bound.run();
    lifetimes -= count;
  }

  private void type() {
    nested(this::anyType);
  }

  private void anyType() {
    char tag = next();
    String basic = basicType(tag);
    if (basic != null) {
      print(basic);
      return;
    }
    switch (tag) {
      case 'A' -> {
        print("[");
        type();
        print("; ");
        constant();
        print("]");
      }
      case 'S' -> {
        print("[");
        type();
        print("]");
      }
      case 'T' -> {
        print("(");
        int[] elements = {0};
        list(
            () -> {
              elements[0]++;
              type();
            });
        print(elements[0] == 1 ? ",)" : ")");
      }
      case 'R' -> reference("");
      case 'Q' -> reference("mut ");
      case 'P' -> {
        print("*const ");
        type();
      }
      case 'O' -> {
        print("*mut ");
        type();
      }
      case 'F' -> binder(this::functionSignature);
      case 'D' -> {
        print("dyn ");
        binder(this::bounds);
        if (!eat('L')) {
          throw new Malformed();
        }
        long lifetime = base62();
        if (lifetime != 0) {
          print(" + ");
          lifetime(lifetime);
        }
      }
      case 'B' -> backreference(this::anyType);
      default -> {
        at--;
        path(false);
      }
    }
  }

  private void reference(String mutability) {
    print("&");
    if (eat('L')) {
      long lifetime = base62();
      if (lifetime != 0) {
        lifetime(lifetime);
        print(" ");
      }
    }
    print(mutability);
    type();
  }

  private void functionSignature() {
    print(eat('U') ? "unsafe " : "");
    if (eat('K')) {
      String abi = eat('C') ? "C" : identifier().replace('_', '-');
      print("extern \"" + abi + "\" ");
    }
    print("fn(");
    list(this::type);
    print(")");
    if (!eat('u')) {
      print(" -> ");
      type();
    }
  }

  private void bounds() {
    for (boolean first = true; !eat('E'); first = false) {
      print(first ? "" : " + ");
      boolean[] open = {false};
      nested(() -> open[0] = openPath(false, true));
      while (eat('p')) {
        print(open[0] ? ", " : "<");
        open[0] = true;
        print(identifier() + " = ");
        type();
      }
      print(open[0] ? ">" : "");
    }
  }

  private static @Nullable String basicType(char tag) {
    return switch (tag) {
      case 'a' -> "i8";
      case 'b' -> "bool";
      case 'c' -> "char";
      case 'd' -> "f64";
      case 'e' -> "str";
      case 'f' -> "f32";
      case 'h' -> "u8";
      case 'i' -> "isize";
      case 'j' -> "usize";
      case 'l' -> "i32";
      case 'm' -> "u32";
      case 'n' -> "i128";
      case 'o' -> "u128";
      case 'p' -> "_";
      case 's' -> "i16";
      case 't' -> "u16";
      case 'u' -> "()";
      case 'v' -> "...";
      case 'x' -> "i64";
      case 'y' -> "u64";
      case 'z' -> "!";
      default -> null;
    };
  }

  private void constant() {
    nested(this::anyConstant);
  }

  private void anyConstant() {
    char tag = next();
    switch (tag) {
      case 'p' -> print("_");
      case 'b' -> print(number().equals("0") ? "false" : "true");
      case 'c' -> print("'" + character(number()) + "'");
      case 'a', 'i', 'l', 'n', 's', 'x' -> print((eat('n') ? "-" : "") + number());
      case 'h', 'j', 'm', 'o', 't', 'y' -> print(number());
      case 'B' -> backreference(this::anyConstant);
      // Of structs and the like, which need unstable features.
      default -> throw new Malformed();
    }
  }

  private static String character(String number) {
    try {
      return Character.toString(Integer.parseInt(number));
    } catch (IllegalArgumentException e) {
      throw new Malformed();
    }
  }

  /// A constant's hexadecimal digits in decimal, or as they are where there are many.
  private String number() {
    int end = symbol.indexOf('_', at);
    if (end < 0) {
      throw new Malformed();
    }
    String digits = symbol.substring(at, end);
    at = end + 1;
    try {
      return digits.isEmpty() ? "0" : Long.toUnsignedString(Long.parseUnsignedLong(digits, 16));
    } catch (NumberFormatException e) {
      if (!digits.matches("[0-9a-f]+")) {
        throw new Malformed();
      }
      return "0x" + digits;
    }
  }

  private long disambiguator() {
    return eat('s') ? base62() + 1 : 0;
  }

  private long base62() {
    if (eat('_')) {
      return 0;
    }
    long value = 0;
    for (char c = next(); c != '_'; c = next()) {
      value = value * 62 + digit62(c);
      if (value > Long.MAX_VALUE / 128) {
        // Only hashes are as large, and nobody wants to see them.
        value &= 0xFFFF_FFFFL;
      }
    }
    return value + 1;
  }

  private static int digit62(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'z') {
      return 10 + c - 'a';
    }
    if (c >= 'A' && c <= 'Z') {
      return 36 + c - 'A';
    }
    throw new Malformed();
  }

  private String identifier() {
    boolean isPunycode = eat('u');
    int length = 0;
    char c = next();
    if (c < '0' || c > '9') {
      throw new Malformed();
    }
    at--;
    do {
      length = length * 10 + next() - '0';
    } while (length > 0
        && length < MAX_LENGTH
        && at < symbol.length()
        && symbol.charAt(at) >= '0'
        && symbol.charAt(at) <= '9');
    eat('_');
    if (length > symbol.length() - at) {
      throw new Malformed();
    }
    String name = symbol.substring(at, at + length);
    at += length;
    if (!isPunycode) {
      return name;
    }
    int split = name.lastIndexOf('_');
    return Punycode.decoded(name.substring(0, Math.max(0, split)), name.substring(split + 1))
        .orElseThrow(Malformed::new);
  }
}
