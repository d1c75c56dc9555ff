package org.wasmudf.kafka.connect;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/// A connector that keeps in memory what it is given. Public for Connect.
public final class CollectingSink extends SinkConnector {
  static final BlockingQueue<SinkRecord> RECORDS = new LinkedBlockingQueue<>();

  /// The task's CPU time, in nanoseconds, whenever it had records to put.
  static final Queue<Long> CPU_NANOS = new ConcurrentLinkedQueue<>();

  /// Puts records where the test finds them.
  public static final class Collector extends SinkTask {
    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> config) {}

    @Override
    public void put(Collection<SinkRecord> records) {
      if (!records.isEmpty()) {
        CPU_NANOS.add(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
      }
      RECORDS.addAll(records);
    }

    @Override
    public void stop() {}
  }

  @Override
  public void start(Map<String, String> config) {}

  @Override
  public Class<? extends Task> taskClass() {
    return Collector.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int most) {
    return List.of(Map.of());
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public String version() {
    return "1";
  }
}
