package org.wasmudf.runtime.binary;

import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.limit.ExceededLimit;

/// How large and how complex a module may be: what protects the reader, the instrumenter and the
/// engine's compiler. None of it limits what a module does when it runs, but for `tableElements`.
///
/// @param moduleBytes the size of the whole module (`module.bytes`)
/// @param functions how many there are, with the imported ones (`module.functions`)
/// @param locals parameters, local variables and operands of one function, which is what a call of
///   it takes on a stack; of all functions together, 500 times as many local variables
///   (`module.locals`)
/// @param tableElements what all tables hold together, at first and after they have grown
///   (`module.tables.elements`)
/// @param dataSegments how many there are (`module.data.segments`)
/// @param nesting how many blocks are open at one place in a function (`module.nesting`)
public record ModuleLimits(
    int moduleBytes, int functions, int locals, int tableElements, int dataSegments, int nesting) {
  private static final long AVERAGE_FUNCTIONS = 500;

  /// What holds unless somebody says otherwise. Go's linker makes a data segment of every few
  /// bytes: more than 20,000 for the smallest program.
  public static final ModuleLimits DEFAULT =
      new ModuleLimits(16 << 20, 50_000, 10_000, 100_000, 100_000, 500);

  /// Nothing but what the format and the engine allow.
  public static final ModuleLimits NONE =
      new ModuleLimits(
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);

  public ModuleLimits {
    if (moduleBytes < 0
        || functions < 0
        || locals < 0
        || tableElements < 0
        || dataSegments < 0
        || nesting < 0) {
      throw new IllegalArgumentException("a limit below 0");
    }
  }

  void checkBytes(long found) {
    if (found > moduleBytes) {
      throw tooMuch(
          UdfErrorCode.MODULE_TOO_LARGE, "module.bytes", "a size in bytes", found, moduleBytes);
    }
  }

  void checkFunctions(long found) {
    check("module.functions", "a number of functions", found, functions);
  }

  void checkLocals(long found) {
    check("module.locals", "a number of parameters and local variables", found, locals);
  }

  void checkFrame(long found) {
    check("module.locals", "a number of local variables and operands in a function", found, locals);
  }

  void checkAllLocals(long found) {
    long allowed = AVERAGE_FUNCTIONS * locals;
    check("module.locals", "a number of local variables in all functions", found, allowed);
  }

  void checkTableElements(long found) {
    check("module.tables.elements", "a number of table elements", found, tableElements);
  }

  void checkDataSegments(long found) {
    check("module.data.segments", "a number of data segments", found, dataSegments);
  }

  void checkNesting(long found) {
    check("module.nesting", "a nesting of blocks", found, nesting);
  }

  private static void check(String limit, String what, long found, long allowed) {
    if (found > allowed) {
      throw tooMuch(UdfErrorCode.MODULE_TOO_COMPLEX, limit, what, found, allowed);
    }
  }

  private static UdfException tooMuch(
      UdfErrorCode code, String limit, String what, long found, long allowed) {
    return UdfException.of(
            code,
            "the module has %s of %,d; the limit %s is %,d".formatted(what, found, limit, allowed))
        .exceeding(new ExceededLimit(limit, allowed, found));
  }
}
