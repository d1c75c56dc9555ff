package org.wasmudf.sql.function;

import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.WasmSqlParser;

/// The statement that once created a function, from which it is made again.
public final class Declaration {
  /// A module that stands in the statement for the one that the function is made from.
  static final String NO_MODULE = "\nAS X''";

  private static final SqlParser.Config AS_IT_IS =
      SqlParser.config()
          .withParserFactory(WasmSqlParser.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.UNCHANGED)
          .withQuotedCasing(Casing.UNCHANGED);

  private final FunctionOrigin origin;
  private final SqlCreateWasmFunction statement;

  private Declaration(FunctionOrigin origin, SqlCreateWasmFunction statement) {
    this.origin = origin;
    this.statement = statement;
  }

  /// Reads what a function was made of.
  ///
  /// @throws CatalogException when it can't be read
  public static Declaration of(FunctionOrigin origin) {
    return parse(origin.declaration() + NO_MODULE) instanceof SqlCreateWasmFunction statement
        ? new Declaration(origin, statement)
        : fail(origin.declaration());
  }

  static Declaration of(FunctionEntry function) {
    return of(function.origin());
  }

  private static Declaration fail(String text) {
    throw CatalogException.undeclared("this creates no function: " + text);
  }

  /// Reads a statement in which names stand in double quotes and mean what they are.
  ///
  /// @throws CatalogException when it can't be read
  public static SqlNode parse(String statement) {
    try {
      return read(statement);
    } catch (SqlParseException e) {
      throw CatalogException.undeclared(
          "can't read %s: %s"
              .formatted(
                  statement.replace(NO_MODULE, ""),
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
  }

  static SqlNode read(String statement) throws SqlParseException {
    return SqlParser.create(statement, AS_IT_IS).parseStmt();
  }

  /// The types that tell the function from others of its name.
  public List<SqlType> parameterTypes(FunctionDdl ddl) {
    return ddl.parameterTypes(statement);
  }

  /// What it says of the function.
  ///
  /// @param ddl knows the types
  /// @throws CalciteContextException when a type can't be a function's any more
  public FunctionDescription describe(FunctionDdl ddl) {
    return ddl.describe(statement);
  }

  /// Makes the function of a module's bytes.
  ///
  /// @param ddl that of who has created it
  public FunctionDefinition define(WasmModule module, FunctionDdl ddl) {
    return ddl.define(
        statement, new FunctionDdl.LoadedModule(module, origin.module(), origin.source()));
  }

  /// Makes the function of another module, which has the place of the one that it was made from.
  FunctionEntry defineIn(ModuleEntry module, FunctionDdl ddl) {
    return FunctionEntry.of(
        define(module.module(), ddl),
        new FunctionOrigin(origin.declaration(), module.name(), module.sha256(), origin.source()),
        module.module());
  }
}
