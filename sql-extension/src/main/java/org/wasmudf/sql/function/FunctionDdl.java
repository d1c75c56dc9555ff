package org.wasmudf.sql.function;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.AggregateFunction;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.arrow.StringLength;
import org.wasmudf.arrow.TableFunction;
import org.wasmudf.arrow.TableSignature;
import org.wasmudf.arrow.ValueFunction;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.limit.Limit;
import org.wasmudf.runtime.limit.Tenant;
import org.wasmudf.sql.parser.FunctionKind;
import org.wasmudf.sql.parser.ModuleSource;
import org.wasmudf.sql.parser.SqlCreateModule;
import org.wasmudf.sql.parser.SqlCreateWasmFunction;
import org.wasmudf.sql.parser.SqlCreateWasmFunction.Returned;

/// What the function statements say, made into functions and checked. Every error is a
/// [CalciteContextException] that tells the place in the statement, and its cause what is wrong.
public final class FunctionDdl {
  private final UdfRuntime runtime;
  private final SqlValidator types;
  private final String name;
  private final Tenant tenant;
  private final ModuleFiles files;

  /// For the owner, who may read all that the process may.
  ///
  /// @param runtime where modules are loaded
  /// @param types knows the connection's type system
  public FunctionDdl(UdfRuntime runtime, SqlValidator types) {
    this(runtime, types, "", runtime.owner(), new ModuleFiles.All());
  }

  /// @param runtime where modules are loaded
  /// @param types knows the connection's type system
  /// @param name of the tenant for whom functions are created, empty for the owner
  /// @param tenant whose limits hold while modules are loaded
  /// @param files those that modules may be read from
  public FunctionDdl(
      UdfRuntime runtime, SqlValidator types, String name, Tenant tenant, ModuleFiles files) {
    this.runtime = runtime;
    this.types = types;
    this.name = name;
    this.tenant = tenant;
    this.files = files;
  }

  /// The name of a function, which has no schema.
  public static String name(SqlIdentifier name) {
    if (!name.isSimple()) {
      throw at(
          name.getParserPosition(),
          CatalogException.unknown(
              "functions don't belong to a schema: write %s instead of %s"
                  .formatted(name.names.getLast(), name)));
    }
    return name.getSimple();
  }

  /// The parameter types of a CREATE FUNCTION.
  public List<SqlType> parameterTypes(SqlCreateWasmFunction statement) {
    return statement.parameters().stream().map(each -> typeOf(each.type())).toList();
  }

  /// The parameter types that tell a function from others of its name; null when a statement names
  /// none.
  public @Nullable List<SqlType> parameterTypes(@Nullable SqlNodeList named) {
    if (named == null) {
      return null;
    }
    List<SqlType> found = new ArrayList<>();
    for (SqlNode each : named) {
      found.add(typeOf((SqlDataTypeSpec) each));
    }
    return found;
  }

  private SqlType typeOf(SqlDataTypeSpec spec) {
    return typeOf(spec, FunctionTypes::of);
  }

  private <T> T typeOf(SqlDataTypeSpec spec, Function<RelDataType, T> form) {
    try {
      FunctionTypes.checkDigits(spec.getTypeNameSpec());
      return form.apply(spec.deriveType(types));
    } catch (UdfException e) {
      throw at(spec.getParserPosition(), e);
    } catch (CalciteContextException e) {
      throw at(spec.getParserPosition(), FunctionTypes.unknown(spec.getTypeName().toString()));
    }
  }

  /// Loads the module and checks everything that can be checked before the function is called.
  public FunctionDefinition define(SqlCreateWasmFunction statement) {
    return define(statement, load(statement, new Modules(true)));
  }

  /// Checks everything that can be checked before the function is called.
  ///
  /// @param module in place of the one that the statement names
  FunctionDefinition define(SqlCreateWasmFunction statement, LoadedModule module) {
    String name = name(statement.name());
    Declared declared = declared(name, statement);
    try {
      DeclaredFunctions.of(module.module()).check(declared, statement, this);
      return new FunctionDefinition(
          name, function(declared, module.module(), statement), this.name);
    } catch (UdfException e) {
      throw at(statement.sourcePosition(), e.inFunction(name));
    }
  }

  private List<DeclaredParameter> parameters(SqlCreateWasmFunction statement) {
    return DeclaredParameter.of(
        parameterTypes(statement),
        statement.parameters().stream()
            .map(each -> each.name() == null ? "" : each.name().getSimple())
            .toList(),
        statement.parameters().stream()
            .map(each -> typeOf(each.type(), FunctionTypes::length))
            .toList());
  }

  /// What a statement says of its function, without the module.
  FunctionDescription describe(SqlCreateWasmFunction statement) {
    Declared declared = declared(name(statement.name()), statement);
    return new FunctionDescription(
        parameters(statement).stream().map(DeclaredParameter::toString).collect(joining(", ")),
        declared.returns(),
        statement.kind(),
        statement.volatility(),
        statement.nullInput(),
        statement.export(),
        statement.limits().ofFunction());
  }

  /// What a statement declares, its types looked at.
  sealed interface Declared {
    /// What is returned, as a declaration has it.
    String returns();

    /// A function of a row or a group.
    record Value(FunctionSignature signature) implements Declared {
      @Override
      public String returns() {
        return signature.returns();
      }

      @Override
      public String toString() {
        return signature.toString();
      }
    }

    /// A table function.
    record Table(TableSignature signature) implements Declared {
      @Override
      public String returns() {
        return signature.returns();
      }

      @Override
      public String toString() {
        return signature.toString();
      }
    }
  }

