package org.wasmudf.kafka.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.kafka.connect.Transforms;
import org.wasmudf.kafka.transform.ErrorHeaders;
import org.wasmudf.kafka.transform.MetricSink;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.samples.MoneyTwin;
import org.wasmudf.samples.SampleModule;

/// Functions over values in a topology: what becomes of them, and of those that fail.
class WasmProcessorsTest {
  private static final long SEED = 20_261_129;
  private static final String DEAD = "dead";
  private static final String PRICE = "disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE";
  private static final String ECHO = "echo(VARCHAR) RETURNS VARCHAR";
  private static final String TRAP_ON_T = "trap_on_t(VARCHAR) RETURNS BIGINT";

  @TempDir private Path folder;
  private @Nullable TopologyTestDriver driver;

  @AfterEach
  void close() {
    if (driver != null) {
      driver.close();
    }
  }

  /// A running topology of one processor.
  private record Stage<V, R>(TestInputTopic<String, V> in, TestOutputTopic<String, R> out) {
    List<R> apply(V value) {
      in.pipeInput("k", value);
      return out.readValuesToList();
    }
  }

  private <V, R> Stage<V, R> start(
      Map<String, String> config, Serde<V> in, Serde<R> out, Properties streams) {
    driver =
        new TopologyTestDriver(
            Topologies.of(WasmProcessors.<String, V, R>fixedKey(config), in, out), streams);
    return new Stage<>(
        driver.createInputTopic(Topologies.IN, Serdes.String().serializer(), in.serializer()),
        driver.createOutputTopic(
            Topologies.OUT, Serdes.String().deserializer(), out.deserializer()));
  }

  private <V, R> Stage<V, R> start(Map<String, String> config, Serde<V> in, Serde<R> out) {
    return start(config, in, out, Topologies.config("one"));
  }

  private Map<String, String> price() {
    return Transforms.config(
        Transforms.sample(SampleModule.C_MONEY, folder),
        PRICE,
        "fields",
        "total = disc_price(price, discount)");
  }

  private static Map<String, String> strings(String functions, String shape, String call) {
    return Transforms.config(Transforms.guest("strings"), functions, shape, call);
  }

  private static Map<String, String> trapOnT(String onError) {
    Map<String, String> config = strings(TRAP_ON_T, "map", "trap_on_t(value)");
    config.put("wasm.on.error", onError);
    return config;
  }

  /// The value of a metric of ours with these tags; NaN when there is none.
  private double metric(String name, String tag, String value) {
    return Objects.requireNonNull(driver).metrics().values().stream()
        .filter(each -> each.metricName().group().equals(MetricSink.GROUP))
        .filter(each -> each.metricName().name().equals(name))
        .filter(each -> value.equals(each.metricName().tags().get(tag)))
        .mapToDouble(each -> ((Number) each.metricValue()).doubleValue())
        .findFirst()
        .orElse(Double.NaN);
  }

  @Test
  void metricsAreStreamsOwnUntilTheProcessorEnds() throws Exception {
    Map<String, String> config = price();
    config.put("wasm.tenant", "acme");
    Stage<Object, Object> stage = start(config, WasmSerdes.json(), WasmSerdes.json());
    for (int i = 0; i < 100; i++) {
      stage.apply(Map.of("price", 100, "discount", 0.5));
    }
    // They are told once a second.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (metric("call-total", "function", "disc_price") != 100 && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(metric("call-total", "function", "disc_price")).isEqualTo(100);
    assertThat(metric("fuel-total", "tenant", "acme")).isPositive();
    assertThat(metric("engine-compiled", "task-id", "0_0")).isEqualTo(1);
    assertThat(metric("module-sha256", "module-sha256", Sha256.hex(SampleModule.C_MONEY.bytes())))
        .isEqualTo(1);
    Map<MetricName, ? extends Metric> all = Objects.requireNonNull(driver).metrics();
    Objects.requireNonNull(driver).close();
    driver = null;
    assertThat(all.keySet()).noneMatch(each -> each.group().equals(MetricSink.GROUP));
  }

