package org.wasmudf.kafka.runner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.runtime.UdfException;

/// Consumes records, transforms them poll by poll, and produces what becomes of them, exactly once:
/// records and the group's offsets are committed in one transaction.
///
/// Records of an input partition are transformed and produced in its order. Whatever goes wrong
/// between Kafka and the runner, such as a broker that is away or a rebalance that came too late,
/// ends the transaction, and the runner goes back to what is committed.
///
/// One thread runs it, and any may stop it and ask how it does. Once.
public final class Runner implements AutoCloseable {
  /// Of the metrics' MBeans.
  private static final String JMX_DOMAIN = "wasmudf.runner";

  private static final Duration IDLE_POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  /// For so long since the first failure it tries to commit something. Longer than a broker takes
  /// to be restarted.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final RunnerConfig config;
  private final java.util.function.Consumer<String> warnings;
  private final PollTransform transform;
  private final Metrics metrics;
  private final FailurePolicy policy;
  private final Consumer<byte[], byte[]> consumer;
  private Producer<byte[], byte[]> producer;

  /// What the open transaction is going to commit; none is open while it is empty.
  private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();

  /// The first record of each partition that has been polled and isn't committed.
  private final Map<TopicPartition, Long> begun = new HashMap<>();

  private boolean isOpen;
  private long openedAt;
  private @Nullable Long failingSince;
  private @Nullable KafkaException lost;

  private volatile boolean isStopping;
  private volatile RunnerStatus status = new RunnerStatus(0, 0, 0, 0, 0, 0);
  private long recordsIn;
  private long recordsOut;
  private long restarts;

  /// Loads the module and makes the clients; speaks to no broker yet.
  ///
  /// @param warnings takes lines for whoever watches it; on the thread that runs it
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  public Runner(RunnerConfig config, java.util.function.Consumer<String> warnings) {
    this.config = config;
    this.warnings = warnings;
    this.transform = PollTransform.of(config, topic -> producer.partitionsFor(topic).size());
    this.policy = new FailurePolicy(config, transform, this::send, warnings);
    this.metrics = metrics();
    transform.report(MetricSink.of(metrics, Map.of("group-id", config.groupId())));
    try {
      this.consumer = new KafkaConsumer<>(config.consumer());
    } catch (RuntimeException e) {
      transform.close();
      metrics.close();
      throw e;
    }
    try {
      this.producer = new KafkaProducer<>(config.producer());
    } catch (RuntimeException e) {
      consumer.close();
      transform.close();
      metrics.close();
      throw e;
    }
  }

  /// A registry that JMX shows.
  private static Metrics metrics() {
    return new Metrics(
        new MetricConfig(),
        List.of(new JmxReporter()),
        Time.SYSTEM,
        new KafkaMetricsContext(JMX_DOMAIN));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    recordsOut++;
    // What becomes of it is told by the end of the transaction.
    var _ = producer.send(record);
  }

  /// Runs until it is stopped; then what has been transformed is committed, and the group knows
  /// that this member has left.
  ///
  /// @throws RecordFailedException when a record fails and the configuration says `fail`, or a
  ///   retry was the last
  /// @throws UdfException when calling functions fails and no record is to blame
  /// @throws KafkaException when Kafka refuses to go on, or didn't for minutes
  public void run() {
    try {
      begin();
      while (!isStopping) {
        try {
          step();
        } catch (KafkaException e) {
          recover(e);
        }
      }
      commit();
    } catch (RuntimeException | Error e) {
      abort();
      throw e;
    }
  }

  /// Asks it to stop. Returns at once; from any thread, also before it runs.
  public void stop() {
    isStopping = true;
    consumer.wakeup();
  }

  /// How it is doing, as of the last poll. From any thread.
  public RunnerStatus status() {
    return status;
  }

  private void begin() {
    while (!isStopping) {
      try {
        producer.initTransactions();
        config.outputTopics().forEach(producer::partitionsFor);
        String letters = config.deadLetterTopic();
        if (letters != null) {
          producer.partitionsFor(letters);
        }
        break;
      } catch (KafkaException e) {
        checkRecoverable(e);
        renewProducer();
      }
    }
    consumer.subscribe(config.inputTopics(), new Rebalances());
  }

  private void step() {
    ConsumerRecords<byte[], byte[]> polled;
    try {
      polled = consumer.poll(isOpen ? untilCommit() : IDLE_POLL);
    } catch (WakeupException e) {
      return;
    }
    for (TopicPartition each : polled.partitions()) {
      begun.putIfAbsent(each, polled.records(each).getFirst().offset());
    }
    if (lost != null) {
      throw lost;
    }
    if (!polled.isEmpty()) {
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
      polled.forEach(records::add);
      process(records);
    }
    if (isOpen && untilCommit().isZero()) {
      commit();
    }
    note();
  }

