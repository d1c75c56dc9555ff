package org.wasmudf.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.NullInput;
import org.wasmudf.arrow.SqlType;

/// A scalar function as a configuration, or its module, declares it, in the words of SQL's CREATE
/// FUNCTION from the name on: `disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE`.
///
/// @param export the name that the module exports it under
/// @param signature its name, and what it takes and returns
public record FunctionDeclaration(String export, FunctionSignature signature) {
  private static final Set<String> VOLATILITY = Set.of("IMMUTABLE", "STABLE", "VOLATILE");

  /// Behind these words a type that begins with the one before them goes on.
  private static final Set<String> SECOND_WORDS = Set.of("PRECISION", "VARYING");

  /// The name that calls have.
  public String name() {
    return signature.name();
  }

  /// Reads declarations with semicolons between them.
  ///
  /// @throws IllegalArgumentException with the place of the first fault
  public static List<FunctionDeclaration> readAll(String declarations) {
    TextReader text = new TextReader(declarations);
    List<FunctionDeclaration> found = new ArrayList<>();
    do {
      if (text.isAtEnd() && !found.isEmpty()) {
        break;
      }
      FunctionDeclaration next = read(text);
      if (found.stream().anyMatch(each -> each.name().equals(next.name()))) {
        throw new IllegalArgumentException(
            "%s is declared twice; calls tell functions apart by their names: declare one of them under another name, with EXTERNAL NAME '%s'"
                .formatted(next.name(), next.export()));
      }
      found.add(next);
    } while (text.takes(';'));
    if (!text.isAtEnd()) {
      throw text.expected("';' or the end");
    }
    return found;
  }

  private static FunctionDeclaration read(TextReader text) {
    String name = text.name("a function's name");
    text.expect('(');
    List<SqlType> parameters = new ArrayList<>();
    if (!text.takes(')')) {
      do {
        parameters.add(parameter(text));
      } while (text.takes(','));
      text.expect(')');
    }
    text.expect("RETURNS");
    DeclaredType result = DeclaredType.read(text);
    Options options = Options.read(text);
    return new FunctionDeclaration(
        options.export == null ? name : options.export,
        new FunctionSignature(name, parameters, result.type(), options.nullInput, result.length()));
  }

  /// A type, with the parameter's name before it or without.
  private static SqlType parameter(TextReader text) {
    TextReader ahead = text.copy();
    ahead.name("a parameter");
    if (ahead.isAtName() && !SECOND_WORDS.contains(ahead.peekKeyword())) {
      text.name("a parameter");
    }
    return DeclaredType.read(text).type();
  }

  /// What may follow the result's type, in any order.
  private static final class Options {
    private NullInput nullInput = NullInput.RETURNS_NULL;
    private @Nullable String export;

    static Options read(TextReader text) {
      Options options = new Options();
      while (options.readOne(text)) {}
      return options;
    }

    private boolean readOne(TextReader text) {
      if (text.takes("CALLED")) {
        text.expect("ON", "NULL", "INPUT");
        nullInput = NullInput.CALLED;
      } else if (text.takes("RETURNS")) {
        text.expect("NULL", "ON", "NULL", "INPUT");
      } else if (text.takes("EXTERNAL")) {
        text.expect("NAME");
        export = text.literal("the export's name in single quotes");
      } else if (text.takes("LANGUAGE")) {
        text.expect("WASM");
      } else {
        // Records are called for once each, so it makes no difference.
        return VOLATILITY.stream().anyMatch(text::takes);
      }
      return true;
    }
  }
}
