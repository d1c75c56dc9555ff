package org.wasmudf.arrow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.CallBudget;
import org.wasmudf.runtime.Guest;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.binary.ValueType;
import org.wasmudf.runtime.limit.ResourceLimits;

/// A plain function that is called with Java values: for one row at a time, without the vectors
/// around a batch of one row, which cost more than the call, or for many.
///
/// A value of a type is
///
/// - a Boolean for BOOLEAN,
/// - an Integer for TINYINT, SMALLINT, INTEGER, DATE and INTERVAL YEAR TO MONTH,
/// - a Long for BIGINT, TIME, TIMESTAMP, INTERVAL DAY TO SECOND, and the unscaled value of a
///   DECIMAL of up to 18 digits,
/// - a BigInteger for the unscaled value of a DECIMAL with more,
/// - a Float for REAL, a Double for DOUBLE,
/// - a byte array for VARBINARY, and for VARCHAR, where it has the UTF-8 bytes,
///
/// in the units that [SqlType] has, and null for NULL.
///
/// Used by one thread at a time, like the evaluator inside it.
public final class RowUdf implements AutoCloseable {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int HALF_BITS = 32;

  private final ScalarFunction function;
  private final FunctionSignature signature;
  private final BatchEvaluator evaluator;
  private final GuestCalls calls;
  private final boolean returnsNull;
  private final boolean writesMemory;
  private final int wasmArguments;
  private final ValueType returned;
  private final String called;
  private final FittedStrings fitted;
  private @Nullable RowBatch batch;

  private RowUdf(ScalarFunction function, BatchEvaluator evaluator) {
    this.function = function;
    this.signature = function.signature();
    this.evaluator = evaluator;
    this.calls =
        new GuestCalls(
            evaluator, evaluator.memory(), function.module(), function.name(), function.limits());
    this.returnsNull = function.returnsNull();
    this.writesMemory =
        returnsNull || signature.parameters().stream().anyMatch(SqlType::isVariableLength);
    this.wasmArguments = function.wasmType().parameters().size();
    this.returned = signature.returned();
    this.called = function.called();
    this.fitted = new FittedStrings(signature.length(), signature.result());
  }

  /// A function, ready to be called by an evaluator that is closed with it.
  public static RowUdf of(ScalarFunction function, BatchEvaluator evaluator) {
    return new RowUdf(function, evaluator);
  }

  /// The function that is called.
  public ScalarFunction function() {
    return function;
  }

  /// Calls the function.
  ///
  /// @param arguments a value for each parameter, in the forms that are listed above
  /// @return the result in the same form; null where an argument is, unless the function is called
  ///   then, and where the function returns NULL
  /// @throws UdfException whatever the guest does wrong; the next call works
  public @Nullable Object call(@Nullable Object... arguments) {
    if (arguments.length != signature.parameters().size()) {
      throw new IllegalArgumentException(
          signature + " can't take " + arguments.length + " arguments");
    }
    if (!function.isCalledOnNull()) {
      for (Object each : arguments) {
        if (each == null) {
          return null;
        }
      }
    }
    return calls.run(1, () -> callGuest(arguments));
  }

  /// Calls the function for many rows at once, over columns in linear memory: one evaluation, or a
  /// few where they are large.
  ///
  /// @param columns for each parameter its values, of at least so many rows
  /// @param rows how many rows
  /// @return the results, in the same forms
  /// @throws UdfException when a row fails, with its number where that can be found out; the next
  ///   call works, with another guest
  public @Nullable Object[] callAll(@Nullable Object[][] columns, int rows) {
    if (columns.length != signature.parameters().size()) {
      throw new IllegalArgumentException(signature + " can't take " + columns.length + " columns");
    }
    if (batch == null) {
      batch = new RowBatch(function, evaluator);
    }
    return batch.call(columns, rows);
  }

  private @Nullable Object callGuest(@Nullable Object[] arguments) {
    Guest guest = calls.sandbox().guest(function.module());
    ResourceLimits limits = calls.limits();
    int block = writesMemory ? guest.hostBlock(bytes(arguments)) : 0;
    Object[] flat = flat(arguments, guest, block);
    Number result = calls.call(guest, CallBudget.ofRows(limits, 1), called, returned, flat);
    if (returnsNull && guest.memoryBytes().get(ValueLayout.JAVA_BYTE, block) != 0) {
      return null;
    }
    return value(result, guest, limits);
  }

  /// The room that arguments take in the guest's memory, and the byte that makes the result NULL.
  private int bytes(@Nullable Object[] arguments) {
    long total = 1;
    for (Object each : arguments) {
      total += each instanceof byte[] bytes ? bytes.length : 0;
    }
    return (int) Math.min(total, Integer.MAX_VALUE);
  }

