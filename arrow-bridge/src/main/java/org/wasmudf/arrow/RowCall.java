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
  private static final byte[] NOTHING = {};

  private final GuestCalls calls;
  private final FunctionSignature signature;
  private final Callee callee;
  private final boolean returnsNull;
  private final boolean returnsNothing;
  private final boolean writesMemory;

  /// How many arguments stand before what says which of the others are NULL.
  private final int leading;

  private final int masks;
  private final int wasmArguments;

  /// Of the parameters that are numbers there.
  private final List<ValueType> wasmTypes;

  private final ValueType returned;
  private final FittedStrings fitted;
  private final ResultReader reader;
  private CallBudget budget = CallBudget.ofRows(ResourceLimits.DEFAULT, 1);

  /// Makes a value of what an export returns.
  @FunctionalInterface
  private interface ResultReader {
    Object read(Number result, Guest guest, ResourceLimits limits);
  }

  RowCall(GuestFunction function, GuestCalls calls) {
    this.calls = calls;
    this.signature = function.signature();
    this.callee = calls.callee(function.called());
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
    this.wasmTypes = signature.parameters().stream().map(SqlType::wasmType).toList();
    this.wasmArguments = function.wasmType().parameters().size();
    this.returned = signature.returned();
    this.fitted = new FittedStrings(signature.length(), signature.result());
    this.reader = reader(signature.result());
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
    CallBudget budget = budget(limits);
    Number result = calls.call(guest, budget, callee, returnsNothing ? null : returned, flat);
    if (returnsNothing) {
      return null;
    }
    if (returnsNull && guest.memoryBytes().get(ValueLayout.JAVA_BYTE, block) != 0) {
      return null;
    }
    return reader.read(result, guest, limits);
  }

  private CallBudget budget(ResourceLimits limits) {
    if (!limits.equals(budget.limits())) {
      budget = CallBudget.ofRows(limits, 1);
    }
    return budget;
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
      flat[to] = number(arguments[to], wasmTypes.get(to));
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
        flat[to++] = number(value, wasmTypes.get(i));
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

  private static Number number(@Nullable Object value, ValueType type) {
    return switch (type) {
      case I32 -> {
        if (value instanceof Boolean truth) {
          yield truth ? 1 : 0;
        }
        yield value == null ? 0 : (Integer) value;
      }
      case I64 -> value == null ? 0L : (Long) value;
      case F32 -> value == null ? 0f : (Float) value;
      case F64 -> value == null ? 0d : (Double) value;
      default -> throw new IllegalStateException("a parameter of type " + type);
    };
  }

  /// Chosen once: a switch over types takes longer than most of what it chooses.
  private ResultReader reader(SqlType type) {
    return switch (type) {
      case SqlType.Simple.BOOLEAN -> (result, _, _) -> result.intValue() != 0;
      case SqlType.Simple.TINYINT -> within(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SqlType.Simple.SMALLINT -> within(Short.MIN_VALUE, Short.MAX_VALUE);
      case SqlType.Simple.INTEGER,
          SqlType.Simple.DATE,
          SqlType.Simple.INTERVAL_YEAR_TO_MONTH,
          SqlType.Simple.BIGINT,
          SqlType.Simple.TIMESTAMP,
          SqlType.Simple.INTERVAL_DAY_TO_SECOND,
          SqlType.Simple.REAL,
          SqlType.Simple.DOUBLE ->
          (result, _, _) -> result;
      case SqlType.Simple.TIME -> within(0, SqlType.Simple.MICROS_PER_DAY - 1);
      case SqlType.Decimal decimal -> within(-decimal.maxUnscaled(), decimal.maxUnscaled());
      case SqlType.WideDecimal decimal ->
          (result, guest, _) -> wide(result.intValue(), decimal, guest);
      case SqlType.Simple.VARCHAR ->
          (result, guest, limits) -> string(bytes(result.longValue(), guest, limits));
      case SqlType.Simple.VARBINARY ->
          (result, guest, limits) -> fitted(bytes(result.longValue(), guest, limits));
      case NestedType _ ->
          throw new IllegalArgumentException("no function of rows returns " + type);
    };
  }

  private ResultReader within(long min, long max) {
    return (result, _, _) -> {
      if (result.longValue() < min || result.longValue() > max) {
        throw outOfRange();
      }
      return result;
    };
  }

  private UdfException outOfRange() {
    return UdfException.of(
        UdfErrorCode.INVALID_RESULT,
        "it returned a value that " + signature.returns() + " can't hold");
  }

  private BigInteger wide(int pointer, SqlType.WideDecimal type, Guest guest) {
    MemorySegment at = MemorySegment.ofArray(copied(pointer, SqlType.WideDecimal.BYTES, guest));
    BigInteger value = SqlType.WideDecimal.unscaled(at.get(LONG, 0), at.get(LONG, Long.BYTES));
    if (value.abs().compareTo(type.maxUnscaled()) > 0) {
      throw outOfRange();
    }
    return value;
  }

  private static byte[] bytes(long result, Guest guest, ResourceLimits limits) {
    long length = result & 0xFFFF_FFFFL;
    if (length > ValueSize.most(limits)) {
      throw ValueSize.exceeded(limits, length);
    }
    return copied((int) (result >>> HALF_BITS), length, guest);
  }

  private byte[] string(byte[] value) {
    if (!Utf8.isValid(value)) {
      throw UdfException.of(UdfErrorCode.INVALID_RESULT, "it returned a string that is not UTF-8");
    }
    return fitted(value);
  }

  private byte[] fitted(byte[] value) {
    return signature.length().isLimited() ? fitted.fit(value) : value;
  }

  private static byte[] copied(int pointer, long length, Guest guest) {
    if (length == 0) {
      return NOTHING;
    }
    MemorySegment memory = guest.memoryBytes();
    long start = Integer.toUnsignedLong(pointer);
    if (start + length > memory.byteSize()) {
      throw UdfException.of(
          UdfErrorCode.INVALID_RESULT,
          "it returned a pointer and length that are not within its memory");
    }
    byte[] bytes = new byte[(int) length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, start, bytes, 0, bytes.length);
    return bytes;
  }
}
