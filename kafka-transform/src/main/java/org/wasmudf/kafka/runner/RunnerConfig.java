package org.wasmudf.kafka.runner;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.OnError;
import org.wasmudf.kafka.transform.Settings;
import org.wasmudf.kafka.transform.Shape;

/// The configuration of a runner: what it reads and writes, the transform, and Kafka's own keys
/// behind `kafka.`, `consumer.` and `producer.`. Immutable.
public final class RunnerConfig {
  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  static final String GROUP_ID = "group.id";
  static final String INSTANCE_ID = "instance.id";
  static final String INPUT_TOPICS = "input.topics";
  static final String OUTPUT_TOPIC = "output.topic";
  static final String OUTPUT_PARTITION = "output.partition";
  static final String KEY_FORMAT = "key.format";
  static final String VALUE_FORMAT = "value.format";
  static final String TRANSACTION_MS = "transaction.ms";
  static final String DEAD_LETTER_TOPIC = "wasm.dead.letter.topic";
  static final String RETRY_MAX = "wasm.retry.max";
  static final String RETRY_BACKOFF_MS = "wasm.retry.backoff.ms";

  private static final String BOTH = "kafka.";
  private static final String CONSUMER = "consumer.";
  private static final String PRODUCER = "producer.";
  private static final String SAME_PARTITION = "same";
  private static final int MOST_DOUBLINGS = 20;

  /// All keys but Kafka's own.
  public static final ConfigDef DEFINITION =
      new ConfigDef(Settings.TRANSFORM)
          .define(
              BOOTSTRAP_SERVERS,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              Importance.HIGH,
              "Brokers to begin with, as host:port, with commas between them.")
          .define(
              GROUP_ID,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              Importance.HIGH,
              "The consumer group. Runners of one group share the partitions of the input topics.")
          .define(
              INSTANCE_ID,
              ConfigDef.Type.STRING,
              null,
              new ConfigDef.NonEmptyString(),
              Importance.MEDIUM,
              "A name that this runner alone has in its group, and has again when it is restarted:"
                  + " then it goes on at once, instead of when its old session has run out.")
          .define(
              INPUT_TOPICS,
              ConfigDef.Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              Importance.HIGH,
              "The topics that are read, with commas between them.")
          .define(
              OUTPUT_TOPIC,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              new ConfigDef.NonEmptyString(),
              Importance.HIGH,
              "The topic that is written.")
          .define(
              OUTPUT_PARTITION,
              ConfigDef.Type.STRING,
              "key",
              ConfigDef.ValidString.in("key", SAME_PARTITION),
              Importance.LOW,
              "To which partition a record goes: by its key, as producers do it, or to the one with"
                  + " the same number.")
          .define(
              KEY_FORMAT,
              ConfigDef.Type.STRING,
              Format.BYTES.word(),
              formats(),
              Importance.MEDIUM,
              "What keys are: json, string or bytes.")
          .define(
              VALUE_FORMAT,
              ConfigDef.Type.STRING,
              Format.BYTES.word(),
              formats(),
              Importance.HIGH,
              "What values are: json, string or bytes.")
          .define(
              TRANSACTION_MS,
              ConfigDef.Type.LONG,
              100L,
              ConfigDef.Range.atLeast(0),
              Importance.MEDIUM,
              "For how many milliseconds polls are gathered in one transaction; 0 for one poll.")
          .define(
              DEAD_LETTER_TOPIC,
              ConfigDef.Type.STRING,
              null,
              new ConfigDef.NonEmptyString(),
              Importance.MEDIUM,
              "Where records go that fail, with wasm.on.error=dead-letter.")
          .define(
              RETRY_MAX,
              ConfigDef.Type.INT,
              5,
              ConfigDef.Range.between(1, MOST_DOUBLINGS),
              Importance.LOW,
              "With wasm.on.error=retry, how many times a record that failed is tried again.")
          .define(
              RETRY_BACKOFF_MS,
              ConfigDef.Type.LONG,
              100L,
              ConfigDef.Range.atLeast(1),
              Importance.LOW,
              "How many milliseconds pass before the first of these; before each other one twice as"
                  + " many as before the last.");

  /// What a runner decides itself, because exactly-once depends on it.
  private static final Map<String, String> DECIDED_FOR_CONSUMER =
      Map.of(
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          "false",
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class.getName(),
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
          ByteArrayDeserializer.class.getName());

  private static final Map<String, String> DECIDED_FOR_PRODUCER =
      Map.of(
          ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
          "true",
          ProducerConfig.ACKS_CONFIG,
          "all",
          ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class.getName(),
          ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
          ByteArraySerializer.class.getName());

