package org.wasmudf.arrow;

import static java.util.stream.Collectors.joining;

import java.util.List;

/// What a table function is called, takes and returns, in SQL's terms.
///
/// @param name the name in messages
/// @param parameters the SQL types of the arguments, at most [FunctionSignature#MAX_PARAMETERS]
/// @param columns those of its rows, at least one, and at most [#MAX_COLUMNS]
public record TableSignature(String name, List<SqlType> parameters, List<Column> columns) {
  /// As many columns as a table function can have.
  public static final int MAX_COLUMNS = 1000;

  /// A column of the rows.
  public record Column(String name, SqlType type) {}

  public TableSignature {
    parameters = List.copyOf(parameters);
    columns = List.copyOf(columns);
    if (parameters.size() > FunctionSignature.MAX_PARAMETERS) {
      throw new IllegalArgumentException(
          "function %s has %d parameters, at most %d are allowed"
              .formatted(name, parameters.size(), FunctionSignature.MAX_PARAMETERS));
    }
    if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException(
          "table function %s has %d columns, not 1 to %d"
              .formatted(name, columns.size(), MAX_COLUMNS));
    }
  }

  /// The columns as those of a nested type, with strings of any length.
  List<NestedType.Part> parts() {
    return columns.stream().map(each -> new NestedType.Part(each.name(), each.type())).toList();
  }

  /// The function that begins the rows: it returns a number by which the guest knows them.
  FunctionSignature open() {
    return new FunctionSignature(name, parameters, SqlType.Simple.INTEGER);
  }

  /// What is returned, as a declaration has it: `TABLE(word VARCHAR, pos INTEGER)`.
  public String returns() {
    return columns.stream()
        .map(each -> each.name() + " " + each.type())
        .collect(joining(", ", "TABLE(", ")"));
  }

  /// The signature as a declaration: `split(VARCHAR) RETURNS TABLE(word VARCHAR)`.
  @Override
  public String toString() {
    String types = parameters.stream().map(SqlType::toString).collect(joining(", "));
    return name + "(" + types + ") RETURNS " + returns();
  }
}
