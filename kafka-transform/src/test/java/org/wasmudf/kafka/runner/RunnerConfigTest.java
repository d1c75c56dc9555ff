package org.wasmudf.kafka.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Configurations of runners: each error names the key and what to do.
final class RunnerConfigTest {
  private static Map<String, String> good() {
    Map<String, String> config = new HashMap<>();
    config.put("bootstrap.servers", "localhost:9092");
    config.put("group.id", "pricing");
    config.put("input.topics", "orders, returns");
    config.put("output.topic", "priced");
    config.put("wasm.module.file", "money.wasm");
    config.put("wasm.shape", "map");
    config.put("wasm.call", "value = f(value)");
    return config;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bootstrap.server                | x           | there is no such key; there are kafka.*, consumer.* and producer.* with names of Kafka's, and bootstrap.servers, group.id
          wasm.cal                        | x           | there is no such key
          kafka.nothing                   | x           | there is no such key
          consumer.linger.ms              | 5           | there is no such key
          producer.max.poll.records       | 5           | there is no such key
          consumer.enable.auto.commit     | true        | the runner decides it: leave it out
          producer.acks                   | 1           | the runner decides it: leave it out
          kafka.bootstrap.servers         | x           | the runner decides it: leave it out
          producer.transactional.id       | x           | the runner decides it: leave it out, or see bootstrap.servers, group.id and instance.id
          bootstrap.servers               | ''          | non-empty
          input.topics                    | ''          | name at least one topic
          output.topic                    | returns     | it is also read, so that records would go round for ever
          output.partition                | random      | must be one of: key, same
          value.format                    | avro        | must be one of: json, string, bytes
          transaction.ms                  | -1          | must be at least 0
          wasm.on.error                   | ignore      | must be one of: fail, skip, pass, dead-letter, retry
          wasm.dead.letter.topic          | orders      | it is also read
          wasm.topics                     | a           | only functions of records choose topics
          wasm.retry.max                  | 0           | must be at least 1
          wasm.limit.fuel.row             | many        | Not a number
          """)
  void whatIsWrongIsNamedWithItsKey(String key, String value, String message) {
    Map<String, String> config = good();
    config.put(key, value);
    assertThatThrownBy(() -> RunnerConfig.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsMissingIsNamed() {
    for (String key :
        new String[] {
          "bootstrap.servers",
          "group.id",
          "input.topics",
          "output.topic",
          "wasm.module.file",
          "wasm.shape",
          "wasm.call"
        }) {
      Map<String, String> config = good();
      config.remove(key);
      assertThatThrownBy(() -> RunnerConfig.of(config))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("Missing required configuration")
          .hasMessageContaining(key);
    }
    Map<String, String> config = good();
    config.put("wasm.on.error", "dead-letter");
    assertThatThrownBy(() -> RunnerConfig.of(config))
        .hasMessageContaining("name the topic for wasm.on.error=dead-letter");
  }

  @Test
  void retriesMustEndBeforeTheTransactionDoes() {
    Map<String, String> config = good();
    config.put("wasm.on.error", "retry");
    assertThat(RunnerConfig.of(config).retryMax()).isEqualTo(5);
    config.put("wasm.retry.max", "6");
    assertThatThrownBy(() -> RunnerConfig.of(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("wait 6300 ms together, and a transaction ends after 10000 ms");
    config.put("producer.transaction.timeout.ms", "20000");
    assertThat(RunnerConfig.of(config).retryMax()).isEqualTo(6);
  }

  @Test
  void kafkasOwnKeysReachTheirClients() {
    Map<String, String> config = good();
    config.put("kafka.client.id", "both");
    config.put("producer.client.id", "sender");
    config.put("consumer.max.poll.records", "7");
    config.put("instance.id", "a");
    RunnerConfig read = RunnerConfig.of(config);
    assertThat(read.consumer())
        .containsEntry("client.id", "both")
        .containsEntry("max.poll.records", "7")
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("group.instance.id", "a");
    assertThat(read.producer())
        .containsEntry("client.id", "sender")
        .containsEntry("transactional.id", "pricing-a")
        .doesNotContainKey("max.poll.records");
    assertThat(read.inputTopics()).containsExactly("orders", "returns");
    config.put("consumer.group.protocol", "consumer");
    assertThat(RunnerConfig.of(config).consumer())
        .doesNotContainKey("partition.assignment.strategy");
  }
}
