package org.wasmudf.kafka.transform;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wasmudf.runtime.EngineStatus;
import org.wasmudf.runtime.UdfRuntime;

/// Says in the worker's log and in JMX whether functions are compiled.
record EngineReport(EngineStatus status) implements EngineMXBean {
  private static final Logger LOGGER = LoggerFactory.getLogger(EngineReport.class);
  private static final AtomicBoolean DONE = new AtomicBoolean();

  /// Says it the first time; a class loader has one engine, and Connect keeps both. Starts the
  /// engine. Thread-safe.
  static void publishOnce() {
    if (!DONE.compareAndSet(false, true)) {
      return;
    }
    EngineReport report = new EngineReport(UdfRuntime.shared().engineStatus());
    String location =
        EngineReport.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    if (report.isCompiled()) {
      LOGGER.info("WebAssembly is compiled by {} for {}", report.getImplementation(), location);
    } else {
      LOGGER.error("{}\nThis is about {}", report.status.warning(), location);
    }
    try {
      report.register("org.wasmudf:type=Engine,location=" + ObjectName.quote(location));
    } catch (JMException e) {
      LOGGER.warn("JMX doesn't show the engine of {}", location, e);
    }
  }

  /// Shows it under that name, or, where that is taken, with the class loader in it too.
  void register(String name) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      server.registerMBean(this, new ObjectName(name));
    } catch (InstanceAlreadyExistsException e) {
      // Two workers of one process have a class loader each for the same jar.
      int loader = System.identityHashCode(EngineReport.class.getClassLoader());
      server.registerMBean(this, new ObjectName("%s,loader=%x".formatted(name, loader)));
    }
  }

  @Override
  public String getVersion() {
    return Settings.VERSION;
  }

  @Override
  public String getImplementation() {
    return status.name();
  }

  @Override
  public boolean isCompiled() {
    return status.compiled();
  }
}