  /// Our own keys stand for these.
  private static final Set<String> OWN_NAMES =
      Set.of(
          BOOTSTRAP_SERVERS,
          GROUP_ID,
          ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
          ProducerConfig.TRANSACTIONAL_ID_CONFIG);

  private final AbstractConfig values;
  private final Settings transform;
  private final Map<String, Object> consumer;
  private final Map<String, Object> producer;
  private final Format keyFormat;
  private final Format valueFormat;
  private final String outputTopic;
  private final boolean keepsPartition;

  private RunnerConfig(Map<String, String> given) {
    checkNames(given);
    Map<String, String> own = new HashMap<>(given);
    if (given.containsKey(GROUP_ID)) {
      own.putIfAbsent("wasm.tenant", given.get(GROUP_ID));
    }
    values = new AbstractConfig(DEFINITION, own, false);
    transform = new Settings(DEFINITION, own);
    keyFormat = format(KEY_FORMAT);
    valueFormat = format(VALUE_FORMAT);
    outputTopic = values.getString(OUTPUT_TOPIC);
    keepsPartition = values.getString(OUTPUT_PARTITION).equals(SAME_PARTITION);
    consumer = consumer(given);
    producer = producer(given);
    check();
  }

  /// Reads a configuration.
  ///
  /// @throws ConfigException naming the key and what to do
  public static RunnerConfig of(Map<String, String> given) {
    return new RunnerConfig(given);
  }

  private static ConfigDef.ValidString formats() {
    return ConfigDef.ValidString.in(
        Arrays.stream(Format.values()).map(Format::word).toArray(String[]::new));
  }

  private Format format(String key) {
    return Format.valueOf(values.getString(key).toUpperCase(Locale.ROOT));
  }

  private static void checkNames(Map<String, String> given) {
    Set<String> consumers = ConsumerConfig.configNames();
    Set<String> producers = ProducerConfig.configNames();
    for (Map.Entry<String, String> each : given.entrySet()) {
      String key = each.getKey();
      if (DEFINITION.names().contains(key)) {
        continue;
      }
      String kafkas = key.substring(key.indexOf('.') + 1);
      boolean isKafkas =
          key.startsWith(BOTH)
              ? consumers.contains(kafkas) || producers.contains(kafkas)
              : (key.startsWith(CONSUMER) && consumers.contains(kafkas))
                  || (key.startsWith(PRODUCER) && producers.contains(kafkas));
      if (!isKafkas) {
        throw new ConfigException(
            key,
            each.getValue(),
            "there is no such key; there are kafka.*, consumer.* and producer.* with names of"
                + " Kafka's, and "
                + String.join(", ", new TreeSet<>(DEFINITION.names())));
      }
      if (OWN_NAMES.contains(kafkas)
          || DECIDED_FOR_CONSUMER.containsKey(kafkas)
          || DECIDED_FOR_PRODUCER.containsKey(kafkas)) {
        throw new ConfigException(
            key,
            each.getValue(),
            "the runner decides it: leave it out, or see %s, %s and %s"
                .formatted(BOOTSTRAP_SERVERS, GROUP_ID, INSTANCE_ID));
      }
    }
  }

  /// Kafka's own keys for one of the clients.
  private static Map<String, Object> own(
      Map<String, String> given, String prefix, Set<String> names) {
    Map<String, Object> found = new HashMap<>();
    for (String each : new String[] {BOTH, prefix}) {
      given.forEach(
          (key, value) -> {
            String name = key.startsWith(each) ? key.substring(each.length()) : "";
            if (names.contains(name)) {
              found.put(name, value);
            }
          });
    }
    return found;
  }