  private WasmFunction function(
      Declared declared, WasmModule module, SqlCreateWasmFunction statement) {
    String export = statement.export();
    Map<Limit, Long> limits = statement.limits().ofFunction();
    List<DeclaredParameter> parameters = parameters(statement);
    return switch (declared) {
      case Declared.Value(FunctionSignature signature)
          when statement.kind() == FunctionKind.AGGREGATE ->
          new WasmAggregateFunction(
              new AggregateFunction(module, export, signature, limits),
              parameters,
              statement.volatility());
      case Declared.Value(FunctionSignature signature) ->
          new WasmScalarFunction(
              ValueFunction.of(module, export, signature, limits),
              parameters,
              statement.volatility());
      case Declared.Table(TableSignature signature) ->
          new WasmTableFunction(
              new TableFunction(module, export, signature, limits),
              parameters,
              statement.volatility());
    };
  }

  /// A module with where it came from, for the reader.
  ///
  /// @param name under which the catalog has it; empty for a function's own
  record LoadedModule(WasmModule module, String name, String source) {}

  /// The function's module: the one that is named, or one that is loaded.
  ///
  /// @param modules those that can be named
  LoadedModule load(SqlCreateWasmFunction statement, Modules modules) {
    try {
      return switch (statement.source()) {
        case ModuleSource.Module named -> load(named, modules, statement.sha256());
        case ModuleSource.File _, ModuleSource.Bytes _ ->
            new LoadedModule(
                load(statement.source(), statement.sha256()), "", describe(statement.source()));
      };
    } catch (UdfException e) {
      throw at(statement.sourcePosition(), e.inFunction(name(statement.name())));
    } catch (CatalogException e) {
      throw at(statement.sourcePosition(), e);
    }
  }

  private LoadedModule load(ModuleSource.Module named, Modules modules, @Nullable String expected) {
    ModuleEntry entry = modules.get(named.name());
    checkSha256(expected, entry.sha256());
    return new LoadedModule(entry.module(), entry.name(), "module " + entry.name());
  }

  /// The module that a statement creates.
  ModuleEntry define(SqlCreateModule statement) {
    try {
      return ModuleEntry.of(
          name(statement.name()),
          name,
          load(statement.source(), statement.sha256()),
          describe(statement.source()));
    } catch (UdfException e) {
      throw at(statement.sourcePosition(), e);
    }
  }

  /// Checks what needs no module, before one is read.
  void checkTypes(SqlCreateWasmFunction statement) {
    declared(name(statement.name()), statement);
  }

  Declared declared(String name, SqlCreateWasmFunction statement) {
    List<SqlType> parameters = parameterTypes(statement);
    try {
      return switch (statement.returned()) {
        case Returned.Value(SqlDataTypeSpec type) -> {
          StringLength length = typeOf(type, FunctionTypes::length);
          yield new Declared.Value(
              new FunctionSignature(
                  name,
                  parameters,
                  typeOf(type, FunctionTypes::returned),
                  statement.nullInput(),
                  length));
        }
        case Returned.Table(List<SqlCreateWasmFunction.Parameter> columns) ->
            new Declared.Table(
                new TableSignature(name, parameters, columns.stream().map(this::column).toList()));
      };
    } catch (IllegalArgumentException e) {
      throw at(
          statement.name().getParserPosition(),
          UdfException.of(UdfErrorCode.SIGNATURE_MISMATCH, String.valueOf(e.getMessage()), e));
    }
  }

  private TableSignature.Column column(SqlCreateWasmFunction.Parameter column) {
    return new TableSignature.Column(
        requireNonNull(column.name()).getSimple(), typeOf(column.type(), FunctionTypes::returned));
  }

  private WasmModule load(ModuleSource source, @Nullable String sha256) {
    return switch (source) {
      case ModuleSource.File file -> load(file.path(), sha256);
      case ModuleSource.Bytes literal -> load(literal.bytes(), sha256);
      case ModuleSource.Module named -> throw CatalogException.unknownModule(named.name());
    };
  }

  private WasmModule load(String path, @Nullable String sha256) {
    byte[] bytes = files.read(path);
    try {
      return load(bytes, sha256);
    } catch (UdfException e) {
      throw e.as(e.code(), "'%s': %s".formatted(path, e.detail()));
    }
  }

  private WasmModule load(byte[] bytes, @Nullable String expected) {
    // What isn't the announced module isn't worth another error.
    checkSha256(expected, Sha256.hex(bytes));
    return runtime.load(tenant, bytes);
  }

  private static void checkSha256(@Nullable String expected, String actual) {
    if (expected != null && !expected.equals(actual)) {
      throw UdfException.of(
          UdfErrorCode.CHECKSUM_MISMATCH,
          "the module's SHA-256 is %s, but the statement expects %s".formatted(actual, expected));
    }
  }

  private static String describe(ModuleSource source) {
    return switch (source) {
      case ModuleSource.File file -> file.path();
      case ModuleSource.Bytes literal -> literal.bytes().length + " bytes in the statement";
      case ModuleSource.Module named -> "module " + named.name();
    };
  }

  /// An error with its place in the statement.
  static CalciteContextException at(SqlParserPos position, RuntimeException error) {
    return new CalciteContextException(
        String.valueOf(error.getMessage()),
        error,
        position.getLineNum(),
        position.getColumnNum(),
        position.getEndLineNum(),
        position.getEndColumnNum());
  }

  /// What is wrong, without the place.
  static RuntimeException cause(CalciteContextException error) {
    return error.getCause() instanceof RuntimeException cause ? cause : error;
  }
}
