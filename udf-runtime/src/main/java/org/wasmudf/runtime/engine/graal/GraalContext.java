package org.wasmudf.runtime.engine.graal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.wasmudf.runtime.engine.CompiledModule;
import org.wasmudf.runtime.engine.EngineContext;
import org.wasmudf.runtime.engine.EngineInstance;
import org.wasmudf.runtime.engine.Extern;
import org.wasmudf.runtime.engine.Import;

/// One polyglot context.
final class GraalContext implements EngineContext {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Context context;

  GraalContext(Context context) {
    this.context = context;
  }

  @Override
  public EngineInstance instantiate(CompiledModule module, List<Import> imports) {
    Map<String, Map<String, Object>> byModule = new HashMap<>();
    for (Import each : imports) {
      byModule
          .computeIfAbsent(each.module(), name -> new HashMap<>())
          .put(each.name(), unwrap(each.value()));
    }
    Map<String, Object> proxies = new HashMap<>();
    byModule.forEach((name, members) -> proxies.put(name, ProxyObject.fromMap(members)));
    try {
      Value instance =
          context.eval(((GraalModule) module).source()).newInstance(ProxyObject.fromMap(proxies));
      return new GraalInstance(context, instance.getMember("exports"));
    } catch (PolyglotException e) {
      throw Traps.toUdfException(e);
    }
  }

  private static Object unwrap(Extern value) {
    return switch (value) {
      case GraalDataMemory data -> data.memory();
      case GraalGuestMemory guest -> guest.memory();
      case GraalHostedMemory hosted -> hosted.memory();
      case GraalGlobal global -> global.value();
      case GraalTable table -> table.value();
      case Extern.HostFunction function -> new GraalHostFunction(function);
      case GraalFunction function -> function.value();
      default -> throw new IllegalArgumentException("not of this engine: " + value);
    };
  }

  @Override
  public void interrupt() {
    try {
      context.interrupt(PATIENCE);
    } catch (TimeoutException e) {
      // It is in a host function or has ended meanwhile.
    }
  }

  @Override
  public void close() {
    context.close(true);
  }
}
