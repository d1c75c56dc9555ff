package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wasmudf.samples.SampleModule;

/// Transforms of one process with the same tenant, and what its operator lets them use.
class TenantsTest {
  private static final String PROPERTY = "wasmudf.tenants";

  @TempDir private Path folder;
  private Map<String, String> config = new HashMap<>();

  @BeforeEach
  void configuration() {
    config =
        Transforms.config(
            Transforms.sample(SampleModule.C_NUMBERS, folder),
            "mandelbrot(x DOUBLE, y DOUBLE) RETURNS INTEGER",
            "fields",
            "steps = mandelbrot(x, y)");
    config.put("wasm.tenant", "acme");
  }

  @AfterEach
  void noFile() {
    System.clearProperty(PROPERTY);
  }

  private void operatorSays(String text) {
    System.setProperty(
        PROPERTY,
        Transforms.write(
            text.getBytes(StandardCharsets.UTF_8), folder.resolve("tenants.properties")));
  }

  private WasmTransform.Value<SinkRecord> open() {
    return Transforms.configured(new WasmTransform.Value<>(), config);
  }

  /// Takes all the iterations that there are, some 10,000 instructions.
  private static SinkRecord expensive(WasmTransform.Value<SinkRecord> transform) {
    return transform.apply(Transforms.record(null, Map.of("x", 0, "y", 0)));
  }

  private static SinkRecord cheap(WasmTransform.Value<SinkRecord> transform) {
    return transform.apply(Transforms.record(null, Map.of("x", 9, "y", 9)));
  }

  /// Before its time.
  private static void end(WasmTransform.Value<SinkRecord> transform) {
    transform.close();
  }

  private void assertRefused(String... messages) {
    try (var transform = new WasmTransform.Value<SinkRecord>()) {
      var refused =
          assertThatThrownBy(() -> transform.configure(config)).isInstanceOf(ConfigException.class);
      for (String each : messages) {
        refused.hasMessageContaining(each);
      }
    }
  }

  @Test
  void operatorsLimitsHoldForTheTenantAndForAllOthers() {
    operatorSays("acme.fuel.row = 300\n*.fuel.row=400\n*.deadline.ms=1000\n# \n");
    try (var transform = open()) {
      assertThatThrownBy(() -> expensive(transform))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("more than 300 instructions (fuel.row)");
      assertThat(cheap(transform)).isNotNull();
    }
    config.put("wasm.tenant", "nobody else");
    try (var transform = open()) {
      assertThatThrownBy(() -> expensive(transform)).hasMessageContaining("more than 400 instr");
      assertThat(cheap(transform)).isNotNull();
    }
  }

