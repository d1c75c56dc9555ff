package org.wasmudf.kafka.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.InstanceNotFoundException;
import javax.management.ObjectName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.samples.SampleModule;

/// With a broker in this JVM.
final class RunnerTest extends RunnerContract {
  private static final Path DOCUMENT = Path.of("../docs/kafka.md");

  private static Broker broker;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    broker = new Broker();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  String servers() {
    return broker.servers();
  }

  /// The example of the document, with broker and module where they are here.
  private Map<String, String> example() throws Exception {
    Matcher block =
        Pattern.compile("## The runner\n.*?```properties\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    Properties properties = new Properties();
    properties.load(new StringReader(block.group(1)));
    Map<String, String> config = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      config.put(key, properties.getProperty(key).replace("/opt/functions", folder.toString()));
    }
    config.put("bootstrap.servers", servers());
    Files.write(folder.resolve("money.wasm"), SampleModule.C_MONEY.bytes());
    return config;
  }

  private static Object attribute(String tags, String name) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .getAttribute(new ObjectName("wasmudf.runner:type=wasm-udf-metrics," + tags), name);
  }

  @Test
  void jmxShowsItsMetricsForAsLongAsItRuns() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "measured");
      String out = newTopic(on, "measured-out");
      sendOrders(on, in, 500, new HashMap<>());
      String tags = "group-id=group-of-%s,tenant=group-of-%s,module=money.wasm".formatted(in, in);
      String function = tags + ",function=disc_price";
      try (Running running = new Running(config(in, out))) {
        running.await(status -> status.recordsIn() == 500);
        // Told once a second.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end && !isAll(function)) {
          Thread.sleep(50);
        }
        assertThat(attribute(function, "row-total")).isEqualTo(500.0);
        assertThat((Double) attribute(function, "call-total")).isBetween(1.0, 499.0);
        assertThat(attribute(tags, "engine-compiled")).isEqualTo(1);
      }
      assertThatThrownBy(() -> attribute(tags, "engine"))
          .isInstanceOf(InstanceNotFoundException.class);
    }
  }

  private static boolean isAll(String function) throws Exception {
    try {
      return attribute(function, "row-total").equals(500.0);
    } catch (InstanceNotFoundException e) {
      return false;
    }
  }

  @Test
  void theDocumentsExampleRuns() throws Exception {
    try (Topics on = new Topics(servers())) {
      on.create("orders", "priced-orders", "orders-failed");
      on.send("orders", "1", "{\"price\": 100, \"discount\": 0.1, \"item\": \"zoë\uD83D\uDE80\"}");
      on.send("orders", "2", "{\"price\": \"a lot\", \"discount\": 0.1}");
      on.flush();
      try (Running running = new Running(example())) {
        running.await(status -> status.recordsIn() == 2);
      }
      assertThat(Topics.byKey(on.read("priced-orders", 1)))
          .containsExactly(
              Map.entry(
                  "1",
                  List.of(
                      "{\"price\":100,\"discount\":0.1,\"item\":\"zoë\uD83D\uDE80\",\"total\":90.0}")));
      assertThat(Topics.byKey(on.read("orders-failed", 1))).containsOnlyKeys("2");
    }
  }

  @Test
  void everyKeyIsInTheDocument() throws Exception {
    String document = Files.readString(DOCUMENT);
    assertThat(
            RunnerConfig.DEFINITION.names().stream().filter(key -> !key.startsWith("wasm.limit")))
        .allSatisfy(key -> assertThat(document).contains("`" + key + "`"));
  }

  @Test
  void aBrokerThatIsAwayForAWhileIsWaitedFor() throws Exception {
    try (Broker other = new Broker();
        Topics on = new Topics(other.servers())) {
      on.create("in", "out");
      Map<String, String> config = config("in", "out");
      config.put("bootstrap.servers", other.servers());
      Map<String, List<String>> expected = new HashMap<>();
      try (Running running = new Running(config)) {
        sendOrders(on, "in", 2_000, expected);
        running.await(status -> status.recordsIn() > 0);
        other.restart();
        sendOrders(on, "in", 2_000, expected);
        assertThat(Topics.byKey(on.read("out", 4_000))).isEqualTo(expected);
      }
    }
  }

  @Test
  void whoComesWithTheSameInstanceTakesOver() throws Exception {
    try (Topics on = new Topics(servers())) {
      String in = newTopic(on, "orders");
      String out = newTopic(on, "priced");
      Map<String, String> config = config(in, out);
      config.put("instance.id", "one");
      Running first = new Running(config);
      first.await(status -> status.partitions() == Topics.PARTITIONS);
      Map<String, List<String>> expected = new HashMap<>();
      try (Running second = new Running(config)) {
        sendOrders(on, in, 1_000, expected);
        second.await(status -> status.partitions() == Topics.PARTITIONS);
        assertThat(first.failure()).isInstanceOf(FencedInstanceIdException.class);
        assertThat(Topics.byKey(on.read(out, 1_000))).isEqualTo(expected);
      }
    }
  }

  @Test
  void aModuleThatIsNoneIsRefusedBeforeAnythingIsRead() throws Exception {
    Map<String, String> config = config("in", "out");
    config.put("wasm.module.file", "nowhere.wasm");
    assertThatThrownBy(() -> new Runner(RunnerConfig.of(config), warning -> {}))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wasm.module.file");
  }
}
