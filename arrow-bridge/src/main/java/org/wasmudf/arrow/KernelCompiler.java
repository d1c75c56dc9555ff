package org.wasmudf.arrow;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.Frame.Status;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;

/// Writes a kernel: a WebAssembly module with one function, `run(frame, from, to)`, that evaluates
/// an expression for the rows from `from` up to `to` and returns the first row that it didn't
/// finish.
///
/// Imports: the data memories as `data.0`, `data.1`..., each guest's memory as `guest.N.memory`,
/// its functions by their names, and where these count instructions its fuel as `guest.N.fuel`. The
/// loop is the plainest there is, because the JIT inlines the guest's function into it and
/// optimises both together.
final class KernelCompiler {
  static final String RUN = "run";
  static final String DATA = "data";
  static final String FUEL = "fuel";

  private static final FunctionType RUN_TYPE =
      new FunctionType(List.of(I32, I32, I32), List.of(I32));
  private static final int FRAME = 0;
  private static final int FROM = 1;
  private static final int TO = 2;

  private final KernelPlan plan;
  private final KernelShape shape;
  private final ModuleWriter module = new ModuleWriter();
  private final Map<WasmModule, Integer> guestMemories = new LinkedHashMap<>();
  private final Map<GuestExport, Integer> functions = new LinkedHashMap<>();
  private final CodeWriter code = new CodeWriter(RUN_TYPE);
  private final int row = code.local(I32);
  private final ColumnLocals[] columns;
  private @Nullable Metering metering;
  private boolean onlyValidRows;

  private record GuestExport(WasmModule module, String export) {}

  private record ColumnLocals(int validity, int offsets, int data) {}

  private KernelCompiler(KernelPlan plan, KernelShape shape) {
    this.plan = plan;
    this.shape = shape;
    this.columns = new ColumnLocals[plan.columns().size()];
  }

  static byte[] compile(KernelPlan plan, KernelShape shape) {
    KernelCompiler compiler = new KernelCompiler(plan, shape);
    compiler.writeImports();
    compiler.writeRun();
    return compiler.module.toBytes();
  }

  /// The first name of a guest's imports.
  static String guestName(int guest) {
    return "guest." + guest;
  }

  private void writeImports() {
    for (int i = 0; i < shape.memories(); i++) {
      module.importMemory(DATA, Integer.toString(i));
    }
    for (WasmModule each : plan.modules()) {
      if (each.exportsMemory()) {
        String guest = guestName(plan.modules().indexOf(each));
        guestMemories.put(each, module.importMemory(guest, "memory"));
      }
    }
    for (Call each : plan.calls()) {
      GuestFunction function = each.function();
      functions.computeIfAbsent(
          new GuestExport(function.module(), function.called()),
          export ->
              module.importFunction(
                  guestName(plan.modules().indexOf(export.module())),
                  export.export(),
                  function.wasmType()));
    }
    if (!plan.metered().isEmpty()) {
      List<Integer> fuel =
          plan.metered().stream()
              .map(each -> module.importCounter(guestName(plan.modules().indexOf(each)), FUEL))
              .toList();
      metering = new Metering(this, fuel);
    }
  }

  private void writeRun() {
    loadColumnAddresses();
    if (metering != null) {
      metering.begin();
    }
    code.get(FROM).set(row);
    KernelExpr expression = plan.expression();
    if (expression.type().isVariableLength()) {
      writeRows(new BytesResultWriter(this));
    } else if (plan.isNullable(expression, shape.columns()) && plan.isStrict(expression)) {
      new WordLoop(this).write();
    } else if (plan.isEffect()) {
      writeRows(new EffectWriter(this));
    } else {
      writeRows(new FixedResultWriter(this));
    }
    if (metering != null) {
      metering.end();
    }
    code.get(row);
    module.exportFunction(RUN, module.function(code));
  }

  private void writeRows(ResultWriter result) {
    result.begin();
    code.block().get(row).get(TO).op(Opcode.I32_GE_U).brIf(0).loop();
    beginRow();
    result.writeRow();
    endRow(() -> code.get(row).i32(1).op(Opcode.I32_ADD).set(TO));
    code.get(row).i32(1).op(Opcode.I32_ADD).tee(row).get(TO).op(Opcode.I32_LT_U).brIf(0);
    code.end().end();
    result.end();
  }

  void beginRow() {
    if (shape.tracing()) {
      storeFrame(Frame.ROW, row);
    }
  }

  /// @param endRun the code that makes the loop end behind the row
  void endRow(Runnable endRun) {
    if (metering != null) {
      metering.endRow(endRun);
    }
  }

  /// Calls a guest's function, whose arguments are on the stack.
  void call(GuestFunction function) {
    code.call(function(function));
  }

  private void loadColumnAddresses() {
    for (int i = 0; i < columns.length; i++) {
      KernelShape.ColumnShape column = shape.columns().get(i);
      boolean bytes = column.layout() == Layout.BYTES;
      columns[i] =
          new ColumnLocals(
              column.nullable() ? frameLocal(Frame.validity(i)) : -1,
              bytes ? frameLocal(Frame.offsets(i)) : -1,
              frameLocal(Frame.data(i)));
    }
  }

  /// A new local with a word of the frame.
  int frameLocal(int slot) {
    int local = code.local(I32);
    code.get(FRAME).access(Opcode.I32_LOAD, shape.frameMemory(), slot).set(local);
    return local;
  }

  void storeFrame(int slot, int local) {
    code.get(FRAME).get(local).access(Opcode.I32_STORE, shape.frameMemory(), slot);
  }

  private void storeFrameConstant(int slot, int value) {
    code.get(FRAME).i32(value).access(Opcode.I32_STORE, shape.frameMemory(), slot);
  }

