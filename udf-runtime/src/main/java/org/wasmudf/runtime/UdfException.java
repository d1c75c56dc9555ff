package org.wasmudf.runtime;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.limit.ExceededLimit;
import org.wasmudf.runtime.limit.Limit;

/// An error of a module or a function; carries data, so that every surface can say it in its own
/// way.
///
/// There is a subclass for each [UdfErrorCode.Category], for those who catch by who has to act.
/// What is known of an error doesn't follow that line, so all of it is here: a guest that was
/// refused memory has a stack and last words just as one that divided by zero.
///
/// Who throws one says what went wrong. Those it passes on its way add what they know, each by a
/// copy with the Java stack trace and the cause of the original.
public abstract sealed class UdfException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final long NO_ROW = -1;
  private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\R\\s*");

  private final UdfErrorCode code;
  private final String detail;
  // Not final because a copy differs in one or two of them; nothing changes once others see it.
  private @Nullable String tenant;
  private @Nullable String moduleSha256;
  private @Nullable String function;
  private long row = NO_ROW;
  private boolean interruption;
  private @Nullable ExceededLimit exceededLimit;
  private @Nullable String guestMessage;
  private List<String> guestStack = List.of();

  private UdfException(UdfErrorCode code, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.detail = detail;
  }

  /// An error of the statement or the configuration.
  public static final class User extends UdfException {
    private static final long serialVersionUID = 1;

    private User(UdfErrorCode code, String detail, @Nullable Throwable cause) {
      super(code, detail, cause);
    }
  }

  /// An error of the function.
  public static final class Guest extends UdfException {
    private static final long serialVersionUID = 1;

    private Guest(UdfErrorCode code, String detail, @Nullable Throwable cause) {
      super(code, detail, cause);
    }
  }

  /// The function took more than it may have.
  public static final class Resource extends UdfException {
    private static final long serialVersionUID = 1;

    private Resource(UdfErrorCode code, String detail, @Nullable Throwable cause) {
      super(code, detail, cause);
    }
  }

  /// There is no room for the call now; later there is.
  public static final class Busy extends UdfException {
    private static final long serialVersionUID = 1;

    private Busy(UdfErrorCode code, String detail, @Nullable Throwable cause) {
      super(code, detail, cause);
    }
  }

  /// A fault of ours.
  public static final class Internal extends UdfException {
    private static final long serialVersionUID = 1;

    private Internal(UdfErrorCode code, String detail, @Nullable Throwable cause) {
      super(code, detail, cause);
    }
  }

  private static UdfException create(UdfErrorCode code, String detail, @Nullable Throwable cause) {
    return switch (code.category()) {
      case USER -> new User(code, detail, cause);
      case GUEST -> new Guest(code, detail, cause);
      case RESOURCE -> new Resource(code, detail, cause);
      case BUSY -> new Busy(code, detail, cause);
      case INTERNAL -> new Internal(code, detail, cause);
    };
  }

  /// An error that no particular function is to blame for.
  public static UdfException of(UdfErrorCode code, String detail) {
    return create(code, detail, null);
  }

  /// An error with the exception that brought it to light.
  public static UdfException of(UdfErrorCode code, String detail, Throwable cause) {
    return create(code, detail, cause);
  }

  /// The error of a guest that says itself what is wrong.
  public static UdfException saidByGuest(String message) {
    UdfException error = of(UdfErrorCode.GUEST_ERROR, message);
    error.guestMessage = message;
    return error;
  }

  /// The error of a call that was told to stop from outside.
  public static UdfException interrupted(@Nullable Throwable cause) {
    UdfException error = create(UdfErrorCode.DEADLINE_EXCEEDED, "the call was interrupted", cause);
    error.interruption = true;
    return error;
  }

  /// This error, seen to be another one. Keeps where it happened.
  public UdfException as(UdfErrorCode otherCode, String otherDetail) {
    UdfException copy = create(otherCode, otherDetail, getCause());
    copy.setStackTrace(getStackTrace());
    for (Throwable each : getSuppressed()) {
      copy.addSuppressed(each);
    }
    copy.tenant = tenant;
    copy.moduleSha256 = moduleSha256;
    copy.function = function;
    copy.row = row;
    copy.interruption = interruption;
    copy.exceededLimit = exceededLimit;
    copy.guestMessage = guestMessage;
    copy.guestStack = guestStack;
    return copy;
  }

  private UdfException copy() {
    return as(code, detail);
  }

  /// This error, told of a function.
  public UdfException inFunction(String name) {
    UdfException copy = copy();
    copy.function = name;
    return copy;
  }

  /// This error, told of the row, counted from 0, of a batch.
  public UdfException inRow(long rowInBatch) {
    UdfException copy = copy();
    copy.row = rowInBatch;
    return copy;
  }

  /// This error for those who know of no batch.
  public UdfException withoutRow() {
    UdfException copy = copy();
    copy.row = NO_ROW;
    return copy;
  }

  /// This error, told for whom the guest ran.
  public UdfException ofTenant(String name) {
    UdfException copy = copy();
    copy.tenant = name;
    return copy;
  }

  /// This error, told whose code it happened in, unless it knows already. The functions in its
  /// stack get the numbers that they have in the module.
  public UdfException inModule(WasmModule module) {
    if (moduleSha256 != null) {
      return this;
    }
    UdfException copy = copy();
    copy.moduleSha256 = module.sha256();
    copy.guestStack = guestStack.stream().map(module::originalName).toList();
    return copy;
  }

  /// This error with the reason that the guest gave before it stopped.
  public UdfException saying(String message) {
    UdfException copy = as(code, detail + ": " + message);
    copy.guestMessage = message;
    return copy;
  }

  /// This error, told which limit it is about.
  public UdfException exceeding(Limit limit, long value) {
    return exceeding(new ExceededLimit(limit.key(), value, null));
  }

  /// This error, told which limit it is about; null for none that has a name.
  public UdfException exceeding(@Nullable ExceededLimit limit) {
    UdfException copy = copy();
    copy.exceededLimit = limit;
    return copy;
  }

  /// This error, told where in its code the guest was.
  public UdfException at(List<String> stack) {
    UdfException copy = copy();
    copy.guestStack = List.copyOf(stack);
    return copy;
  }

  /// Where and what, in one line.
  @Override
  public String getMessage() {
    String place = function == null ? "" : "function " + function;
    if (row != NO_ROW) {
      place += (place.isEmpty() ? "" : ", ") + "row " + row + " of the batch";
    }
    String what = LINE_BREAK.matcher(detail).replaceAll(" ");
    return place.isEmpty() ? what : place + ": " + what;
  }

  /// Whether the engine was told to stop, rather than that something went wrong in it.
  public boolean isInterruption() {
    return interruption;
  }

  /// What went wrong, as one of a closed set, with its SQLSTATE.
  public UdfErrorCode code() {
    return code;
  }

  /// What went wrong, in words, without function and row; what a guest says may have several lines.
  public String detail() {
    return detail;
  }

  /// The name of the tenant for whom the function ran, where one did.
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /// The SHA-256 of the module whose code failed, in 64 hexadecimal digits, where it is known.
  public Optional<String> moduleSha256() {
    return Optional.ofNullable(moduleSha256);
  }

  /// The function that was called, where one was.
  public Optional<String> function() {
    return Optional.ofNullable(function);
  }

  /// The row of the batch, counted from 0, where it is known.
  public OptionalLong row() {
    return row == NO_ROW ? OptionalLong.empty() : OptionalLong.of(row);
  }

  /// The limit that stands against it, where one does.
  public Optional<ExceededLimit> exceededLimit() {
    return Optional.ofNullable(exceededLimit);
  }

  /// What the guest itself said, by `wasmudf.fail` and its like, or on its standard error before it
  /// stopped.
  public Optional<String> guestMessage() {
    return Optional.ofNullable(guestMessage);
  }

  /// The functions that the guest was in, innermost first: their exported names or those of the
  /// `name` section, Rust's demangled, or `func[7]` of a nameless one. Only the innermost few
  /// dozen; empty where the guest had returned, was never called, or had left no room to find out.
  public List<String> guestStack() {
    return guestStack;
  }
}
