package org.wasmudf.runtime.engine.graal;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.ByteSequence;
import org.jspecify.annotations.Nullable;
import org.wasmudf.runtime.EngineStatus;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.EngineContext;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.WasmEngine;

/// GraalWasm with linear memories in direct buffers, several memories to a module, and code shared
/// by all contexts.
public final class GraalEngine implements WasmEngine {
  private static final String INTERPRETER = "Interpreted";

  private @Nullable Engine started;

  /// Starting takes a quarter of a second and data memories don't need it, so the first module or
  /// context pays.
  private synchronized Engine engine() {
    if (started == null) {
      if (!hasCompiler()) {
        // Truffle takes its compiling runtime wherever that is on the class path, and fails without
        // the compiler's own classes.
        System.setProperty(
            "truffle.TruffleRuntime", "com.oracle.truffle.api.impl.DefaultTruffleRuntime");
      }
      started =
          Engine.newBuilder("wasm")
              .allowExperimentalOptions(true)
              .option("engine.WarnInterpreterOnly", "false")
              .option("wasm.UseUnsafeMemory", "true")
              .option("wasm.DirectByteBufferMemoryAccess", "true")
              .option("wasm.MultiMemory", "true")
              .build();
    }
    return started;
  }

  /// Whether the compiler's classes are there; they are on the upgrade module path or nowhere.
  private static boolean hasCompiler() {
    try {
      Class.forName(
          "com.oracle.truffle.compiler.TruffleCompilationSupport",
          false,
          Engine.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  @Override
  public EngineStatus status() {
    String name = engine().getImplementationName();
    return new EngineStatus(name, !name.equals(INTERPRETER), hasCompiler());
  }

  @Override
  public CompiledModule compile(String name, byte[] wasm) {
    Source source;
    try {
      source = Source.newBuilder("wasm", ByteSequence.create(wasm), name).build();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    try (Context context = Context.newBuilder("wasm").engine(engine()).build()) {
      context.eval(source);
    } catch (PolyglotException e) {
      throw Traps.toUdfException(e);
    }
    return new GraalModule(name, source);
  }

  @Override
  public CompiledModule compileKernel(String name, byte[] wasm) {
    return compile(Traps.KERNEL + name, wasm);
  }

  @Override
  public Extern.DataMemory newDataMemory(int pages) {
    return GraalDataMemory.allocate(pages);
  }

  @Override
  public Extern.GuestMemory newGuestMemory(int minPages, int maxPages) {
    return GraalHostedMemory.allocate(minPages, maxPages);
  }

  @Override
  public EngineContext newContext() {
    // The language's own polyglot binding reads memories; guests have no way to reach it.
    return new GraalContext(
        Context.newBuilder("wasm")
            .engine(engine())
            .allowPolyglotAccess(PolyglotAccess.ALL)
            .build());
  }

  @Override
  public synchronized void close() {
    if (started != null) {
      started.close(true);
    }
  }
}
