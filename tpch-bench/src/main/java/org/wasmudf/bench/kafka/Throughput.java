package org.wasmudf.bench.kafka;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.wasmudf.kafka.runner.Runner;
import org.wasmudf.kafka.runner.RunnerConfig;
import org.wasmudf.kafka.streams.WasmProcessors;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TextTwin;

/// Texts of 100 bytes from topic to topic through one function, exactly once, by one thread, with
/// the broker in the same process. Every record that comes out is compared with what should.
final class Throughput implements AutoCloseable {
  private static final String INPUT = "texts";
  private static final String DOMAIN = "@example.com";
  private static final int TEXT_BYTES = 100;
  private static final int ALPHABET = 26;

  /// One of so many parts of the records isn't timed: clients connect, groups form, code gets warm.
  private static final int UNTIMED = 3;

  private static final Duration GLANCE = Duration.ofMillis(10);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final TopicPartition INPUT_PARTITION = new TopicPartition(INPUT, 0);

  /// Who transforms.
  enum Contestant {
    JAVA_STREAMS("Streams, Java"),
    WASM_STREAMS("Streams, WasmProcessors"),
    RUNNER("runner");

    private final String title;

    Contestant(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final int records;
  private final LocalBroker broker;
  private final Admin admin;
  private final Path module;

  /// Holds the module's code between the runs, as an application does that goes on.
  private final WasmModule loaded;

  private int runs;

  /// Starts the broker and fills the topic.
  Throughput(int records) throws IOException {
    this.records = records;
    this.module = Files.createTempFile("wasm-udf-bench", ".wasm");
    Files.write(module, SampleModule.C_TEXT.bytes());
    this.loaded = UdfRuntime.shared().load(SampleModule.C_TEXT.bytes());
    this.broker = new LocalBroker();
    this.admin = Admin.create(Map.of("bootstrap.servers", broker.address()));
    broker.create(INPUT);
    fill();
  }

  private static String text(int number) {
    StringBuilder text = new StringBuilder(TEXT_BYTES);
    int state = number;
    while (text.length() < TEXT_BYTES - DOMAIN.length()) {
      state = state * 1_103_515_245 + 12_345;
      text.append((char) ('a' + (state >>> 16) % ALPHABET));
    }
    return text.append(DOMAIN).toString();
  }

  private void fill() {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address(), "linger.ms", "20"),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        var _ = producer.send(new ProducerRecord<>(INPUT, text(i)));
      }
    }
  }

  /// Transforms all records into a topic of its own.
  ///
  /// @return nanoseconds a record
  /// @throws IllegalStateException when a record is lost, doubled, out of order or wrong
  double run(Contestant system) throws IOException, InterruptedException {
    String name = "run-" + runs++;
    broker.create(name);
    double nanos =
        switch (system) {
          case JAVA_STREAMS -> streams(name, false);
          case WASM_STREAMS -> streams(name, true);
          case RUNNER -> runner(name);
        };
    check(name, system);
    return nanos;
  }

  private Map<String, String> transform() {
    return Map.of(
        "wasm.module.file", module.toString(),
        "wasm.functions", "mask_email(VARCHAR) RETURNS VARCHAR",
        "wasm.shape", "map");
  }

  private double streams(String name, boolean inWasm) throws InterruptedException {
    Map<String, String> transform = new HashMap<>(transform());
    transform.put("wasm.call", "mask_email(value)");
    StreamsBuilder topology = new StreamsBuilder();
    KStream<String, String> texts =
        topology.stream(INPUT, Consumed.with(Serdes.String(), Serdes.String()));
    KStream<String, String> masked =
        inWasm
            ? texts.processValues(WasmProcessors.fixedKey(transform))
            : texts.mapValues(TextTwin::maskEmail);
    masked.to(name, Produced.with(Serdes.String(), Serdes.String()));
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put("auto.offset.reset", "earliest");
    try (KafkaStreams streams = new KafkaStreams(topology.build(), config)) {
      streams.start();
      return nanosPerRecord(name);
    }
  }

  private double runner(String name) throws InterruptedException {
    Map<String, String> config = new HashMap<>(transform());
    config.put("wasm.call", "value = mask_email(value)");
    config.put("bootstrap.servers", broker.address());
    config.put("group.id", name);
    config.put("input.topics", INPUT);
    config.put("output.topic", name);
    config.put("value.format", "string");
    Runner runner = new Runner(RunnerConfig.of(config), line -> {});
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  try (runner) {
                    runner.run();
                  }
                });
    try {
      return nanosPerRecord(name);
    } finally {
      runner.stop();
      thread.join();
    }
  }

  /// Watches how far a group has got.
  private double nanosPerRecord(String group) throws InterruptedException {
    long start = System.nanoTime();
    long firstAt = 0;
    long first = 0;
    while (true) {
      long done = committed(group);
      long now = System.nanoTime();
      if (done >= records) {
        return (double) (now - firstAt) / Math.max(done - first, 1);
      }
      if (firstAt == 0 && done >= records / UNTIMED) {
        firstAt = now;
        first = done;
      }
      if (now - start > PATIENCE.toNanos()) {
        throw new IllegalStateException(
            "%s has done %,d of %,d records".formatted(group, done, records));
      }
      Thread.sleep(GLANCE);
    }
  }

  private long committed(String group) throws InterruptedException {
    try {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(INPUT_PARTITION);
      return offset == null ? 0 : offset.offset();
    } catch (ExecutionException e) {
      // The group isn't there yet.
      return 0;
    }
  }

  private void check(String topic, Contestant system) {
    TopicPartition partition = new TopicPartition(topic, 0);
    Map<String, Object> config =
        Map.of("bootstrap.servers", broker.address(), "isolation.level", "read_committed");
    int next = 0;
    try (var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
          String expected = next < records ? TextTwin.maskEmail(text(next)) : "nothing more";
          if (!expected.equals(each.value())) {
            throw new IllegalStateException(
                "%s made %s of record %,d, not %s"
                    .formatted(system.title(), each.value(), next, expected));
          }
          next++;
        }
      }
    }
    if (next != records) {
      throw new IllegalStateException(
          "%s made %,d records of %,d".formatted(system.title(), next, records));
    }
  }

  /// What each system takes, in turns, so that whatever else the machine does meets all alike.
  ///
  /// @param warmups how many turns don't count
  /// @return nanoseconds a record, of each turn that counts
  Map<Contestant, List<Double>> race(int warmups, int rounds)
      throws IOException, InterruptedException {
    Map<Contestant, List<Double>> nanos = new HashMap<>();
    for (int round = 0; round < warmups + rounds; round++) {
      for (Contestant each : Contestant.values()) {
        double taken = run(each);
        if (round >= warmups) {
          nanos.computeIfAbsent(each, absent -> new ArrayList<>()).add(taken);
        }
      }
    }
    return nanos;
  }

  @Override
  public void close() throws IOException {
    try {
      admin.close();
      broker.close();
    } finally {
      Reference.reachabilityFence(loaded);
    }
    Files.delete(module);
  }
}