  /// The arguments as the export takes them.
  private Object[] flat(@Nullable Object[] arguments, Guest guest, int block) {
    Object[] flat = new Object[wasmArguments];
    int to = signature.nullMasks();
    for (int mask = 0; mask < to; mask++) {
      flat[mask] = nulls(arguments, mask * FunctionSignature.ARGUMENTS_PER_MASK);
    }
    List<SqlType> types = signature.parameters();
    int free = block + 1;
    MemorySegment memory = writesMemory ? guest.memoryBytes() : MemorySegment.NULL;
    for (int i = 0; i < arguments.length; i++) {
      Object value = arguments[i];
      SqlType type = types.get(i);
      if (type.isVariableLength()) {
        byte[] bytes = value == null ? new byte[0] : (byte[]) value;
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, free, bytes.length);
        flat[to++] = free;
        flat[to++] = bytes.length;
        free += bytes.length;
      } else if (type instanceof SqlType.WideDecimal) {
        BigInteger number = value == null ? BigInteger.ZERO : (BigInteger) value;
        flat[to++] = number.longValue();
        flat[to++] = number.shiftRight(Long.SIZE).longValue();
      } else {
        flat[to++] = number(value, type);
      }
    }
    if (returnsNull) {
      memory.set(ValueLayout.JAVA_BYTE, block, (byte) 0);
      flat[to] = block;
    }
    return flat;
  }

  private static int nulls(@Nullable Object[] arguments, int from) {
    int bits = 0;
    int end = Math.min(arguments.length, from + FunctionSignature.ARGUMENTS_PER_MASK);
    for (int i = from; i < end; i++) {
      bits |= arguments[i] == null ? 1 << (i - from) : 0;
    }
    return bits;
  }

  private static Number number(@Nullable Object value, SqlType type) {
    return switch (type.wasmType()) {
      case I32 -> {
        if (value instanceof Boolean truth) {
          yield truth ? 1 : 0;
        }
        yield value == null ? 0 : (Integer) value;
      }
      case I64 -> value == null ? 0L : (Long) value;
      case F32 -> value == null ? 0f : (Float) value;
      case F64 -> value == null ? 0d : (Double) value;
      default -> throw new IllegalStateException("a parameter of type " + type.wasmType());
    };
  }

  private Object value(Number result, Guest guest, ResourceLimits limits) {
    SqlType type = signature.result();
    return switch (type) {
      case SqlType.Simple.BOOLEAN -> result.intValue() != 0;
      case SqlType.Simple.TINYINT -> within(result, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SqlType.Simple.SMALLINT -> within(result, Short.MIN_VALUE, Short.MAX_VALUE);
      case SqlType.Simple.INTEGER,
          SqlType.Simple.DATE,
          SqlType.Simple.INTERVAL_YEAR_TO_MONTH,
          SqlType.Simple.BIGINT,
          SqlType.Simple.TIMESTAMP,
          SqlType.Simple.INTERVAL_DAY_TO_SECOND,
          SqlType.Simple.REAL,
          SqlType.Simple.DOUBLE ->
          result;
      case SqlType.Simple.TIME -> within(result, 0, SqlType.Simple.MICROS_PER_DAY - 1);
      case SqlType.Decimal decimal -> within(result, -decimal.maxUnscaled(), decimal.maxUnscaled());
      case SqlType.WideDecimal decimal -> wide(result.intValue(), decimal, guest);
      case SqlType.Simple.VARCHAR, SqlType.Simple.VARBINARY ->
          bytes(result.longValue(), type, guest, limits);
      case NestedType _ -> throw new IllegalStateException("no plain function returns " + type);
    };
  }

  private Number within(Number value, long min, long max) {
    if (value.longValue() < min || value.longValue() > max) {
      throw outOfRange();
    }
    return value;
  }

  private UdfException outOfRange() {
    return UdfException.of(
        UdfErrorCode.INVALID_RESULT,
        "it returned a value that " + signature.returns() + " can't hold");
  }

  private BigInteger wide(int pointer, SqlType.WideDecimal type, Guest guest) {
    MemorySegment at = slice(pointer, SqlType.WideDecimal.BYTES, guest);
    BigInteger value = SqlType.WideDecimal.unscaled(at.get(LONG, 0), at.get(LONG, Long.BYTES));
    if (value.abs().compareTo(type.maxUnscaled()) > 0) {
      throw outOfRange();
    }
    return value;
  }

  private byte[] bytes(long result, SqlType type, Guest guest, ResourceLimits limits) {
    long length = result & 0xFFFF_FFFFL;
    if (length > ValueSize.most(limits)) {
      throw ValueSize.exceeded(limits, length);
    }
    byte[] value =
        slice((int) (result >>> HALF_BITS), length, guest).toArray(ValueLayout.JAVA_BYTE);
    if (type == SqlType.Simple.VARCHAR && !Utf8.isValid(value)) {
      throw UdfException.of(UdfErrorCode.INVALID_RESULT, "it returned a string that is not UTF-8");
    }
    return signature.length().isLimited() ? fitted.fit(value) : value;
  }

  private static MemorySegment slice(int pointer, long length, Guest guest) {
    MemorySegment memory = guest.memoryBytes();
    long start = Integer.toUnsignedLong(pointer);
    if (length > 0 && start + length > memory.byteSize()) {
      throw UdfException.of(
          UdfErrorCode.INVALID_RESULT,
          "it returned a pointer and length that are not within its memory");
    }
    return length == 0 ? MemorySegment.NULL : memory.asSlice(start, length);
  }

  /// Gives the guest back.
  @Override
  public void close() {
    evaluator.close();
  }
}
