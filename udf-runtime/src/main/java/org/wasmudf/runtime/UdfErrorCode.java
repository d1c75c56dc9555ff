package org.wasmudf.runtime;

/// Everything that can go wrong with a function, with the SQLSTATE it has in SQL and the party that
/// has to act.
public enum UdfErrorCode {
  /// The bytes are not a WebAssembly module that the engine takes.
  INVALID_MODULE(Category.USER, "46103"),
  /// The module does not export the function.
  UNKNOWN_EXPORT(Category.USER, "42883"),
  /// The export's type does not fit the declaration.
  SIGNATURE_MISMATCH(Category.USER, "42P13"),
  /// The module imports what a guest may not have, or lacks an export that the host needs.
  FORBIDDEN_IMPORT(Category.USER, "46103"),
  /// The module's bytes are not the ones that were announced.
  CHECKSUM_MISMATCH(Category.USER, "46103"),
  /// The module has more bytes than allowed.
  MODULE_TOO_LARGE(Category.USER, "54000"),
  /// The module has more functions, locals, table elements, data segments or nested blocks than
  /// allowed.
  MODULE_TOO_COMPLEX(Category.USER, "54001"),

  /// The statement was cancelled, or took longer than its timeout.
  CANCELLED(Category.USER, "57014"),
  /// A number is out of its type's range, in a built-in operation.
  NUMERIC_OVERFLOW(Category.USER, "22003"),
  /// A built-in division by zero.
  DIVISION_BY_ZERO(Category.USER, "22012"),

  /// Any failure of the guest that has no code of its own.
  GUEST_ERROR(Category.GUEST, "38000"),
  /// The guest executed `unreachable`.
  TRAP_UNREACHABLE(Category.GUEST, "38001"),
  /// The guest accessed its memory, a table or a segment out of bounds.
  TRAP_OUT_OF_BOUNDS(Category.GUEST, "38002"),
  /// The guest divided an integer by zero.
  TRAP_DIVIDE_BY_ZERO(Category.GUEST, "22012"),
  /// An integer division or conversion in the guest overflowed.
  TRAP_INTEGER_OVERFLOW(Category.GUEST, "22003"),
  /// The guest called through a table and met nothing, or a function of another type.
  TRAP_INDIRECT_CALL(Category.GUEST, "38003"),
  /// The guest's calls are nested too deep.
  STACK_OVERFLOW(Category.GUEST, "38004"),
  /// What the guest returned is not a value of the declared type.
  INVALID_RESULT(Category.GUEST, "22003"),
  /// The module has failed too often lately and isn't called.
  QUARANTINED(Category.GUEST, "38005"),

  /// A guest's memory can't grow far enough for its arguments.
  MEMORY_LIMIT(Category.RESOURCE, "53200"),
  /// The result is larger than allowed.
  OUTPUT_LIMIT(Category.RESOURCE, "54000"),
  /// A row, or a call, executed more instructions than allowed.
  FUEL_EXHAUSTED(Category.RESOURCE, "57014"),
  /// A row, or a call, took longer than allowed.
  DEADLINE_EXCEEDED(Category.RESOURCE, "57014"),
  /// The engine took longer than allowed to make a module ready.
  COMPILE_TIMEOUT(Category.RESOURCE, "57014"),

  /// The tenant has used up its share for now.
  TENANT_THROTTLED(Category.BUSY, "53300"),

  /// A fault of wasm-udf itself.
  INTERNAL(Category.INTERNAL, "XX000");

  /// Who has to act on an error.
  public enum Category {
    /// The author of the statement or the configuration.
    USER,
    /// The author of the function.
    GUEST,
    /// Whoever sets the limits.
    RESOURCE,
    /// Nobody: trying again later helps.
    BUSY,
    /// The authors of wasm-udf.
    INTERNAL
  }

  private final Category category;
  private final String sqlState;

  UdfErrorCode(Category category, String sqlState) {
    this.category = category;
    this.sqlState = sqlState;
  }

  /// Who has to act.
  public Category category() {
    return category;
  }

  /// The five characters that SQL clients see.
  public String sqlState() {
    return sqlState;
  }
}
