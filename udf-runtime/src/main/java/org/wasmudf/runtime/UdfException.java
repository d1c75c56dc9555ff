package org.wasmudf.runtime;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// An error of a module or a function; carries data, so that every surface can say it in its own
/// way.
public final class UdfException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final long NO_ROW = -1;

  private final UdfErrorCode code;
  private final String detail;
  private final @Nullable String function;
  private final long row;
  private final boolean interruption;

  private UdfException(
      UdfErrorCode code,
      String detail,
      @Nullable String function,
      long row,
      boolean interruption,
      @Nullable Throwable cause) {
    super(message(detail, function, row), cause);
    this.code = code;
    this.detail = detail;
    this.function = function;
    this.row = row;
    this.interruption = interruption;
  }

  /// An error that no particular function is to blame for.
  public static UdfException of(UdfErrorCode code, String detail) {
    return new UdfException(code, detail, null, NO_ROW, false, null);
  }

  /// An error with the exception that brought it to light.
  public static UdfException of(UdfErrorCode code, String detail, Throwable cause) {
    return new UdfException(code, detail, null, NO_ROW, false, cause);
  }

  /// The error of a call that was told to stop from outside.
  public static UdfException interrupted(Throwable cause) {
    return interrupted("the call was interrupted", cause);
  }

  /// The error of a call that was told to stop from outside, and why.
  static UdfException interrupted(String detail, Throwable cause) {
    return new UdfException(UdfErrorCode.DEADLINE_EXCEEDED, detail, null, NO_ROW, true, cause);
  }

  /// This error, told of a function.
  public UdfException inFunction(String name) {
    return new UdfException(code, detail, name, row, interruption, this);
  }

  /// This error, told of a function and the row, counted from 0, of the batch that it was called
  /// with.
  public UdfException inFunction(String name, long rowInBatch) {
    return new UdfException(code, detail, name, rowInBatch, interruption, this);
  }

  /// This error, told of the row, counted from 0, of a batch, where no function is to blame.
  public UdfException inRow(long rowInBatch) {
    return new UdfException(code, detail, null, rowInBatch, interruption, this);
  }

  private static String message(String detail, @Nullable String function, long row) {
    String place = function == null ? "" : "function " + function;
    if (row != NO_ROW) {
      place += (place.isEmpty() ? "" : ", ") + "row " + row + " of the batch";
    }
    return place.isEmpty() ? detail : place + ": " + detail;
  }

  /// Whether the engine was told to stop, rather than that something went wrong in it.
  public boolean isInterruption() {
    return interruption;
  }

  /// What went wrong, as one of a closed set.
  public UdfErrorCode code() {
    return code;
  }

  /// What went wrong, in words, without function and row.
  public String detail() {
    return detail;
  }

  /// The function that was called, where one was.
  public Optional<String> function() {
    return Optional.ofNullable(function);
  }

  /// The row of the batch, counted from 0, where it is known.
  public OptionalLong row() {
    return row == NO_ROW ? OptionalLong.empty() : OptionalLong.of(row);
  }
}
