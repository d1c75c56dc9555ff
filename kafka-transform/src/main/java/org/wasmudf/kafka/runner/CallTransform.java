package org.wasmudf.kafka.runner;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.DataException;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.kafka.transform.Outcomes;
import org.wasmudf.kafka.transform.RecordTransform;

/// The shapes that call plain functions: of one record at most one becomes, on the one topic that
/// records go to. Topic and partition aside it keeps what isn't assigned to.
final class CallTransform implements PollTransform {
  private final RunnerConfig config;
  private final RecordTransform<PolledRecord> transform;

  /// Loads the module.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  CallTransform(RunnerConfig config) {
    this.config = config;
    this.transform = RecordTransform.open(config.transform(), new PolledAccess(), null);
  }

  @Override
  public void apply(List<ConsumerRecord<byte[], byte[]>> records, Outcome outcome) {
    List<PolledRecord> polled = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> each : records) {
      polled.add(new PolledRecord(each, config.keyFormat(), config.valueFormat()));
    }
    Outcomes<PolledRecord> outcomes = transform.applyAll(polled);
    for (int i = 0; i < records.size(); i++) {
      RuntimeException failure = outcomes.failure(i);
      PolledRecord made = outcomes.made(i);
      if (failure != null) {
        outcome.fail(records.get(i), failure);
      } else if (made != null) {
        send(made, outcome);
      }
    }
  }

  private void send(PolledRecord made, Outcome outcome) {
    byte[] key;
    byte[] value;
    try {
      key = made.key().bytes();
      value = made.value().bytes();
    } catch (DataException e) {
      outcome.fail(made.consumed(), e);
      return;
    }
    outcome.send(config.produced(made.consumed(), key, value));
  }

  @Override
  public void report(MetricSink sink) {
    transform.report(sink);
  }

  @Override
  public void close() {
    transform.close();
  }
}
