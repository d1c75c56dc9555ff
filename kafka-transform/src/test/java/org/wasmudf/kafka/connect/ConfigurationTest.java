package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.samples.SampleModule;

/// Configurations that are wrong: each error names the key and what to do.
class ConfigurationTest {
  @TempDir private Path folder;
  private Map<String, String> good = new HashMap<>();

  @BeforeEach
  void goodConfiguration() {
    good =
        Transforms.config(
            Transforms.sample(SampleModule.C_MONEY, folder),
            "disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE",
            "fields",
            "total = disc_price(price, discount)");
  }

  private void assertRefused(String key, String message) {
    try (var transform = new WasmTransform.Value<SinkRecord>()) {
      assertThatThrownBy(() -> transform.configure(good))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(key)
          .hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wasm.module.file      | ''                   | non-empty
          wasm.module.file      | nowhere.wasm         | there is no such file on this worker, in /
          wasm.module.file      | .                    | it can't be read: java.io.IOException: Is a directory
          wasm.module.sha256    | abc                  | write 64 hexadecimal digits
          wasm.module.sha256    | 0000000000000000000000000000000000000000000000000000000000000000 | is another one, its SHA-256 is
          wasm.functions        | disc_price(MONEY) RETURNS DOUBLE   | there is no type MONEY
          wasm.functions        | disc_price(DOUBLE, DOUBLE) RETURNS BIGINT | SIGNATURE_MISMATCH: disc_price(DOUBLE, DOUBLE) RETURNS BIGINT needs an export of type
          wasm.functions        | disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE EXTERNAL NAME 'x' | UNKNOWN_EXPORT
          wasm.functions        | f(DOUBLE) RETURNS DOUBLE           | there is no function disc_price; declared are f
          wasm.shape            | table                | must be one of: filter, map, fields
          wasm.call             | total                | expected '=', found the end
          wasm.call             | total = disc_price(price)          | disc_price(price) has 1 arguments, but disc_price(DOUBLE, DOUBLE) RETURNS DOUBLE takes 2
          wasm.call             | total = prize(price) | there is no function prize; declared are disc_price
          wasm.on.error         | stop                 | must be one of: fail, skip, pass, dead-letter, retry
          wasm.limit.fuel.row   | 0                    | Value must be at least 1
          wasm.limit.fuel.row   | 10000001             | tenant connect may have 10000000 at most: tighten it, or have who
          wasm.limit.fuel.row   | many                 | Not a number
          wasm.limit.fuel.rows  | 10                   | there is no such key; there are wasm.call, wasm.functions, wasm.limit.compile.ms
          wasm.tenant           | ''                   | non-empty
          """)
  void whatIsWrongIsNamedWithItsKey(String key, String value, String message) {
    good.put(key, value);
    assertRefused(
        key.equals("wasm.functions") && message.startsWith("there is no function")
            ? "wasm.call"
            : key,
        message);
  }

  @Test
  void filterNeedsABoolean() {
    good.put("wasm.shape", "filter");
    good.put("wasm.call", "disc_price(price, discount)");
    assertRefused("wasm.call", "by a BOOLEAN, but disc_price(price, discount) returns DOUBLE");
  }

  @Test
  void missingKeysAreNamed() {
    for (String each : new String[] {"wasm.module.file", "wasm.shape", "wasm.call"}) {
      Map<String, String> all = good;
      good = new HashMap<>(all);
      good.remove(each);
      assertRefused(each, "Missing required configuration");
      good = all;
    }
    good.remove("wasm.functions");
    assertRefused(
        "wasm.functions", "declares no functions in a section wasmudf.functions: declare");
  }

  @Test
  void moduleThatIsNoneSaysWhere() {
    good.put(
        "wasm.module.file",
        Transforms.write("text".getBytes(StandardCharsets.UTF_8), folder.resolve("x.wasm")));
    assertRefused("wasm.module.file", "INVALID_MODULE: ");
  }

  @Test
  void wholeRecordsNeedToSayWhichPart() {
    good.put("wasm.call", "total = disc_price(value.price, value.discount)");
    try (var transform = new WasmTransform<SinkRecord>()) {
      assertThatThrownBy(() -> transform.configure(good))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("assigns to fields such as value.total, not to total");
      good.put("wasm.call", "value.total = disc_price(price, value.discount)");
      assertThatThrownBy(() -> transform.configure(good))
          .hasMessageContaining("price is nothing that a record has: write key, value");
      good.put("wasm.shape", "map");
      good.put("wasm.call", "value.total = disc_price(value.price, value.discount)");
      assertThatThrownBy(() -> transform.configure(good))
          .hasMessageContaining("the shape map assigns to key or value, not to value.total");
    }
  }

  @Test
  void rightSumAndTighterLimitsAreTaken() {
    good.put(
        "wasm.module.sha256", Sha256.hex(SampleModule.C_MONEY.bytes()).toUpperCase(Locale.ROOT));
    good.put("wasm.limit.memory.bytes", "1048576");
    good.put("type", "org.wasmudf.kafka.connect.WasmTransform$Value");
    try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), good)) {
      Map<String, Object> value = Map.of("price", 10, "discount", 0);
      assertThat(transform.apply(Transforms.record(null, value))).isNotNull();
    }
  }

  /// What Connect's REST interface shows before a connector is created.
  @Test
  void everyKeyIsDocumentedAndValidatedWithoutAModule() {
    try (var transform = new WasmTransform.Value<SinkRecord>()) {
      transform
          .config()
          .configKeys()
          .values()
          .forEach(
              each -> {
                assertThat(each.documentation).as(each.name).isNotBlank();
                assertThat(each.group).as(each.name).isNotNull();
              });
      good.put("wasm.functions", "f(");
      Map<String, ConfigValue> values = new HashMap<>();
      transform.config().validate(good).forEach(each -> values.put(each.name(), each));
      assertThat(errors(values, "wasm.functions"))
          .singleElement()
          .asString()
          .contains("expected a parameter, found the end");
      assertThat(errors(values, "wasm.shape")).isEmpty();
    }
  }

  private static List<String> errors(Map<String, ConfigValue> values, String key) {
    return Objects.requireNonNull(values.get(key)).errorMessages();
  }
}
