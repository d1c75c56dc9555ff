package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;

/// An instance, seen through its exports.
record GraalInstance(Context context, Value exports) implements EngineInstance {
  @Override
  public Extern.Function function(String export) {
    return new GraalFunction(exports.getMember(export));
  }

  @Override
  public Extern.Global global(String export) {
    return GraalGlobal.of(exports.getMember(export));
  }

  @Override
  public Extern.Table table(String export) {
    return new GraalTable(exports.getMember(export));
  }

  @Override
  public Extern.GuestMemory memory(String export) {
    Value api = context.getPolyglotBindings().getMember("WebAssembly");
    return new GraalGuestMemory(exports.getMember(export), api);
  }
}
