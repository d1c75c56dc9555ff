package org.wasmudf.bench.sandbox;

import static org.wasmudf.runtime.binary.ValueType.I64;

import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.wasmudf.arrow.BatchEvaluator;
import org.wasmudf.arrow.FunctionSignature;
import org.wasmudf.arrow.Kernels;
import org.wasmudf.arrow.LinearMemory;
import org.wasmudf.arrow.ScalarFunction;
import org.wasmudf.arrow.ScalarUdf;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.binary.CodeWriter;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.ModuleWriter;
import org.wasmudf.runtime.binary.Opcode;
import org.wasmudf.runtime.limit.Cancellation;
import org.wasmudf.runtime.limit.Tenant;

/// A row that never ends, run by a tenant. Used by one thread.
final class Spin implements AutoCloseable {
  private static final String EXPORT = "spin";
  private static final FunctionType TYPE = new FunctionType(List.of(I64), List.of(I64));

  private final ScalarUdf udf;
  private final BigIntVector endless;

  Spin(Tenant tenant, Cancellation cancellation) {
    LinearMemory memory = LinearMemory.shared();
    ScalarFunction function =
        new ScalarFunction(
            memory.runtime().load(module()),
            EXPORT,
            new FunctionSignature(EXPORT, List.of(SqlType.Simple.BIGINT), SqlType.Simple.BIGINT));
    udf = ScalarUdf.of(function, new BatchEvaluator(memory, tenant, Kernels.FASTEST, cancellation));
    endless = new BigIntVector("endless", memory.allocator());
    endless.allocateNew(1);
    endless.set(0, 1);
    endless.setValueCount(1);
  }

  /// A function of a number that runs as long as the number isn't negative.
  private static byte[] module() {
    CodeWriter code = new CodeWriter(TYPE);
    code.loop().get(0).i64(0).op(Opcode.I64_GE_S).brIf(0).end().get(0);
    ModuleWriter module = new ModuleWriter();
    module.exportFunction(EXPORT, module.function(code));
    return module.toBytes();
  }

  /// Begins the row, and comes back when somebody stops it.
  ///
  /// @return what did
  UdfErrorCode run() {
    try {
      udf.call(List.of(endless), 1).close();
    } catch (UdfException e) {
      return e.code();
    }
    throw new IllegalStateException("an endless row has ended");
  }

  /// As [#run], where only one thing may stop it.
  void runUntil(UdfErrorCode expected) {
    UdfErrorCode stopped = run();
    if (stopped != expected) {
      throw new IllegalStateException("stopped by %s instead of %s".formatted(stopped, expected));
    }
  }

  @Override
  public void close() {
    endless.close();
    udf.close();
  }
}
