package org.wasmudf.kafka.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectCluster;
import org.wasmudf.samples.TextTwin;

/// A process with a Connect worker that has our plugin from `plugin.path` only, several times. Runs
/// a connector for each version of it, one after the other, and writes down what each did.
final class ArchiveWorker {
  private static final int RECORDS = 3_000;
  private static final int TEXT_LENGTH = 100;
  private static final int PATIENCE_SECONDS = 60;

  private final EmbeddedConnectCluster cluster;
  private final String module;
  private final Map<String, String> texts = new HashMap<>();
  private final Properties report = new Properties();

  private ArchiveWorker(EmbeddedConnectCluster cluster, String module) {
    this.cluster = cluster;
    this.module = module;
  }

  /// Arguments: the folder for `plugin.path`; the module; the file to write, properties; and each
  /// version with the number of records that it transforms, as `1.0=3000`.
  public static void main(String[] args) throws Exception {
    try {
      Class.forName("org.wasmudf.runtime.UdfRuntime");
      throw new IllegalStateException("the class path has what is to come from plugin.path");
    } catch (ClassNotFoundException expected) {
      // As in a worker.
    }
    Map<String, String> properties = new HashMap<>();
    properties.put("plugin.path", args[0]);
    properties.put("plugin.discovery", "service_load");
    EmbeddedConnectCluster cluster =
        new EmbeddedConnectCluster.Builder()
            .name("archive")
            .numWorkers(1)
            .numBrokers(1)
            .workerProps(properties)
            .build();
    cluster.start();
    try {
      ArchiveWorker worker = new ArchiveWorker(cluster, args[1]);
      worker.run(List.of(args).subList(3, args.length));
      worker.write(Path.of(args[2]));
    } finally {
      cluster.stop();
    }
    System.exit(0);
  }

  private void run(List<String> versions)
      throws InterruptedException, ExecutionException, JMException {
    Random random = new Random(42);
    cluster.kafka().createTopic("texts");
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (var producer = cluster.kafka().createProducer(Map.of())) {
      for (int i = 0; i < RECORDS; i++) {
        String key = text(random);
        String value = text(random);
        texts.put(key, value);
        sent.add(
            producer.send(
                new ProducerRecord<>("texts", key.getBytes(UTF_8), value.getBytes(UTF_8))));
      }
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
    for (String each : versions) {
      String version = each.substring(0, each.indexOf('='));
      int records = Integer.parseInt(each.substring(each.indexOf('=') + 1));
      report.setProperty(version + ".nanos", Long.toString(leastCpuNanos(version, records)));
    }
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName each : server.queryNames(new ObjectName("org.wasmudf:type=Engine,*"), null)) {
      String version = (String) server.getAttribute(each, "Version");
      report.setProperty(
          version + ".location", ObjectName.unquote(each.getKeyProperty("location")));
      for (String name : List.of("Implementation", "Compiled")) {
        report.setProperty(version + "." + name, String.valueOf(server.getAttribute(each, name)));
      }
    }
  }

  private static String text(Random random) {
    return random.ints(TEXT_LENGTH, 'a', 'e').mapToObj(Character::toString).collect(joining());
  }

  /// @return of the record that took its thread the least time; how busy the machine is doesn't
  ///   matter to it
  private long leastCpuNanos(String version, int records) throws InterruptedException {
    CollectingSink.CPU_NANOS.clear();
    cluster.configureConnector(name(version), config(version));
    for (int i = 0; i < records; i++) {
      SinkRecord record = CollectingSink.RECORDS.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (record == null) {
        throw new IllegalStateException(version + ": " + failures(version));
      }
      int distance =
          TextTwin.levenshtein((String) record.key(), texts.getOrDefault(record.key(), ""));
      if (!record.value().equals(distance)) {
        throw new IllegalStateException(
            "%s: %s instead of %d".formatted(version, record.value(), distance));
      }
    }
    long[] times = CollectingSink.CPU_NANOS.stream().mapToLong(Long::longValue).toArray();
    return IntStream.range(1, times.length)
        .mapToLong(i -> times[i] - times[i - 1])
        .min()
        .orElseThrow();
  }

  private static String name(String version) {
    return "distances-" + version;
  }

  private String failures(String version) {
    return cluster.connectorStatus(name(version)).tasks().stream()
        .map(each -> each.state() + " " + each.trace())
        .collect(joining("\n"));
  }

  private Map<String, String> config(String version) {
    Map<String, String> config = new HashMap<>();
    config.put("connector.class", CollectingSink.class.getName());
    config.put("tasks.max", "1");
    config.put("topics", "texts");
    config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    config.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
    // Each record arrives as soon as it is transformed.
    config.put("consumer.override.max.poll.records", "1");
    config.put("transforms", "distance");
    config.put("transforms.distance.type", "org.wasmudf.kafka.connect.WasmTransform");
    config.put("transforms.distance.plugin.version", "[" + version + "]");
    config.put("transforms.distance.wasm.module.file", module);
    config.put(
        "transforms.distance.wasm.functions", "levenshtein(a VARCHAR, b VARCHAR) RETURNS INTEGER");
    config.put("transforms.distance.wasm.shape", "map");
    config.put("transforms.distance.wasm.call", "value = levenshtein(key, value)");
    return config;
  }

  private void write(Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      report.store(writer, null);
    }
  }
}
