package org.wasmudf.bench.kafka;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/// A broker in this process, of the same code as any other, for one machine's loopback interface
/// and as long as it isn't closed.
public final class LocalBroker implements AutoCloseable {
  private static final int NODE = 1;
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path folder;
  private final KafkaRaftServer server;
  private final String address;

  /// Starts it, in a folder of its own among the temporary ones.
  ///
  /// @throws IOException when it doesn't start
  public LocalBroker() throws IOException {
    folder = Files.createTempDirectory("wasm-udf-broker");
    int[] ports = freePorts();
    address = "localhost:" + ports[0];
    format();
    server = new KafkaRaftServer(KafkaConfig.fromProps(properties(ports)), Time.SYSTEM);
    server.startup();
  }

  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket other = new ServerSocket(0, 1, loopback)) {
      return new int[] {one.getLocalPort(), other.getLocalPort()};
    }
  }

  private void format() throws IOException {
    try (PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(silent)
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(NODE)
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setDirectories(List.of(folder.toString()))
          .setMetadataLogDirectory(folder.toString())
          .run();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private java.util.Properties properties(int[] ports) {
    java.util.Properties all = new java.util.Properties();
    all.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", Integer.toString(NODE)),
            Map.entry("controller.quorum.voters", NODE + "@localhost:" + ports[1]),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "PLAINTEXT://localhost:%d,CONTROLLER://localhost:%d".formatted(ports[0], ports[1])),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("num.partitions", "1")));
    return all;
  }

  /// What clients connect to.
  public String address() {
    return address;
  }

  /// Makes topics of one partition, and waits until they can be written to.
  public void create(String... topics) throws IOException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      List<NewTopic> made =
          Stream.of(topics).map(each -> new NewTopic(each, 1, (short) 1)).toList();
      admin.createTopics(made).all().get();
      while (!hasLeaders(admin, List.of(topics))) {
        Thread.sleep(POLL);
      }
      // Answered by leaders that know that they are: producers that come before may wait for
      // minutes.
      admin
          .listOffsets(
              Stream.of(topics)
                  .collect(toMap(each -> new TopicPartition(each, 0), each -> OffsetSpec.latest())))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException("the broker doesn't make topics: " + e.getMessage(), e);
    }
  }

  private static boolean hasLeaders(Admin admin, List<String> topics) throws InterruptedException {
    try {
      return admin.describeTopics(topics).allTopicNames().get().values().stream()
          .allMatch(each -> each.partitions().getFirst().leader() != null);
    } catch (ExecutionException e) {
      // It doesn't know them yet.
      return false;
    }
  }

  /// Stops it and deletes its folder.
  @Override
  public void close() throws IOException {
    server.shutdown();
    server.awaitShutdown();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
