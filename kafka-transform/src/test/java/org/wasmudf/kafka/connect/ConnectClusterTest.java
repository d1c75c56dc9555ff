package org.wasmudf.kafka.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.samples.SampleModule;

/// The example of docs/kafka.md in a real worker, with a real broker.
class ConnectClusterTest {
  private static final Path DOCUMENT = Path.of("../docs/kafka.md");
  private static final int PATIENCE_MILLIS = 60_000;

  @TempDir private Path folder;

  /// The example, with its modules where they are here and a sink that tells what it got.
  private Map<String, String> example() throws IOException {
    Matcher block =
        Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    Properties properties = new Properties();
    properties.load(new StringReader(block.group(1)));
    Map<String, String> config = new HashMap<>();
    properties.forEach(
        (key, value) ->
            config.put(
                (String) key, ((String) value).replace("/opt/functions", folder.toString())));
    config.put("connector.class", CollectingSink.class.getName());
    config.put("errors.deadletterqueue.topic.replication.factor", "1");
    Transforms.sample(SampleModule.C_MONEY, folder);
    Transforms.sample(SampleModule.C_TEXT, folder);
    return config;
  }

  @Test
  void recordsArriveTransformedAndAPoisonedOneInTheDeadLetterQueue() throws Exception {
    EmbeddedConnectCluster cluster =
        new EmbeddedConnectCluster.Builder()
            .name("wasm")
            .numWorkers(1)
            .numBrokers(1)
            .workerProps(new HashMap<>(Map.of("plugin.discovery", "service_load")))
            .build();
    cluster.start();
    try {
      Map<String, String> config = example();
      cluster.kafka().createTopic("orders");
      cluster.configureConnector(config.get("name"), config);

      cluster.kafka().produce("orders", "1", order("100", "ada@example.com"));
      cluster.kafka().produce("orders", "2", order("\"a lot\"", "eve@example.com"));
      cluster.kafka().produce("orders", "3", order("7.5", "zoë\uD83D\uDE80@example.com"));

      assertThat(next("1")).containsEntry("total", 90.0).containsEntry("email", "a***@example.com");
      assertThat(next("3")).containsEntry("total", 6.75).containsEntry("email", "z***@example.com");
      ConsumerRecord<byte[], byte[]> dead =
          cluster.kafka().consume(1, PATIENCE_MILLIS, "orders-failed").iterator().next();
      assertThat(new String(dead.key(), UTF_8)).isEqualTo("2");
      assertThat(
              new String(
                  dead.headers().lastHeader("__connect.errors.exception.message").value(), UTF_8))
          .isEqualTo(
              "disc_price(price, discount), argument price: a value of String can't become DOUBLE");
      assertMetricsAreInJmx();
    } finally {
      cluster.stop();
    }
  }

  private static void assertMetricsAreInJmx() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName function =
        new ObjectName(
            "kafka.connect:type=wasm-udf-metrics,connector=priced-orders,task=0,transformation=price,tenant=connect,module=money.wasm,function=disc_price");
    assertThat(server.queryNames(new ObjectName("kafka.connect:type=wasm-udf-metrics,*"), null))
        .contains(function);
    long start = System.nanoTime();
    while (!Objects.equals(server.getAttribute(function, "call-total"), 2.0)
        && System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS)) {
      Thread.sleep(100);
    }
    assertThat(server.getAttribute(function, "call-total")).isEqualTo(2.0);
    assertThat((Double) server.getAttribute(function, "fuel-total")).isPositive();
    ObjectName transform =
        new ObjectName(
            "kafka.connect:type=wasm-udf-metrics,connector=priced-orders,task=0,transformation=mask,tenant=connect,module=text.wasm");
    assertThat(server.getAttribute(transform, "module-sha256"))
        .isEqualTo(Sha256.hex(SampleModule.C_TEXT.bytes()));
    assertThat(server.getAttribute(transform, "engine-compiled")).isEqualTo(1);
  }

  private static String order(String price, String email) {
    return "{\"price\": %s, \"discount\": 0.1, \"email\": \"%s\"}".formatted(price, email);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> next(String key) throws InterruptedException {
    SinkRecord record = CollectingSink.RECORDS.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(record).isNotNull();
    assertThat(record.key()).isEqualTo(key);
    return (Map<String, Object>) record.value();
  }
}
