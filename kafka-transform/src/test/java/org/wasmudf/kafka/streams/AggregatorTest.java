package org.wasmudf.kafka.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.kafka.connect.Transforms;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TotalsTwin;
import org.wasmudf.samples.TotalsTwin.ChargeDec;

/// Aggregate functions in a topology, whose states are in a store.
class AggregatorTest {
  private static final long SEED = 20_261_129;
  private static final String STATES = "states";

  @TempDir private Path folder;
  private @Nullable TopologyTestDriver driver;

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
  }

  private record Stage<V, R>(TestInputTopic<String, V> in, TestOutputTopic<String, R> out) {
    List<KeyValue<String, R>> apply(@Nullable String key, @Nullable V value) {
      in.pipeInput(new TestRecord<>(key, value));
      return out.readKeyValuesToList();
    }
  }

  private <V, R> Stage<V, R> start(Map<String, String> config, Serde<V> in, Serde<R> out) {
    driver =
        new TopologyTestDriver(
            Topologies.of(
                WasmProcessors.<String, V, R>aggregator(
                    config, Stores.inMemoryKeyValueStore(STATES), Serdes.String()),
                in,
                out),
            Topologies.config("aggregates"));
    return new Stage<>(
        driver.createInputTopic(Topologies.IN, Serdes.String().serializer(), in.serializer()),
        driver.createOutputTopic(
            Topologies.OUT, Serdes.String().deserializer(), out.deserializer()));
  }

  private KeyValueStore<String, byte[]> states() {
    return Objects.requireNonNull(driver).getKeyValueStore(STATES);
  }

  private static Map<String, String> config(String module, String functions, String call) {
    return new HashMap<>(
        Map.of("wasm.module.file", module, "wasm.functions", functions, "wasm.call", call));
  }

  private static Map<String, String> ofLongs(String function) {
    return config(
        Transforms.guest("aggregates"), function + "(BIGINT) RETURNS BIGINT", function + "(value)");
  }

  private Map<String, String> totals(String functions, String call) {
    return config(Transforms.sample(SampleModule.C_TOTALS, folder), functions, call);
  }

  private static BigDecimal cents(long unscaled) {
    return BigDecimal.valueOf(unscaled, 2);
  }

  @Test
  void everyRecordUpdatesItsKeysTotalAsItsTwinDoes() {
    String declaration =
        "sum_charge_dec(price DECIMAL(15, 2), discount DECIMAL(15, 2), tax DECIMAL(15, 2)) RETURNS"
            + " DECIMAL(18, 6)";
    Stage<Object, Object> stage =
        start(
            totals(declaration, "sum_charge_dec(price, discount, tax)"),
            WasmSerdes.jsonWithDecimals(),
            WasmSerdes.jsonWithDecimals());
    Random random = new Random(SEED);
    Map<String, List<ChargeDec>> charges = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      String key = "zoë" + random.nextInt(7);
      ChargeDec charge =
          new ChargeDec(random.nextLong(100_000), random.nextLong(101), random.nextLong(101));
      charges.computeIfAbsent(key, absent -> new ArrayList<>()).add(charge);
      Map<String, Object> order = new LinkedHashMap<>();
      order.put("price", cents(charge.price()));
      order.put("discount", cents(charge.discount()));
      order.put("tax", cents(charge.tax()));
      List<KeyValue<String, Object>> out = stage.apply(key, order);
      assertThat(out).hasSize(1);
      assertThat(out.getFirst().key).isEqualTo(key);
      assertThat(new BigDecimal(out.getFirst().value.toString()))
          .as("seed %d, record %d", SEED, i)
          .isEqualByComparingTo(BigDecimal.valueOf(TotalsTwin.sumChargeDec(charges.get(key)), 6));
    }
  }

  @Test
  void statesWithPointersAreSaved() {
    Stage<String, String> stage =
        start(
            totals("longest(text VARCHAR) RETURNS VARCHAR", "longest(value)"),
            Serdes.String(),
            Serdes.String());
    Random random = new Random(SEED);
    Map<String, List<String>> texts = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      String key = "k" + random.nextInt(5);
      String text = "ö\uD83D\uDE80".repeat(random.nextInt(2000)) + random.nextInt(100);
      texts.computeIfAbsent(key, absent -> new ArrayList<>()).add(text);
      assertThat(stage.apply(key, text))
          .as("seed %d, record %d", SEED, i)
          .containsExactly(KeyValue.pair(key, TotalsTwin.longest(texts.get(key))));
    }
  }

  @Test
  void withoutKeyOrValueOrArgumentNothingChanges() {
    Map<String, String> config = ofLongs("sum");
    config.put("wasm.call", "sum(n)");
    Stage<Object, Object> stage = start(config, WasmSerdes.json(), WasmSerdes.json());
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("n", null);
    assertThat(stage.apply("k", nothing)).isEmpty();
    assertThat(states().get("k")).isNull();
    assertThat(stage.apply("k", Map.of("n", 2))).containsExactly(KeyValue.pair("k", 2L));
    byte[] state = states().get("k");
    assertThat(stage.apply("k", nothing)).isEmpty();
    assertThat(stage.apply("k", null)).isEmpty();
    assertThat(stage.apply(null, Map.of("n", 5))).isEmpty();
    assertThat(states().get("k")).isEqualTo(state);
    assertThat(stage.apply("k", Map.of("n", 3))).containsExactly(KeyValue.pair("k", 5L));
  }

  @Test
  void whatTheStoreHasIsAllThereIs() {
    Stage<Long, Long> stage = start(ofLongs("sum"), Serdes.Long(), Serdes.Long());
    stage.apply("k", 40L);
    byte[] state = states().get("k");
    assertThat(stage.apply("k", 1L)).containsExactly(KeyValue.pair("k", 41L));
    states().put("k", state);
    assertThat(stage.apply("k", 2L)).containsExactly(KeyValue.pair("k", 42L));
    states().delete("k");
    assertThat(stage.apply("k", 3L)).containsExactly(KeyValue.pair("k", 3L));
    close();
    stage = start(ofLongs("sum"), Serdes.Long(), Serdes.Long());
    states().put("k", state);
    assertThat(stage.apply("k", 4L)).containsExactly(KeyValue.pair("k", 44L));
  }

  @Test
  void aRecordThatFailsLeavesTheStateAsItWas() {
    Map<String, String> config = ofLongs("update_traps");
    config.put("wasm.on.error", "skip");
    Stage<Long, Long> stage = start(config, Serdes.Long(), Serdes.Long());
    stage.apply("k", 1L);
    assertThat(stage.apply("k", 13L)).isEmpty();
    assertThat(stage.apply("k", 2L)).containsExactly(KeyValue.pair("k", 3L));
    close();
    config.put("wasm.on.error", "fail");
    Stage<Long, Long> failing = start(config, Serdes.Long(), Serdes.Long());
    failing.apply("k", 1L);
    assertThatThrownBy(() -> failing.apply("k", 13L)).isInstanceOf(StreamsException.class);
    assertThat(failing.apply("k", 2L)).containsExactly(KeyValue.pair("k", 3L));
  }

  /// As after the module was replaced: no policy may lose records for that.
  @Test
  void aStateOfAnotherSizeIsAlwaysAnError() {
    Map<String, String> config = ofLongs("sum");
    config.put("wasm.on.error", "skip");
    Stage<Long, Long> stage = start(config, Serdes.Long(), Serdes.Long());
    states().put("old", new byte[24]);
    assertThatThrownBy(() -> stage.apply("old", 1L))
        .isInstanceOf(StreamsException.class)
        .hasStackTraceContaining(
            "SIGNATURE_MISMATCH: function sum: its states have 16 bytes, and the one that was kept"
                + " has 24: it was made by another module");
    assertThat(stage.apply("new", 1L)).containsExactly(KeyValue.pair("new", 1L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wasm.on.error | pass | must be one of: fail, skip, dead-letter, retry
          wasm.shape | map | there is no such key
          wasm.functions | id_i64(BIGINT) RETURNS BIGINT; sum(BIGINT, BIGINT) RETURNS BIGINT | takes 2
          wasm.functions | sum(DOUBLE) RETURNS BIGINT | SIGNATURE_MISMATCH
          wasm.functions | sum(BIGINT) RETURNS BIGINT EXTERNAL NAME 'nothing' | UNKNOWN_EXPORT
          wasm.call | total = sum(value) | expected '('
          """)
  void whatIsWrongIsSaidWhenTheSupplierIsMade(String key, String value, String message) {
    Map<String, String> config = ofLongs("sum");
    config.put(key, value);
    assertThatThrownBy(
            () ->
                WasmProcessors.aggregator(
                    config, Stores.inMemoryKeyValueStore(STATES), Serdes.String()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
