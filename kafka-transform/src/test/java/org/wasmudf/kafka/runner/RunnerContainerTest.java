package org.wasmudf.kafka.runner;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/// With a broker as it is distributed, in a container.
final class RunnerContainerTest extends RunnerContract {
  private static KafkaContainer broker;

  @BeforeAll
  static void start() {
    boolean hasDocker = DockerClientFactory.instance().isDockerAvailable();
    if (!hasDocker) {
      System.out.println("RunnerContainerTest is skipped: there is no Docker here");
    }
    Assumptions.assumeTrue(hasDocker, "there is no Docker here");
    broker =
        new KafkaContainer("apache/kafka:4.3.1")
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
    broker.start();
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.stop();
    }
  }

  @Override
  String servers() {
    return broker.getBootstrapServers();
  }
}
