package org.wasmudf.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.wasmudf.bench.kafka.LocalBroker;
import org.wasmudf.kafka.runner.Runner;
import org.wasmudf.kafka.runner.RunnerConfig;
import org.wasmudf.samples.SampleModule;

/// `wasm-udf transform --demo`: a broker, a few orders, and what a function makes of them.
final class TransformDemo {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);

  private static final List<String> ORDERS =
      List.of(
          "{\"item\": \"chair\", \"price\": 80, \"discount\": 0.25}",
          "{\"item\": \"table\", \"price\": 199.5, \"discount\": 0}",
          "{\"item\": \"lamp\", \"price\": 35, \"discount\": 0.5}",
          "{\"item\": \"café crème\", \"price\": \"a lot\", \"discount\": 0}",
          "{\"item\": \"sofa\", \"price\": 1000, \"discount\": 0.125}");

  private TransformDemo() {}

  /// Shows it.
  static void run(Streams streams) throws IOException {
    System.setProperty("log4j2.StatusLogger.level", "OFF");
    streams.err().println("starting a broker ...");
    Path module = Files.createTempFile("money", ".wasm");
    try (LocalBroker broker = new LocalBroker()) {
      Files.write(module, SampleModule.C_MONEY.bytes());
      Map<String, String> config =
          new HashMap<>(
              Map.of(
                  "bootstrap.servers", broker.address(),
                  "group.id", "demo",
                  "input.topics", "orders",
                  "output.topic", "priced-orders",
                  "value.format", "json"));
      config.put("wasm.module.file", module.toString());
      config.put("wasm.functions", "disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE");
      config.put("wasm.shape", "fields");
      config.put("wasm.call", "value.total = disc_price(value.price, value.discount)");
      config.put("wasm.on.error", "dead-letter");
      config.put("wasm.dead.letter.topic", "orders-failed");
      broker.create("orders", "priced-orders", "orders-failed");
      send(broker);
      try (Runner runner = new Runner(RunnerConfig.of(config), streams.err()::println)) {
        CompletableFuture<Void> running =
            CompletableFuture.runAsync(runner::run, task -> Thread.ofPlatform().start(task));
        try {
          show(broker, streams);
        } finally {
          runner.stop();
          running.join();
        }
      }
    } finally {
      Files.delete(module);
    }
  }

  private static void send(LocalBroker broker) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringSerializer(),
            new StringSerializer())) {
      for (String each : ORDERS) {
        var _ = producer.send(new ProducerRecord<>("orders", each));
      }
    }
  }

  private static void show(LocalBroker broker, Streams streams) throws IOException {
    ResultWriter table = new TableWriter(streams.out());
    table.begin(
        List.of(
            new Column("topic", false), new Column("value", false), new Column("error", false)));
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.address(),
                "group.id", "demo-reader",
                "auto.offset.reset", "earliest",
                "metadata.max.age.ms", "500",
                "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("priced-orders", "orders-failed"));
      long end = System.nanoTime() + PATIENCE.toNanos();
      int found = 0;
      while (found < ORDERS.size()) {
        if (System.nanoTime() > end) {
          throw new IOException("the orders don't come back within " + PATIENCE.toSeconds() + " s");
        }
        for (ConsumerRecord<String, String> each : consumer.poll(POLL)) {
          var code = each.headers().lastHeader("wasmudf.error.message");
          table.row(
              new Object[] {
                each.topic(), each.value(), code == null ? "" : new String(code.value(), UTF_8)
              });
          found++;
        }
      }
    }
    table.end();
  }
}
