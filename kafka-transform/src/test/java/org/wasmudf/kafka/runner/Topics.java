package org.wasmudf.kafka.runner;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// What tests do with topics. Used by one thread.
final class Topics implements AutoCloseable {
  static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(50);

  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
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

  void create(String... names) {
    List<NewTopic> topics = new ArrayList<>();
    for (String each : names) {
      topics.add(new NewTopic(each, PARTITIONS, (short) 1));
    }
    try {
      admin.createTopics(topics).all().get();
      // Producers that come before the leaders may wait for minutes.
      for (String each : names) {
        while (!hasLeaders(each)) {
          Thread.sleep(POLL);
        }
        // Answered by leaders that know that they are.
        end(each);
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private boolean hasLeaders(String topic) throws InterruptedException {
    try {
      TopicDescription found =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return found != null
          && found.partitions().size() == PARTITIONS
          && found.partitions().stream().allMatch(each -> each.leader() != null);
    } catch (ExecutionException e) {
      return false;
    }
  }

  void send(String topic, @Nullable String key, @Nullable String value) {
    send(topic, bytes(key), bytes(value));
  }

  @SuppressWarnings("NullAway") // Kafka's keys and values may be null.
  void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    send(new ProducerRecord<>(topic, key, value));
  }

  void send(ProducerRecord<byte[], byte[]> record) {
    sent.add(producer.send(record));
  }

  /// Waits until all that was sent has arrived.
  void flush() {
    producer.flush();
    for (Future<RecordMetadata> each : sent) {
      try {
        each.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError("the broker didn't take what the test sent", e);
      }
    }
    sent.clear();
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /// How many records, committed or not, and marks of transactions a topic has.
  long end(String topic) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    try {
      return admin.listOffsets(latest).all().get().values().stream()
          .mapToLong(ListOffsetsResultInfo::offset)
          .sum();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
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
