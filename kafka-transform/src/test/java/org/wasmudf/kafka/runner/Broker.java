package org.wasmudf.kafka.runner;

import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/// A broker in this JVM, with a controller of its own so that it can be restarted.
final class Broker implements AutoCloseable {
  private final KafkaClusterTestKit cluster;

  Broker() {
    try {
      cluster =
          new KafkaClusterTestKit.Builder(
                  new TestKitNodes.Builder().setNumBrokerNodes(1).setNumControllerNodes(1).build())
              .setConfigProp("auto.create.topics.enable", "false")
              .setConfigProp("group.initial.rebalance.delay.ms", "0")
              .setConfigProp("group.min.session.timeout.ms", "1000")
              .setConfigProp("offsets.topic.num.partitions", "3")
              .setConfigProp("offsets.topic.replication.factor", "1")
              .setConfigProp("transaction.state.log.num.partitions", "3")
              .setConfigProp("transaction.state.log.replication.factor", "1")
              .setConfigProp("transaction.state.log.min.isr", "1")
              .build();
      cluster.format();
      cluster.startup();
      cluster.waitForReadyBrokers();
    } catch (Exception e) {
      throw new AssertionError("the broker doesn't start", e);
    }
  }

  String servers() {
    return cluster.bootstrapServers();
  }

  /// Stops it, and starts it again on the same ports.
  void restart() {
    cluster.brokers().values().forEach(each -> each.shutdown());
    cluster.brokers().values().forEach(each -> each.startup());
    try {
      cluster.waitForReadyBrokers();
    } catch (Exception e) {
      throw new AssertionError("the broker doesn't start again", e);
    }
  }

  @Override
  public void close() {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new AssertionError("the broker doesn't stop", e);
    }
  }
}
