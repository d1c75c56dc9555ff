package org.wasmudf.kafka.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.connect.util.clusters.EmbeddedKafkaCluster;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.kafka.connect.Transforms;
import org.wasmudf.kafka.transform.ErrorHeaders;
import org.wasmudf.samples.SampleModule;

/// Topologies with a real broker: what is lost, what is doubled, and where states are.
class StreamsClusterTest {
  private static final Path DOCUMENT = Path.of("../docs/kafka.md");
  private static final long SEED = 20_261_129;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final int KEYS = 10;

  private static EmbeddedKafkaCluster kafka = new EmbeddedKafkaCluster(1, brokerConfig());

  @TempDir private Path folder;

  private static Properties brokerConfig() {
    Properties config = new Properties();
    config.put("transaction.state.log.replication.factor", "1");
    config.put("transaction.state.log.min.isr", "1");
    config.put("offsets.topic.num.partitions", "1");
    config.put("transaction.state.log.num.partitions", "1");
    config.put("group.initial.rebalance.delay.ms", "0");
    return config;
  }

  @BeforeAll
  static void startBroker() {
    kafka.start();
  }

  @AfterAll
  static void stopBroker() {
    kafka.stop();
  }

  private KafkaStreams start(Topology topology, Properties config, String instance) {
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    config.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve(instance).toString());
    config.put(StreamsConfig.CLIENT_ID_CONFIG, instance);
    config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "100");
    config.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    KafkaStreams streams = new KafkaStreams(topology, config);
    streams.setUncaughtExceptionHandler(failure -> StreamThreadExceptionResponse.REPLACE_THREAD);
    streams.start();
    return streams;
  }

  private static void stop(KafkaStreams streams) {
    streams.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(PATIENCE));
  }

  private static void produce(String topic, List<String> keys, List<byte[]> values) {
    try (KafkaProducer<byte[], byte[]> producer = kafka.createProducer(Map.of())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < keys.size(); i++) {
        sent.add(
            producer.send(new ProducerRecord<>(topic, keys.get(i).getBytes(UTF_8), values.get(i))));
      }
      producer.flush();
      assertThat(sent).allMatch(each -> each.state() == Future.State.SUCCESS);
    }
  }

  /// Reads what was committed, until there is enough; and what comes in another moment, so that
  /// nothing too much goes unnoticed.
  private static List<ConsumerRecord<byte[], byte[]>> consume(String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        kafka.createConsumerAndSubscribeTo(
            Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"), topic)) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (records.size() < count && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      consumer.poll(Duration.ofMillis(500)).forEach(records::add);
    }
    assertThat(records).as("records of " + topic).hasSize(count);
    return records;
  }

  private static <T> T read(Deserializer<T> deserializer, byte[] bytes) {
    return deserializer.deserialize("", bytes);
  }

  private static byte[] ofLong(long value) {
    return Serdes.Long().serializer().serialize("", value);
  }

  @Test
  void theDocumentsExampleIsWhatRunsHere() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
    assertThat(block.find()).isTrue();
    assertThat(
            Files.readString(Path.of("src/test/java/org/wasmudf/kafka/streams/PricedOrders.java")))
        .isEqualTo("package org.wasmudf.kafka.streams;\n\n" + block.group(1));
  }

  @Test
  void ordersArePricedAndAPoisonedOneIsADeadLetter() {
    Transforms.sample(SampleModule.C_MONEY, folder);
    Transforms.sample(SampleModule.C_TOTALS, folder);
    for (String topic : List.of("orders", "priced-orders", "charges", "orders-failed")) {
      kafka.createTopic(topic);
    }
    KafkaStreams streams =
        start(
            PricedOrders.topology(folder.toString()),
            PricedOrders.config(kafka.bootstrapServers()),
            "orders");
    try {
      produce(
          "orders",
          List.of("zoë", "eve", "zoë"),
          List.of(order("100"), order("\"a lot\""), order("10")));

      assertThat(consume("priced-orders", 2))
          .extracting(each -> read(WasmSerdes.json().deserializer(), each.value()))
          .containsExactly(
              Map.of("price", 100L, "discount", 0.5, "tax", 0L, "total", 50.0),
              Map.of("price", 10L, "discount", 0.5, "tax", 0L, "total", 5.0));
      assertThat(consume("charges", 2))
          .extracting(each -> read(Serdes.Double().deserializer(), each.value()))
          .containsExactly(50.0, 55.0);
      ConsumerRecord<byte[], byte[]> dead = consume("orders-failed", 1).getFirst();
      assertThat(new String(dead.key(), UTF_8)).isEqualTo("eve");
      assertThat(dead.value()).isEqualTo(order("\"a lot\""));
      assertThat(header(dead, ErrorHeaders.CODE)).isEqualTo(ErrorHeaders.INVALID_RECORD);
      assertThat(header(dead, ErrorHeaders.MESSAGE))
          .isEqualTo(
              "disc_price(price, discount), argument price: a value of String can't become DOUBLE");
      assertThat(header(dead, "__streams.errors.topic")).isEqualTo("orders");
      assertThat(header(dead, "__streams.errors.offset")).isEqualTo("1");
    } finally {
      stop(streams);
    }
  }

  private static byte[] order(String price) {
    return "{\"price\": %s, \"discount\": 0.5, \"tax\": 0}".formatted(price).getBytes(UTF_8);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static Properties config(String application, String guarantee) {
    Properties config = Topologies.config(application);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
    return config;
  }

  /// Sums of numbers by key.
  private static Topology sums(String in, String out) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(in, Consumed.with(Serdes.String(), Serdes.Long()))
        .process(
            WasmProcessors.<String, Long, Long>aggregator(
                Map.of(
                    "wasm.module.file", Transforms.guest("aggregates"),
                    "wasm.functions", "sum(BIGINT) RETURNS BIGINT",
                    "wasm.call", "sum(value)"),
                Stores.persistentKeyValueStore("sums"),
                Serdes.String()))
        .to(out, Produced.with(Serdes.String(), Serdes.Long()));
    return builder.build();
  }

  /// The same in Java, and what must come out for it.
  private static final class Twin {
    final Random random = new Random(SEED);
    final Map<String, Long> sums = new HashMap<>();
    final Map<String, List<Long>> updates = new HashMap<>();
    int count;

    void produceTo(String topic, int records) {
      List<String> keys = new ArrayList<>();
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        String key = "key " + random.nextInt(KEYS);
        long value = random.nextInt(1000);
        keys.add(key);
        values.add(ofLong(value));
        updates
            .computeIfAbsent(key, absent -> new ArrayList<>())
            .add(sums.merge(key, value, Long::sum));
      }
      count += records;
      produce(topic, keys, values);
    }

    void assertUpdatesIn(String topic) {
      Map<String, List<Long>> actual = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> each : consume(topic, count)) {
        actual
            .computeIfAbsent(new String(each.key(), UTF_8), absent -> new ArrayList<>())
            .add(read(Serdes.Long().deserializer(), each.value()));
      }
      assertThat(actual).as("seed %d", SEED).isEqualTo(updates);
    }
  }

  @Test
  void sumsGoOnThroughRebalancesAndFromTheChangelogAlone() {
    kafka.createTopic("numbers", PARTITIONS);
    kafka.createTopic("sums", PARTITIONS);
    Topology topology = sums("numbers", "sums");
    Twin twin = new Twin();
    KafkaStreams first = start(topology, config("summing", StreamsConfig.EXACTLY_ONCE_V2), "first");
    twin.produceTo("numbers", 500);
    twin.assertUpdatesIn("sums");
    KafkaStreams second =
        start(topology, config("summing", StreamsConfig.EXACTLY_ONCE_V2), "second");
    for (int i = 0; i < 10; i++) {
      twin.produceTo("numbers", 100);
    }
    stop(first);
    twin.produceTo("numbers", 500);
    twin.assertUpdatesIn("sums");
    stop(second);
    twin.produceTo("numbers", 500);
    KafkaStreams third = start(topology, config("summing", StreamsConfig.EXACTLY_ONCE_V2), "third");
    twin.assertUpdatesIn("sums");
    stop(third);
  }

  @Test
  void sumsGoOnAfterARestartAtLeastOnce() {
    kafka.createTopic("numbers-again", PARTITIONS);
    kafka.createTopic("sums-again", PARTITIONS);
    Topology topology = sums("numbers-again", "sums-again");
    Twin twin = new Twin();
    KafkaStreams first = start(topology, config("again", StreamsConfig.AT_LEAST_ONCE), "again-1");
    twin.produceTo("numbers-again", 500);
    twin.assertUpdatesIn("sums-again");
    stop(first);
    KafkaStreams second = start(topology, config("again", StreamsConfig.AT_LEAST_ONCE), "again-2");
    twin.produceTo("numbers-again", 500);
    twin.assertUpdatesIn("sums-again");
    stop(second);
  }

  /// A guest that counts its calls begins again with the records of the transaction that was
  /// aborted, and an aggregate has what was committed.
  @Test
  void neitherGuestNorStateOutlivesAnAbortedTransaction() {
    kafka.createTopic("steps");
    kafka.createTopic("counts");
    kafka.createTopic("step-sums");
    AtomicBoolean fails = new AtomicBoolean(true);
    StreamsBuilder builder = new StreamsBuilder();
    var steps = builder.stream("steps", Consumed.with(Serdes.String(), Serdes.Long()));
    steps
        .processValues(
            WasmProcessors.<String, Long, Long>fixedKey(
                Map.of(
                    "wasm.module.file", Transforms.guest("plain"),
                    "wasm.functions", "count(BIGINT) RETURNS BIGINT",
                    "wasm.shape", "map",
                    "wasm.call", "count(value)")))
        .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
    steps
        .process(
            WasmProcessors.<String, Long, Long>aggregator(
                Map.of(
                    "wasm.module.file", Transforms.guest("aggregates"),
                    "wasm.functions", "sum(BIGINT) RETURNS BIGINT",
                    "wasm.call", "sum(value)"),
                Stores.persistentKeyValueStore("step-sums"),
                Serdes.String()))
        .peek(
            (key, sum) -> {
              // The fifth record, of which the state is in the store already.
              if (sum == 15 && fails.getAndSet(false)) {
                throw new IllegalStateException("as told");
              }
            })
        .to("step-sums", Produced.with(Serdes.String(), Serdes.Long()));
    KafkaStreams streams =
        start(builder.build(), config("steps", StreamsConfig.EXACTLY_ONCE_V2), "steps");
    try {
      produce("steps", List.of("k", "k"), List.of(ofLong(1), ofLong(2)));
      assertThat(longs("step-sums", 2)).containsExactly(1L, 3L);
      produce("steps", List.of("k", "k", "k"), List.of(ofLong(3), ofLong(4), ofLong(5)));
      assertThat(longs("step-sums", 5)).containsExactly(1L, 3L, 6L, 10L, 15L);
      assertThat(fails).isFalse();
      List<Long> counts = longs("counts", 5);
      assertThat(counts).startsWith(1L, 2L);
      Set<Long> begun = new HashSet<>(counts.subList(2, 5));
      assertThat(begun).as("the guest began again: %s", counts).contains(1L);
    } finally {
      stop(streams);
    }
  }

  private static List<Long> longs(String topic, int count) {
    return consume(topic, count).stream()
        .map(each -> read(Serdes.Long().deserializer(), each.value()))
        .toList();
  }
}