  private Map<String, Object> consumer(Map<String, String> given) {
    Map<String, Object> config = own(given, CONSUMER, ConsumerConfig.configNames());
    config.putAll(DECIDED_FOR_CONSUMER);
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, values.getString(BOOTSTRAP_SERVERS));
    config.put(ConsumerConfig.GROUP_ID_CONFIG, groupId());
    if (instanceId() != null) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId());
    }
    config.putIfAbsent(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    if (!"consumer".equalsIgnoreCase((String) config.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG))) {
      config.putIfAbsent(
          ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
          CooperativeStickyAssignor.class.getName());
    }
    return Map.copyOf(config);
  }

  private Map<String, Object> producer(Map<String, String> given) {
    Map<String, Object> config = own(given, PRODUCER, ProducerConfig.configNames());
    config.putAll(DECIDED_FOR_PRODUCER);
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, values.getString(BOOTSTRAP_SERVERS));
    config.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
        groupId() + "-" + Objects.requireNonNullElseGet(instanceId(), UUID::randomUUID));
    // As Streams has it: what a process that died left open holds up whoever reads committed
    // records only, and the group.
    config.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "10000");
    config.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, "20");
    config.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, "262144");
    config.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, "67108864");
    return Map.copyOf(config);
  }

  private void check() {
    if (inputTopics().isEmpty() || inputTopics().contains("")) {
      throw wrong(INPUT_TOPICS, "name at least one topic");
    }
    if (inputTopics().contains(outputTopic)) {
      throw wrong(OUTPUT_TOPIC, "it is also read, so that records would go round for ever");
    }
    if (transform.topics().stream().anyMatch(inputTopics()::contains)) {
      throw wrong(
          Settings.TOPICS, "one of them is also read, so that records would go round for ever");
    }
    if (transform.shape() == Shape.RECORDS) {
      checkBytes(KEY_FORMAT, keyFormat);
      checkBytes(VALUE_FORMAT, valueFormat);
    }
    if (onError() == OnError.DEAD_LETTER && deadLetterTopic() == null) {
      throw wrong(DEAD_LETTER_TOPIC, "name the topic for wasm.on.error=dead-letter");
    }
    if (deadLetterTopic() != null && inputTopics().contains(deadLetterTopic())) {
      throw wrong(DEAD_LETTER_TOPIC, "it is also read, so that records would go round for ever");
    }
    if (onError() == OnError.RETRY) {
      long waits = retryBackoff(retryMax()).toMillis() * 2 - retryBackoff(0).toMillis();
      long timeout =
          Long.parseLong(
              String.valueOf(producer.get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)).trim());
      if (waits > timeout / 2) {
        throw wrong(
            RETRY_MAX,
            "a record's retries would wait %d ms together, and a transaction ends after %d ms: at most half of it; lower it or %s, or raise producer.%s"
                .formatted(
                    waits, timeout, RETRY_BACKOFF_MS, ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
      }
    }
  }

  private void checkBytes(String key, Format format) {
    if (format != Format.BYTES) {
      throw wrong(key, "functions of records take bytes as they are: leave it out");
    }
  }

  private ConfigException wrong(String key, String message) {
    return new ConfigException(key, values.originals().get(key), message);
  }

  Settings transform() {
    return transform;
  }

  Map<String, Object> consumer() {
    return consumer;
  }

  Map<String, Object> producer() {
    return producer;
  }

  /// The consumer group.
  public String groupId() {
    return values.getString(GROUP_ID);
  }

  @Nullable String instanceId() {
    return values.getString(INSTANCE_ID);
  }

  /// The topics that are read.
  public List<String> inputTopics() {
    return values.getList(INPUT_TOPICS);
  }

  /// The topic that is written, unless a function of records chooses another.
  public String outputTopic() {
    return outputTopic;
  }

  /// All topics that are written, without that of dead letters.
  Set<String> outputTopics() {
    Set<String> topics = new HashSet<>(transform.topics());
    topics.add(outputTopic);
    return topics;
  }

  /// The file of the module.
  public String moduleFile() {
    return values.getString("wasm.module.file");
  }

  Format keyFormat() {
    return keyFormat;
  }

  Format valueFormat() {
    return valueFormat;
  }

  Duration transactionTime() {
    return Duration.ofMillis(values.getLong(TRANSACTION_MS));
  }

  OnError onError() {
    return transform.onError();
  }

  @Nullable String deadLetterTopic() {
    return values.getString(DEAD_LETTER_TOPIC);
  }

  int retryMax() {
    return values.getInt(RETRY_MAX);
  }

  /// How long to wait before a retry.
  ///
  /// @param retry counted from 1
  Duration retryBackoff(int retry) {
    return retry == 0
        ? Duration.ofMillis(values.getLong(RETRY_BACKOFF_MS))
        : Duration.ofMillis(values.getLong(RETRY_BACKOFF_MS)).multipliedBy(1L << (retry - 1));
  }

  /// The partition of the record that is produced for one that was consumed; null for the
  /// producer's choice, by the key.
  @Nullable Integer partition(ConsumerRecord<byte[], byte[]> consumed) {
    return keepsPartition ? consumed.partition() : null;
  }

  /// The record that is produced for one that was consumed, with its timestamp and headers.
  ProducerRecord<byte[], byte[]> produced(
      ConsumerRecord<byte[], byte[]> consumed, byte @Nullable [] key, byte @Nullable [] value) {
    return produced(outputTopic, partition(consumed), consumed, key, value);
  }

  /// @param partition null for the producer's choice, by the key
  @SuppressWarnings("NullAway") // Kafka's keys, values and partitions may be null.
  static ProducerRecord<byte[], byte[]> produced(
      String topic,
      @Nullable Integer partition,
      ConsumerRecord<byte[], byte[]> consumed,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    Headers headers = consumed.headers();
    Long timestamp = consumed.timestamp() < 0 ? null : consumed.timestamp();
    return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
  }
}
