package org.wasmudf.kafka.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// What tests do with topics. Used by one thread.
final class Topics implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String servers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  Topics(String servers) {
    this.servers = servers;
    this.admin = Admin.create(Map.of("bootstrap.servers", servers));
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void create(int partitions, String... names) {
    List<NewTopic> topics = new ArrayList<>();
    for (String each : names) {
      topics.add(new NewTopic(each, partitions, (short) 1));
    }
    try {
      admin.createTopics(topics).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  void send(String topic, @Nullable String key, @Nullable String value) {
    send(topic, bytes(key), bytes(value));
  }

  @SuppressWarnings("NullAway") // Kafka's keys and values may be null.
  void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    var _ = producer.send(new ProducerRecord<>(topic, key, value));
  }

  void flush() {
    producer.flush();
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /// All committed records of a topic until there are so many, and whatever else is there then.
  List<ConsumerRecord<byte[], byte[]>> read(String topic, int least) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(topic)
          .forEach(each -> partitions.add(new TopicPartition(topic, each.partition())));
      consumer.assign(partitions);
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (found.size() < least && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
      boolean isAtEnd = false;
      while (!isAtEnd && System.nanoTime() < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        isAtEnd = true;
        for (TopicPartition each : partitions) {
          isAtEnd &= consumer.position(each) >= ends.getOrDefault(each, 0L);
        }
      }
    }
    return found;
  }

  /// The values by their keys, in their order.
  static Map<String, List<String>> byKey(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<String, List<String>> values = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> each : records) {
      values.computeIfAbsent(text(each.key()), absent -> new ArrayList<>()).add(text(each.value()));
    }
    return values;
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
