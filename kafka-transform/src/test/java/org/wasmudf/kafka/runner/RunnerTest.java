package org.wasmudf.kafka.runner;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// With a broker in this JVM.
final class RunnerTest extends RunnerContract {
  private static Broker broker;

  @BeforeAll
  static void start() {
    broker = new Broker();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Override
  String servers() {
    return broker.servers();
  }
}