  @Test
  void fieldsAreAddedAsByTheSameMapperInJava() {
    Stage<Object, Object> stage = start(price(), WasmSerdes.json(), WasmSerdes.json());
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      Map<String, Object> value = new LinkedHashMap<>();
      double price = random.nextDouble() * 1000;
      double discount = random.nextDouble();
      value.put("id", random.nextLong());
      value.put("name", "zoë\uD83D\uDE80".repeat(random.nextInt(3)));
      value.put("price", price);
      value.put("discount", discount);
      value.put("nothing", null);
      value.put("list", List.of(1L, "two"));
      Map<String, Object> expected = new LinkedHashMap<>(value);
      expected.put("total", MoneyTwin.discPrice(price, discount));
      List<Object> out = stage.apply(value);
      assertThat(out).as("seed %d, record %d", SEED, i).containsExactly(expected);
      assertThat(((Map<?, ?>) out.getFirst()).keySet().toString())
          .isEqualTo(expected.keySet().toString());
    }
  }

  @Test
  void keyTimestampAndHeadersStay() {
    Stage<Object, Object> stage = start(price(), WasmSerdes.json(), WasmSerdes.json());
    Headers headers = new RecordHeaders().add("trace", new byte[] {7});
    stage.in.pipeInput(
        new TestRecord<>("zoë", Map.of("price", 2, "discount", 0.5), headers, 1234L));
    TestRecord<String, Object> out = stage.out.readRecord();
    assertThat(out.key()).isEqualTo("zoë");
    assertThat(out.timestamp()).isEqualTo(1234);
    assertThat(out.headers()).isEqualTo(headers);
  }

  @Test
  void filterKeepsTrueAndDropsFalseAndNull() {
    Stage<Object, Object> stage =
        start(
            Transforms.config(
                Transforms.guest("nulls"),
                "positive(BIGINT) RETURNS BOOLEAN",
                "filter",
                "positive(n)"),
            WasmSerdes.json(),
            WasmSerdes.json());
    assertThat(stage.apply(Map.of("n", 5))).containsExactly(Map.of("n", 5L));
    assertThat(stage.apply(Map.of("n", -5))).isEmpty();
    assertThat(stage.apply(Map.of("n", 0))).as("the function returns NULL").isEmpty();
    Map<String, Object> nothing = new LinkedHashMap<>();
    nothing.put("n", null);
    assertThat(stage.apply(nothing)).as("the argument is NULL").isEmpty();
    assertThat(stage.apply(Map.of("n", 6))).hasSize(1);
  }

  @Test
  void mapTakesWholeStringsOfAnyLength() {
    Stage<String, String> stage =
        start(strings(ECHO, "map", "echo(value)"), Serdes.String(), Serdes.String());
    String rocket = Character.toString(0x1F680);
    String combined = "e" + Character.toString(0x301);
    for (String text :
        List.of("", "a", "zoë", "日本語", rocket, combined, "a" + Character.toString(0) + "b")) {
      assertThat(stage.apply(text)).containsExactly(text);
    }
    String large = rocket.repeat((1 << 20) / 4);
    assertThat(stage.apply(large)).containsExactly(large);
  }

  @Test
  void mapTakesBytesAndNumbers() {
    Stage<byte[], byte[]> bytes =
        start(
            strings("echo(VARBINARY) RETURNS VARBINARY", "map", "echo(value)"),
            Serdes.ByteArray(),
            Serdes.ByteArray());
    assertThat(bytes.apply(new byte[] {0, -1})).containsExactly(new byte[] {0, -1});
    assertThat(bytes.apply(new byte[0])).containsExactly(new byte[0]);
    close();
    Stage<Integer, Integer> numbers =
        start(
            Transforms.config(
                Transforms.guest("plain"),
                "same(INTEGER) RETURNS INTEGER EXTERNAL NAME 'id_i32'",
                "map",
                "same(value)"),
            Serdes.Integer(),
            Serdes.Integer());
    assertThat(numbers.apply(Integer.MIN_VALUE)).containsExactly(Integer.MIN_VALUE);
  }

  @Test
  void mapToNullIsATombstoneAndATombstoneGoesOn() {
    Stage<Long, Long> stage =
        start(
            Transforms.config(
                Transforms.guest("nulls"), "twice(BIGINT) RETURNS BIGINT", "map", "twice(value)"),
            Serdes.Long(),
            Serdes.Long());
    stage.in.pipeInput("k", null);
    stage.in.pipeInput("k", 20L);
    assertThat(stage.out.readValuesToList()).containsExactly(null, 40L);
    stage.in.pipeInput("k", 21L);
    assertThat(stage.out.readValuesToList()).containsExactly((Long) null);
  }

  private <V, R> void assertFails(Stage<V, R> stage, V value, String message) {
    assertThatThrownBy(() -> stage.apply(value))
        .isInstanceOf(StreamsException.class)
        .satisfies(e -> assertThat(causes(e)).contains(message));
  }

  private static String causes(Throwable e) {
    StringBuilder all = new StringBuilder();
    for (Throwable at = e; at != null; at = at.getCause()) {
      all.append(at.getMessage()).append('\n');
    }
    return all.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "dead-letter"})
  void failureStopsTheTaskUnlessAHandlerGoesOn(String onError) {
    Stage<String, Long> stage = start(trapOnT(onError), Serdes.String(), Serdes.Long());
    assertThat(stage.apply("abc")).containsExactly(3L);
    assertFails(stage, "trap", "TRAP_UNREACHABLE: function trap_on_t: ");
    assertThat(stage.apply("abcd")).as("the next record, in a new guest").containsExactly(4L);
  }

  @Test
  void recordThatDoesntFitIsAFailureToo() {
    Stage<Object, Object> stage = start(price(), WasmSerdes.json(), WasmSerdes.json());
    assertFails(stage, Map.of("price", 1), "there is no field discount; there are price");
    assertFails(
        stage,
        Map.of("price", "much", "discount", 1),
        "disc_price(price, discount), argument price: a value of String can't become DOUBLE");
    assertFails(stage, "text", "there is no field price in a value of String without fields");
    assertThat(stage.apply(Map.of("price", 1, "discount", 0))).hasSize(1);
  }

  @Test
  void skipDropsAndPassLetsGoOn() {
    Map<String, String> skip = trapOnT("skip");
    Stage<String, Object> stage = start(skip, Serdes.String(), WasmSerdes.json());
    assertThat(stage.apply("trap")).isEmpty();
    assertThat(stage.apply("abc")).containsExactly(3L);
    close();
    skip.put("wasm.on.error", "pass");
    stage = start(skip, Serdes.String(), WasmSerdes.json());
    assertThat(stage.apply("trap")).containsExactly("trap");
    assertThat(stage.apply("abc")).containsExactly(3L);
  }

  private static Properties continuing() {
    Properties streams = Topologies.config("one");
    streams.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueProcessingExceptionHandler.class);
    streams.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD);
    return streams;
  }

  private static @Nullable String header(Headers headers, String name) {
    return headers.lastHeader(name) == null
        ? null
        : new String(headers.lastHeader(name).value(), UTF_8);
  }

  private Headers dead() {
    return Objects.requireNonNull(driver)
        .createOutputTopic(
            DEAD, Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer())
        .readRecord()
        .headers();
  }

  @Test
  void deadLetterSaysWhoseFaultItWas() {
    Map<String, String> config = trapOnT("dead-letter");
    config.put("wasm.tenant", "acme");
    Stage<String, Long> stage = start(config, Serdes.String(), Serdes.Long(), continuing());
    assertThat(stage.apply("trap")).isEmpty();
    Headers headers = dead();
    assertThat(header(headers, ErrorHeaders.CODE)).isEqualTo("TRAP_UNREACHABLE");
    assertThat(header(headers, ErrorHeaders.TENANT)).isEqualTo("acme");
    assertThat(header(headers, ErrorHeaders.FUNCTION)).isEqualTo("trap_on_t");
    assertThat(header(headers, ErrorHeaders.MODULE)).matches("[0-9a-f]{64}");
    assertThat(header(headers, ErrorHeaders.MESSAGE)).startsWith("function trap_on_t: ");
    assertThat(header(headers, "__streams.errors.exception"))
        .isEqualTo(StreamsException.class.getName());
    assertThat(stage.apply("abc")).containsExactly(3L);
  }

  @Test
  void deadLetterOfARecordThatDoesntFitBlamesNoModule() {
    Stage<Object, Object> stage =
        start(price(), WasmSerdes.json(), WasmSerdes.json(), continuing());
    assertThat(stage.apply(Map.of("price", 1))).isEmpty();
    Headers headers = dead();
    assertThat(header(headers, ErrorHeaders.CODE)).isEqualTo(ErrorHeaders.INVALID_RECORD);
    assertThat(header(headers, ErrorHeaders.MESSAGE)).contains("there is no field discount");
    assertThat(header(headers, ErrorHeaders.MODULE)).isNull();
    assertThat(stage.apply(Map.of("price", 1, "discount", 0))).hasSize(1);
  }

  /// Every tenth call of an instance traps, and the one after it is the first of a new one.
  @Test
  void retryCallsAgain() {
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("traps"),
            "f(BIGINT) RETURNS BIGINT EXTERNAL NAME 'traps_in_the_tenth_call'",
            "map",
            "f(value)");
    config.put("wasm.on.error", "retry");
    Stage<Long, Long> stage = start(config, Serdes.Long(), Serdes.Long());
    for (long i = 0; i < 25; i++) {
      assertThat(stage.apply(i)).hasSize(1);
    }
  }

  @Test
  void retryEndsLongBeforeTheConsumerIsTakenForDead() {
    Properties streams = Topologies.config("one");
    streams.put("main.consumer.max.poll.interval.ms", "600");
    Stage<String, Long> stage = start(trapOnT("retry"), Serdes.String(), Serdes.Long(), streams);
    long before = System.nanoTime();
    assertFails(stage, "trap", "TRAP_UNREACHABLE");
    assertThat(System.nanoTime() - before).isGreaterThan(50_000_000);
    assertThat(stage.apply("abc")).containsExactly(3L);
  }

  @Test
  void throttledTenantIsWaitedForWhateverThePolicy() {
    Map<String, String> config =
        Transforms.config(
            Transforms.sample(SampleModule.C_NUMBERS, folder),
            "mandelbrot(x DOUBLE, y DOUBLE) RETURNS INTEGER",
            "fields",
            "steps = mandelbrot(x, y)");
    config.put("wasm.limit.fuel.second", "10000");
    config.put("wasm.limit.deadline.ms", "50");
    config.put("wasm.on.error", "skip");
    Stage<Object, Object> stage = start(config, WasmSerdes.json(), WasmSerdes.json());
    for (int i = 0; i < 15; i++) {
      assertThat(stage.apply(Map.of("x", 0, "y", 0)))
          .containsExactly(Map.of("x", 0L, "y", 0L, "steps", 100L));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wasm.module.file | nowhere.wasm | there is no such file
          wasm.functions | disc_price(DOUBLE, DOUBLE) RETURNS BIGINT | SIGNATURE_MISMATCH
          wasm.call | total = prize(price) | there is no function prize
          wasm.shape | table | must be one of
          wasm.on.error | explode | must be one of
          wasm.limit.fuel.rows | 10 | there is no such key
          """)
  void whatIsWrongIsSaidWhenTheSupplierIsMade(String key, String value, String message) {
    Map<String, String> config = price();
    config.put(key, value);
    assertThatThrownBy(() -> WasmProcessors.fixedKey(config))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(message);
  }

  @Test
  void eachProcessorHasAGuestOfItsOwn() {
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("plain"), "count(BIGINT) RETURNS BIGINT", "map", "count(value)");
    Stage<Long, Long> stage = start(config, Serdes.Long(), Serdes.Long());
    assertThat(List.of(stage.apply(7L), stage.apply(7L)))
        .isEqualTo(List.of(List.of(1L), List.of(2L)));
    close();
    stage = start(config, Serdes.Long(), Serdes.Long());
    assertThat(stage.apply(7L)).as("after init() of another").containsExactly(1L);
  }

  @Test
  void errorsCarryWhatTheFunctionSaid() {
    Stage<Long, Long> stage =
        start(
            Transforms.config(
                Transforms.guest("fails"),
                "f(BIGINT) RETURNS BIGINT EXTERNAL NAME 'fail_with_a_message'",
                "map",
                "f(value)"),
            Serdes.Long(),
            Serdes.Long());
    assertThatThrownBy(() -> stage.apply(13L))
        .hasRootCauseInstanceOf(UdfException.Guest.class)
        .satisfies(e -> assertThat(causes(e)).contains("GUEST_ERROR: function f: "));
  }
}