  private Duration untilCommit() {
    long left = config.transactionTime().toNanos() - (System.nanoTime() - openedAt);
    return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
  }

  /// Transforms records together; fewer at once while the tenant has to wait for its fuel, so that
  /// it gets on.
  private void process(List<ConsumerRecord<byte[], byte[]>> records) {
    int from = 0;
    int most = records.size();
    while (from < records.size() && !(isStopping && most < records.size())) {
      List<ConsumerRecord<byte[], byte[]>> some =
          records.subList(from, Math.min(records.size(), from + most));
      open();
      try {
        transform.apply(some, policy);
        advance(some);
        from += some.size();
      } catch (RecordFailedException e) {
        int failed = 0;
        while (!e.isAbout(some.get(failed))) {
          failed++;
        }
        advance(some.subList(0, failed));
        commit();
        throw e;
      } catch (UdfException.Busy e) {
        warnings.accept("waits: " + e.code() + ": " + e.getMessage());
        commit();
        // The rest has been polled, and would be passed over if the next transaction failed.
        for (ConsumerRecord<?, ?> each : records.subList(from, records.size())) {
          begun.putIfAbsent(new TopicPartition(each.topic(), each.partition()), each.offset());
        }
        most = Math.max(1, some.size() / 2);
        FailurePolicy.sleep(PAUSE);
      }
    }
  }

  private void open() {
    if (!isOpen) {
      producer.beginTransaction();
      isOpen = true;
      openedAt = System.nanoTime();
    }
  }

  private void advance(List<ConsumerRecord<byte[], byte[]>> records) {
    recordsIn += records.size();
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      ConsumerRecord<byte[], byte[]> next = i + 1 < records.size() ? records.get(i + 1) : null;
      if (next == null
          || next.partition() != record.partition()
          || !next.topic().equals(record.topic())) {
        done.put(
            new TopicPartition(record.topic(), record.partition()),
            new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
      }
    }
  }

  private void commit() {
    if (isOpen) {
      if (!done.isEmpty()) {
        producer.sendOffsetsToTransaction(done, consumer.groupMetadata());
      }
      producer.commitTransaction();
      isOpen = false;
      failingSince = null;
    }
    done.clear();
    begun.clear();
  }

  private void abort() {
    if (isOpen) {
      try {
        producer.abortTransaction();
      } catch (KafkaException e) {
        // The broker will do it.
        warnings.accept("can't end the transaction: " + e.getMessage());
      }
      isOpen = false;
    }
  }

  /// Ends the transaction, by a new producer, whatever state the old one is in, and goes back to
  /// what is committed.
  private void recover(KafkaException failure) {
    KafkaException last = failure;
    restarts++;
    warnings.accept("goes back to what is committed: " + last);
    while (!isStopping) {
      checkRecoverable(last);
      try {
        renewProducer();
        producer.initTransactions();
        rewind();
        return;
      } catch (WakeupException e) {
        // Somebody stops it.
      } catch (KafkaException e) {
        last = e;
        FailurePolicy.sleep(PAUSE);
      }
    }
    isOpen = false;
    done.clear();
  }

  private void checkRecoverable(KafkaException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof FencedInstanceIdException
          || each instanceof InvalidConfigurationException
          || each instanceof RecordTooLargeException
          || each instanceof InterruptException) {
        throw failure;
      }
    }
    if (failingSince == null) {
      failingSince = System.nanoTime();
    } else if (System.nanoTime() - failingSince > PATIENCE.toNanos()) {
      throw failure;
    }
  }

  private void renewProducer() {
    producer.close(Duration.ZERO);
    producer = new KafkaProducer<>(config.producer());
  }

  private void rewind() {
    begun.keySet().retainAll(consumer.assignment());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(begun.keySet());
    begun.forEach(
        (partition, first) -> {
          OffsetAndMetadata at = committed.get(partition);
          consumer.seek(partition, at == null ? first : at.offset());
        });
    begun.clear();
    done.clear();
    isOpen = false;
    lost = null;
  }

  /// A transaction must be over before a partition of it is another member's.
  private final class Rebalances implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      try {
        commit();
      } catch (KafkaException e) {
        lost = e;
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      if (isOpen) {
        lost = new KafkaException("the group has given its partitions to others");
      }
    }
  }

  private void note() {
    long lag = 0;
    for (TopicPartition each : consumer.assignment()) {
      OptionalLong own = consumer.currentLag(each);
      lag += own.orElse(0);
    }
    status =
        new RunnerStatus(
            recordsIn, recordsOut, policy.failed(), lag, consumer.assignment().size(), restarts);
  }

  /// Leaves the group and ends the guest. By the thread that ran it, or when none has.
  @Override
  public void close() {
    producer.close(CLOSING);
    consumer.close(
        CloseOptions.timeout(CLOSING)
            .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    transform.close();
    metrics.close();
  }
}
