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

/// Calls an export for one row: writes the arguments where the guest finds them, and checks and
/// copies what it returns. Values are in the forms that [RowUdf] lists.
///
/// Used by the evaluator's thread, within [GuestCalls#run].
final class RowCall {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int HALF_BITS = 32;

  private final GuestCalls calls;
  private final FunctionSignature signature;
  private final String called;
  private final boolean returnsNull;
  private final boolean returnsNothing;
  private final boolean writesMemory;

  /// How many arguments stand before what says which of the others are NULL.
  private final int leading;

  private final int masks;
  private final int wasmArguments;
  private final ValueType returned;
  private final FittedStrings fitted;

  RowCall(GuestFunction function, GuestCalls calls) {
    this.calls = calls;
    this.signature = function.signature();
    this.called = function.called();
    this.returnsNull = function.returnsNull();
    this.returnsNothing = function.wasmType().results().isEmpty();
    this.writesMemory =
        returnsNull || signature.parameters().stream().anyMatch(SqlType::isVariableLength);
    this.leading = function instanceof StateFunction ? 1 : 0;
    this.masks =
        function.isCalledOnNull()
            ? Math.ceilDiv(
                signature.parameters().size() - leading, FunctionSignature.ARGUMENTS_PER_MASK)
            : 0;
    this.wasmArguments = function.wasmType().parameters().size();
    this.returned = signature.returned();
    this.fitted = new FittedStrings(signature.length(), signature.result());
  }

  /// Calls it.
  ///
  /// @param guest of the sandbox that is leased
  /// @param limits of the call
  /// @param arguments a value for each parameter; null only where the function is called then
  /// @return the result; null for NULL, and of a function that returns nothing
  /// @throws UdfException whatever the guest does wrong
  @Nullable Object call(Guest guest, ResourceLimits limits, @Nullable Object... arguments) {
    int block = writesMemory ? guest.hostBlock(bytes(arguments)) : 0;
    Object[] flat = flat(arguments, guest, block);
    CallBudget budget = CallBudget.ofRows(limits, 1);
    if (returnsNothing) {
      calls.callVoid(guest, budget, called, flat);
      return null;
    }
    Number result = calls.call(guest, budget, called, returned, flat);
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
    List<SqlType> types = signature.parameters();
    int to = 0;
    for (; to < leading; to++) {
      flat[to] = number(arguments[to], types.get(to));
    }
    for (int mask = 0; mask < masks; mask++) {
      flat[to++] = nulls(arguments, leading + mask * FunctionSignature.ARGUMENTS_PER_MASK);
    }
    int free = block + 1;
    MemorySegment memory = writesMemory ? guest.memoryBytes() : MemorySegment.NULL;
    for (int i = leading; i < arguments.length; i++) {
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
      case NestedType _ -> throw new IllegalStateException("no function of rows returns " + type);
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
}