  /// Returns from the kernel with the row at work not done.
  void stop(Status status) {
    storeStatus(status);
    if (metering != null) {
      metering.stopInRow();
    }
    code.get(row).op(Opcode.RETURN);
  }

  /// Stops when the i32 on the stack isn't zero.
  void stopIf(Status status) {
    code.ifTrue();
    stop(status);
    code.end();
  }

  void storeStatus(Status status) {
    storeFrameConstant(Frame.STATUS, status.code());
  }

  void nameCall(int call) {
    storeFrameConstant(Frame.CALL, call);
  }

  KernelPlan plan() {
    return plan;
  }

  KernelShape shape() {
    return shape;
  }

  CodeWriter code() {
    return code;
  }

  int row() {
    return row;
  }

  int from() {
    return FROM;
  }

  int to() {
    return TO;
  }

  int frame() {
    return FRAME;
  }

  int guestMemory(WasmModule guest) {
    return Objects.requireNonNull(guestMemories.get(guest));
  }

  private int function(GuestFunction function) {
    return Objects.requireNonNull(
        functions.get(new GuestExport(function.module(), function.called())));
  }

  boolean isNullable(int column) {
    return !onlyValidRows && shape.columns().get(column).nullable();
  }

  /// From now on code is written for rows without NULLs only.
  void assumeValidRows() {
    onlyValidRows = true;
  }

  /// Pushes 64 rows' bits of a column's validity bitmap, from the row at `base`, a multiple of 64.
  void pushValidityWord(int column, int base) {
    pushWordAddress(columns[column].validity(), base);
    code.access(Opcode.I64_LOAD, shape.columns().get(column).validityMemory(), 0);
  }

  /// Pushes the address of the word with a row's bit in it.
  void pushWordAddress(int bitmap, int at) {
    code.get(bitmap).get(at).i32(6).op(Opcode.I32_SHR_U).i32(3).op(Opcode.I32_SHL);
    code.op(Opcode.I32_ADD);
  }

  /// Pushes the row's bit of a column's validity bitmap, 0 or 1.
  void pushValidity(int column) {
    pushBit(columns[column].validity(), shape.columns().get(column).validityMemory());
  }

  /// Pushes a value of a column of fixed length.
  void pushValue(int column) {
    KernelShape.ColumnShape type = shape.columns().get(column);
    int data = columns[column].data();
    if (type.layout() == Layout.BIT) {
      pushBit(data, type.dataMemory());
      return;
    }
    pushAddress(data, type.layout().width());
    code.access(type.layout().load(), type.dataMemory(), 0);
  }

  /// Pushes the other half of a value of 128 bits.
  void pushUpperHalf(int column) {
    KernelShape.ColumnShape type = shape.columns().get(column);
    pushAddress(columns[column].data(), type.layout().width());
    code.access(Opcode.I64_LOAD, type.dataMemory(), Long.BYTES);
  }

  /// Pushes the start of a row's bytes, relative to the column's data buffer.
  void pushOffset(int column, int rowsAhead) {
    pushAddress(columns[column].offsets(), Integer.BYTES);
    code.access(
        Opcode.I32_LOAD, shape.columns().get(column).offsetsMemory(), rowsAhead * Integer.BYTES);
  }

  int dataLocal(int column) {
    return columns[column].data();
  }

  /// Stores the row's value of a result of fixed length, but bits.
  void storeResult(int data, Layout layout, ExpressionWriter.Value value) {
    pushAddress(data, layout.width());
    code.get(value.local()).access(layout.store(), shape.resultMemory(), 0);
    if (value.isWide()) {
      pushAddress(data, layout.width());
      code.get(value.high()).access(layout.store(), shape.resultMemory(), Long.BYTES);
    }
  }

  /// Pushes `base + row * width`.
  void pushAddress(int base, int width) {
    int shift = Integer.numberOfTrailingZeros(width);
    code.get(base).get(row);
    if (shift > 0) {
      code.i32(shift).op(Opcode.I32_SHL);
    }
    code.op(Opcode.I32_ADD);
  }

  private void pushBit(int base, int memory) {
    code.get(base).get(row).i32(3).op(Opcode.I32_SHR_U).op(Opcode.I32_ADD);
    code.access(Opcode.I32_LOAD8_U, memory, 0);
    code.get(row).i32(7).op(Opcode.I32_AND).op(Opcode.I32_SHR_U).i32(1).op(Opcode.I32_AND);
  }

  /// Writes bits into a bitmap, 64 rows at a time.
  final class BitWriter {
    private final int base;
    private final int memory;
    private final int word = code.local(I64);

    BitWriter(int base, int memory) {
      this.base = base;
      this.memory = memory;
      // A kernel that goes on in the middle of a word takes up what was written before.
      code.get(FROM).i32(63).op(Opcode.I32_AND).ifTrue();
      pushWordAddress(base, FROM);
      code.access(Opcode.I64_LOAD, memory, 0).set(word).end();
    }

    /// Takes a local that holds 0 or 1.
    void write(int bit) {
      code.get(word).get(bit).op(Opcode.I64_EXTEND_I32_U);
      code.get(row).op(Opcode.I64_EXTEND_I32_U).op(Opcode.I64_SHL);
      code.op(Opcode.I64_OR).set(word);
      code.get(row).i32(63).op(Opcode.I32_AND).i32(63).op(Opcode.I32_EQ).ifTrue();
      flush();
      code.i64(0).set(word).end();
    }

    /// Writes the unfinished word.
    void end() {
      code.get(row).i32(63).op(Opcode.I32_AND).ifTrue();
      flush();
      code.end();
    }

    private void flush() {
      pushWordAddress(base, row);
      code.get(word).access(Opcode.I64_STORE, memory, 0);
    }
  }
}
