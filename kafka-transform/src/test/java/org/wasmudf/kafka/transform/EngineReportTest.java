package org.wasmudf.kafka.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.EngineStatus;

final class EngineReportTest {
  @Test
  void twoClassLoadersOfTheSameJarAreBothShown() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    String name = "org.wasmudf:type=Engine,location=" + ObjectName.quote("/a b/ö*?,=:\".jar");
    new EngineReport(new EngineStatus("GraalVM CE", true, true)).register(name);
    new EngineReport(new EngineStatus("Interpreted", false, true)).register(name);
    Set<ObjectName> names = server.queryNames(new ObjectName(name + ",*"), null);
    try {
      TreeMap<Object, Object> compiled = new TreeMap<>();
      for (ObjectName each : names) {
        compiled.put(
            server.getAttribute(each, "Implementation"), server.getAttribute(each, "Compiled"));
      }
      assertThat(compiled).containsEntry("GraalVM CE", true).containsEntry("Interpreted", false);
    } finally {
      for (ObjectName each : names) {
        server.unregisterMBean(each);
      }
    }
    assertThat(names).hasSize(2);
  }
}