  @Test
  void operatorMayAllowMoreThanTheDefaults() {
    operatorSays("acme.fuel.row=NONE\nacme.deadline.ms=60000\n");
    config.put("wasm.limit.fuel.row", "20000000");
    config.put("wasm.limit.deadline.ms", "60000");
    try (var transform = open()) {
      assertThat(expensive(transform)).isNotNull();
    }
    config.put("wasm.limit.deadline.ms", "60001");
    assertRefused(
        "wasm.limit.deadline.ms",
        "60001",
        "tenant acme may have 60000 at most",
        "change acme.deadline.ms in the file that -Dwasmudf.tenants names");
    config.put("wasm.tenant", "b");
    assertRefused("wasm.limit.fuel.row", "tenant b may have 10000000 at most");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          acme.fuel=1           | acme.fuel        | write a tenant, or * for all others, and one of the limits memory.bytes, memory.total.bytes
          fuel.row=1            | fuel.row         | write a tenant
          .fuel.row=1           | .fuel.row        | write a tenant
          b.functions=1         | b.functions      | write a tenant
          b.fuel.row=0          | b.fuel.row       | write a whole number of at least 1, or NONE
          b.fuel.row=many       | b.fuel.row       | write a whole number of at least 1, or NONE
          b.fuel.row=           | b.fuel.row       | write a whole number of at least 1, or NONE
          '*.fuel.row=1\n*.fuel.row=2' | *.fuel.row | the key is there twice
          """)
  void mistakeInTheFileIsNamed(String text, String key, String message) {
    operatorSays(text.replace("\\n", "\n"));
    assertRefused(key, "in the tenants' file " + folder, message);
    operatorSays("b.fuel.row=1");
    try (var transform = open()) {
      assertThat(expensive(transform)).isNotNull();
    }
  }

  @Test
  void fileThatCantBeReadIsNamed() {
    System.setProperty(PROPERTY, folder.resolve("nothing").toString());
    assertRefused(PROPERTY, "the tenants' file can't be read", "NoSuchFile", "nothing");
    System.setProperty(PROPERTY, folder.toString());
    assertRefused(PROPERTY, "the tenants' file can't be read");
    operatorSays("a=\\u00");
    assertRefused(PROPERTY, "the tenants' file can't be read");
  }

  @Test
  void namesMayHaveDotsAndAnyLetters() {
    operatorSays("größe.\uD83D\uDE80.fuel.row=300\ngröße.fuel.row=1\n");
    config.put("wasm.tenant", "größe.\uD83D\uDE80");
    try (var transform = open()) {
      assertThatThrownBy(() -> expensive(transform)).hasMessageContaining("more than 300 instr");
      assertThat(cheap(transform)).isNotNull();
    }
  }

  @Test
  void memoryIsThatOfAllTransformsOfATenant() {
    config.put("wasm.module.file", Transforms.guest("strings"));
    config.put("wasm.functions", "echo(VARCHAR) RETURNS VARCHAR");
    config.put("wasm.call", "x = echo(x)");
    operatorSays("acme.memory.total.bytes=300000\n");
    SinkRecord record = Transforms.record(null, Map.of("x", "ü"));
    try (var one = open();
        var other = open()) {
      assertThat(one.apply(record).value()).isEqualTo(record.value());
      assertThatThrownBy(() -> other.apply(record))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("MEMORY_LIMIT")
          .hasMessageContaining("memory.total.bytes");
      config.put("wasm.tenant", "somebody else");
      try (var elses = open()) {
        assertThat(elses.apply(record).value()).isEqualTo(record.value());
      }
      assertThat(one.apply(record).value()).isEqualTo(record.value());
      end(one);
      assertThat(other.apply(record).value()).isEqualTo(record.value());
    }
  }

  @Test
  void instancesAreThoseOfAllTransformsAndAreTightenedWhileATransformIsOpen() {
    config.put("wasm.limit.deadline.ms", "50");
    try (var one = open();
        var two = open()) {
      assertThat(cheap(one)).isNotNull();
      assertThat(cheap(two)).isNotNull();
      config.put("wasm.limit.instances", "2");
      try (var third = open()) {
        assertThatThrownBy(() -> cheap(third))
            .isInstanceOf(RetriableException.class)
            .hasMessageContaining("TENANT_THROTTLED")
            .hasMessageContaining("2");
        end(two);
        assertThat(cheap(third)).isNotNull();
      }
      config.remove("wasm.limit.instances");
      try (var third = open();
          var fourth = open()) {
        assertThat(cheap(third)).isNotNull();
        assertThat(cheap(fourth)).isNotNull();
      }
    }
  }

  @Test
  void tightenedCallsAreThoseOfOneTransform() {
    try (var other = open()) {
      config.put("wasm.limit.fuel.row", "300");
      config.put("wasm.limit.fuel.call", "1");
      try (var tightened = open()) {
        assertThatThrownBy(() -> expensive(tightened)).hasMessageContaining("more than 300 instr");
        assertThat(expensive(other)).isNotNull();
        assertThat(cheap(tightened)).isNotNull();
      }
    }
  }

  /// A tenant that wants too much a second is slowed down, together with all its transforms, and
  /// doesn't fail.
  @Test
  void throttledTenantWaitsAndDoesNotFail() {
    long fuelOfOne = fuelOfAnExpensiveCall();
    int calls = 8;
    operatorSays("acme.fuel.second=%d\n".formatted(fuelOfOne * calls));
    try (var one = open();
        var two = open()) {
      long start = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        assertThat(expensive(one)).isNotNull();
        assertThat(expensive(two)).isNotNull();
      }
      // Twice as much as a second allows, of which the first second's worth was there.
      assertThat(System.nanoTime() - start)
          .isBetween(TimeUnit.MILLISECONDS.toNanos(800), TimeUnit.SECONDS.toNanos(3));
    }
  }

  /// The lowest limit under which it ends well.
  private long fuelOfAnExpensiveCall() {
    long tooLow = 1;
    long enough = 1 << 20;
    while (enough - tooLow > 1) {
      long middle = (tooLow + enough) / 2;
      config.put("wasm.limit.fuel.row", String.valueOf(middle));
      try (var transform = open()) {
        expensive(transform);
        enough = middle;
      } catch (DataException e) {
        tooLow = middle;
      }
    }
    config.remove("wasm.limit.fuel.row");
    return enough;
  }
}
