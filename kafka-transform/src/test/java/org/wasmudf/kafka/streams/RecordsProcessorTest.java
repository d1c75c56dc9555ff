package org.wasmudf.kafka.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.kafka.connect.Transforms;
import org.wasmudf.samples.BatchSample;

/// Functions of records in a topology.
class RecordsProcessorTest {
  private static final String OTHERWISE = "otherwise";
  private static final long TIME = 1_700_000_000_123L;

  @TempDir private Path folder;
  private @Nullable TopologyTestDriver driver;
  private @Nullable TestInputTopic<byte[], byte[]> in;

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
  }

  private Map<String, String> config(String function, String topics) {
    Map<String, String> config = new HashMap<>();
    config.put(
        "wasm.module.file",
        Transforms.write(BatchSample.C_RECORDS.bytes(), folder.resolve("records.wasm")));
    config.put("wasm.call", function);
    config.put("wasm.topics", topics);
    return config;
  }

  private TopologyTestDriver start(Map<String, String> config) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(Topologies.IN, Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .process(WasmProcessors.records(config))
        .to(
            WasmProcessors.topics(OTHERWISE),
            Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    TopologyTestDriver started =
        new TopologyTestDriver(builder.build(), Topologies.config("records"));
    driver = started;
    in =
        started.createInputTopic(
            Topologies.IN, new ByteArraySerializer(), new ByteArraySerializer());
    return started;
  }

  private void send(@Nullable String key, @Nullable String value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", "zoë\uD83D\uDE80".getBytes(UTF_8));
    headers.add("wasmudf.topic", "forged".getBytes(UTF_8));
    if (in == null) {
      throw new IllegalStateException("not started");
    }
    in.pipeInput(new TestRecord<>(bytes(key), bytes(value), headers, TIME));
  }

  @SuppressWarnings("NullAway") // Kafka's keys and values may be null.
  private static byte[] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  /// What has come to a topic since it was last asked: key, value, time and headers.
  private static List<String> read(TopologyTestDriver driver, String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList()
        .stream()
        .map(RecordsProcessorTest::describe)
        .toList();
  }

  private static String describe(TestRecord<byte[], byte[]> record) {
    StringBuilder text = new StringBuilder();
    text.append(record.key() == null ? null : new String(record.key(), UTF_8)).append(' ');
    text.append(record.value() == null ? null : new String(record.value(), UTF_8)).append(' ');
    text.append(record.timestamp());
    record
        .headers()
        .forEach(
            each ->
                text.append(' ')
                    .append(each.key())
                    .append('=')
                    .append(new String(each.value(), UTF_8)));
    return text.toString();
  }

  @Test
  void noneOneOrManyGoWhereTheFunctionSendsThem() {
    TopologyTestDriver started = start(config("orders", "orders, large, rejected"));
    send("k", "ada,7");
    send(null, "zoë\uD83D\uDE80,1234");
    send("k", "no comma at all");
    send("k", null);
    send("", ",");
    assertThat(read(started, "orders"))
        .containsExactly(
            "ada 7 " + TIME + " trace=zoë\uD83D\uDE80",
            "zoë\uD83D\uDE80 1234 " + TIME + " trace=zoë\uD83D\uDE80",
            "  " + TIME + " trace=zoë\uD83D\uDE80");
    assertThat(read(started, "large"))
        .containsExactly("zoë\uD83D\uDE80 1234 1700000000000 topic=in");
    assertThat(read(started, "rejected"))
        .containsExactly("k no comma at all " + TIME + " trace=zoë\uD83D\uDE80 reason=no comma");
  }

  @Test
  void withoutAChoiceRecordsGoOnAsTheyCame() {
    TopologyTestDriver started = start(config("identity", ""));
    String megabyte = "\uD83D\uDE80".repeat(1 << 18);
    send("k", megabyte);
    send(null, null);
    assertThat(read(started, OTHERWISE))
        .containsExactly(
            "k " + megabyte + " " + TIME + " trace=zoë\uD83D\uDE80",
            "null null " + TIME + " trace=zoë\uD83D\uDE80");
  }

  @Test
  void topicThatIsNotAllowedFailsTheRecordAndTheNextOneWorks() {
    Map<String, String> config = config("orders", "orders");
    start(config);
    assertThatThrownBy(() -> send("k", "no comma"))
        .isInstanceOf(StreamsException.class)
        .rootCause()
        .hasMessageContaining("it sends a record to the topic rejected, but may only to orders");
    close();
    config.put("wasm.on.error", "skip");
    TopologyTestDriver started = start(config);
    send("k", "no comma");
    send("k", "ada,12345");
    send("k", "ada,7");
    // All that a record becomes, or nothing.
    assertThat(read(started, "orders")).hasSize(1).first().asString().startsWith("ada 7 ");
  }

  @Test
  void whatIsWrongIsSaidBeforeThereIsATopology() {
    assertThatThrownBy(() -> WasmProcessors.records(config("nothing", "")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wasm.call")
        .hasMessageContaining("UNKNOWN_EXPORT");
    assertThatThrownBy(() -> WasmProcessors.records(config("identity", "no/topic")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("no topic can be named \"no/topic\"");
  }
}
