package org.wasmudf.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.samples.SampleModule;

/// What the shapes make of records, and what becomes of those that fail.
class WasmTransformTest {
  /// As docs/kafka.md says.
  private static final int SCHEMAS_REMEMBERED = 16;

  private static final String PRICE = "disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE";
  private static final String MASK = "mask_email(address VARCHAR) RETURNS VARCHAR";
  private static final String POSITIVE = "positive(BIGINT) RETURNS BOOLEAN";
  private static final String DIV = "div(INTEGER, INTEGER) RETURNS INTEGER";

  private static final Schema CUSTOMER =
      SchemaBuilder.struct()
          .name("Customer")
          .optional()
          .field("name", Schema.STRING_SCHEMA)
          .field("email", Schema.OPTIONAL_STRING_SCHEMA)
          .build();
  private static final Schema ORDER =
      SchemaBuilder.struct()
          .name("Order")
          .version(4)
          .doc("An order.")
          .parameter("owner", "shop")
          .field("price", Schema.FLOAT64_SCHEMA)
          .field("discount", Schema.FLOAT64_SCHEMA)
          .field("customer", CUSTOMER)
          .build();

  @TempDir private Path folder;

  private static Struct order(@Nullable String email) {
    return new Struct(ORDER)
        .put("price", 100.0)
        .put("discount", 0.25)
        .put("customer", new Struct(CUSTOMER).put("name", "Zoë").put("email", email));
  }

  private WasmTransform.Value<SinkRecord> money(String shape, String call) {
    return Transforms.value(Transforms.sample(SampleModule.C_MONEY, folder), PRICE, shape, call);
  }

  private WasmTransform.Value<SinkRecord> text(String shape, String call) {
    return Transforms.value(Transforms.sample(SampleModule.RUST_TEXT, folder), MASK, shape, call);
  }

  private static WasmTransform.Value<SinkRecord> filter() {
    return Transforms.value(Transforms.guest("nulls"), POSITIVE, "filter", "positive(n)");
  }

  private static SinkRecord number(Object n) {
    return Transforms.single("n", Schema.INT64_SCHEMA, n);
  }

  @Test
  void filterKeepsTrueAndDropsFalseAndNull() {
    try (var transform = filter()) {
      SinkRecord kept = number(1L);
      assertThat(transform.apply(kept)).isSameAs(kept);
      assertThat(transform.apply(number(-1L))).isNull();
      assertThat(transform.apply(number(0L))).as("the function returns NULL").isNull();
      assertThat(transform.apply(Transforms.single("n", Schema.OPTIONAL_INT64_SCHEMA, null)))
          .as("the argument is NULL")
          .isNull();
      assertThat(transform.apply(Transforms.record(null, Map.of("n", 5)))).isNotNull();
    }
  }

  @Test
  void fieldsAreAddedAndReplacedAndTheRestStays() {
    try (var transform = money("fields", "total = disc_price(price, discount)")) {
      SinkRecord in = Transforms.record(ORDER, order("zoe@example.com"));
      in.headers().addString("trace", "abc");
      SinkRecord out = transform.apply(in);
      Struct value = (Struct) out.value();
      assertThat(value.get("total")).isEqualTo(75.0);
      for (String each : List.of("price", "discount", "customer")) {
        assertThat(value.get(each)).isEqualTo(order("zoe@example.com").get(each));
      }
      Schema schema = out.valueSchema();
      assertThat(schema.name()).isEqualTo("Order");
      assertThat(schema.version()).isEqualTo(4);
      assertThat(schema.doc()).isEqualTo("An order.");
      assertThat(schema.parameters()).isEqualTo(Map.of("owner", "shop"));
      assertThat(schema.field("total").schema()).isEqualTo(Schema.FLOAT64_SCHEMA);
      assertThat(out.topic()).isEqualTo(Transforms.TOPIC);
      assertThat(out.kafkaPartition()).isEqualTo(Transforms.PARTITION);
      assertThat(out.timestamp()).isEqualTo(Transforms.TIMESTAMP);
      assertThat(out.key()).isEqualTo("k");
      assertThat(out.headers().lastWithName("trace").value()).isEqualTo("abc");
      assertThat(in.value()).as("the record that came").isEqualTo(order("zoe@example.com"));
    }
  }

  @Test
  void nestedFieldIsReplacedWhereItIs() {
    try (var transform = text("fields", "customer.email = mask_email(customer.email)")) {
      SinkRecord out =
          transform.apply(Transforms.record(ORDER, order("zoë\uD83D\uDE80@example.com")));
      Struct customer = ((Struct) out.value()).getStruct("customer");
      assertThat(customer.get("email")).isEqualTo("z***@example.com");
      assertThat(customer.get("name")).isEqualTo("Zoë");
      assertThat(out.valueSchema()).isEqualTo(ORDER);

      out = transform.apply(Transforms.record(ORDER, order(null)));
      assertThat(((Struct) out.value()).getStruct("customer").get("email")).isNull();

      Struct without = order("x").put("customer", null);
      assertThat(transform.apply(Transforms.record(ORDER, without)).value()).isEqualTo(without);
    }
  }

  @Test
  void callsSeeTheRecordAsItCame() {
    try (var transform =
        Transforms.value(
            Transforms.guest("plain"),
            "subtract(BIGINT, BIGINT) RETURNS BIGINT",
            "fields",
            "a = subtract(a, b), b = subtract(b, a)")) {
      SinkRecord out = transform.apply(Transforms.record(null, Map.of("a", 10L, "b", 3L)));
      assertThat(out.value()).isEqualTo(Map.of("a", 7L, "b", -7L));
    }
  }

  @Test
  void mapReplacesStringsAndBytes() {
    try (var transform = text("map", "mask_email(value)")) {
      SinkRecord out =
          transform.apply(Transforms.record(Schema.STRING_SCHEMA, "ü\uD83D\uDE80@ö.de"));
      assertThat(out.value()).isEqualTo("ü***@ö.de");
      assertThat(out.valueSchema()).isEqualTo(Schema.STRING_SCHEMA);
      out = transform.apply(Transforms.record(null, "bob@example.com"));
      assertThat(out.value()).isEqualTo("b***@example.com");
      assertThat(out.valueSchema()).isNull();
      // A field that happens to have the part's name.
      out = transform.apply(Transforms.single("value", Schema.STRING_SCHEMA, "x@y"));
      assertThat(out.value()).isEqualTo("x***@y");
    }
    try (var transform =
        Transforms.value(
            Transforms.guest("strings"),
            "echo(VARBINARY) RETURNS VARBINARY",
            "map",
            "echo(value)")) {
      byte[] bytes = {0, -1, 127};
      assertThat(transform.apply(Transforms.record(Schema.BYTES_SCHEMA, bytes)).value())
          .isEqualTo(bytes);
    }
  }

  @Test
  void keysAreTransformedLikeValues() {
    Map<String, String> config =
        Transforms.config(
            Transforms.sample(SampleModule.C_TEXT, folder), MASK, "map", "mask_email(key)");
    try (var transform = Transforms.configured(new WasmTransform.Key<SinkRecord>(), config)) {
      SinkRecord in = Transforms.record(Schema.STRING_SCHEMA, "a.b@c", Schema.INT32_SCHEMA, 5);
      SinkRecord out = transform.apply(in);
      assertThat(out.key()).isEqualTo("a***@c");
      assertThat(out.value()).isEqualTo(5);
      assertThat(out.valueSchema()).isEqualTo(Schema.INT32_SCHEMA);
    }
  }

  @Test
  void wholeRecordHasKeyValueTopicTimestampAndPartition() {
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("plain"),
            "ts(TIMESTAMP) RETURNS TIMESTAMP EXTERNAL NAME 'id_i64';"
                + "ms(BIGINT) RETURNS BIGINT EXTERNAL NAME 'id_i64';"
                + "n(INTEGER) RETURNS INTEGER EXTERNAL NAME 'id_i32';",
            "fields",
            "value.at = ts(timestamp), value.ms = ms(timestamp), value.from = n(partition), value.k"
                + " = n(key.id), key.v = n(value.n)");
    try (var transform = Transforms.configured(new WasmTransform<SinkRecord>(), config)) {
      SinkRecord out =
          transform.apply(Transforms.record(null, Map.of("id", 8), null, Map.of("n", 9)));
      assertThat(out.key()).isEqualTo(Map.of("id", 8, "v", 9));
      assertThat(out.value())
          .isEqualTo(
              Map.of(
                  "n",
                  9,
                  "k",
                  8,
                  "from",
                  Transforms.PARTITION,
                  "ms",
                  Transforms.TIMESTAMP,
                  "at",
                  Timestamp.toLogical(Timestamp.SCHEMA, Transforms.TIMESTAMP)));
    }
    config =
        Transforms.config(
            Transforms.guest("strings"),
            "echo(VARCHAR) RETURNS VARCHAR",
            "map",
            "value = echo(topic), key = echo(value)");
    try (var transform = Transforms.configured(new WasmTransform<SinkRecord>(), config)) {
      SinkRecord out = transform.apply(Transforms.record(null, "v"));
      assertThat(out.value()).isEqualTo(Transforms.TOPIC);
      assertThat(out.key()).isEqualTo("v");
    }
  }

  @Test
  void recordsWithoutThePartGoOnUntouched() {
    SinkRecord tombstone = Transforms.record(ORDER, null);
    SinkRecord unkeyed = Transforms.record(null, null, null, Map.of("id", 1));
    try (var fields = money("fields", "total = disc_price(price, discount)");
        var map = text("map", "mask_email(value)");
        var filter = filter()) {
      assertThat(fields.apply(tombstone)).isSameAs(tombstone);
      assertThat(map.apply(tombstone)).isSameAs(tombstone);
      assertThat(filter.apply(tombstone)).isSameAs(tombstone);
    }
    Map<String, String> config =
        Transforms.config(Transforms.guest("nulls"), POSITIVE, "filter", "positive(key.n)");
    try (var transform = Transforms.configured(new WasmTransform<SinkRecord>(), config);
        var keys =
            Transforms.configured(
                new WasmTransform.Key<SinkRecord>(),
                Transforms.config(Transforms.guest("nulls"), POSITIVE, "filter", "positive(n)"))) {
      assertThat(transform.apply(unkeyed)).isSameAs(unkeyed);
      assertThat(keys.apply(unkeyed)).isSameAs(unkeyed);
    }
  }

  @Test
  void missingFieldIsNamedWithThoseThatThereAre() {
    try (var transform = money("fields", "total = disc_price(prise, discount)")) {
      for (SinkRecord each :
          List.of(
              Transforms.record(ORDER, order("x")),
              Transforms.record(null, new TreeMap<>(Map.of("price", 1, "discount", 1))))) {
        assertThatThrownBy(() -> transform.apply(each))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith(
                "disc_price(prise, discount), argument prise: there is no field prise; there are ")
            .hasMessageContaining("price");
      }
      assertThatThrownBy(() -> transform.apply(Transforms.record(null, "text")))
          .hasMessageContaining("there is no field prise in a value of String without fields");
    }
    try (var transform = text("fields", "customer.x.y = mask_email(customer.name)")) {
      assertThatThrownBy(() -> transform.apply(Transforms.record(ORDER, order("x"))))
          .hasMessageContaining("there is no field x; there are name, email");
    }
  }

  @Test
  void failingRecordIsAnErrorAndTheNextOneWorks() {
    try (var transform =
        Transforms.value(Transforms.guest("plain"), DIV, "fields", "q = div(a, b)")) {
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("a", 1, "b", 0))))
            .isInstanceOf(DataException.class)
            .hasMessageStartingWith("TRAP_DIVIDE_BY_ZERO: function div: ")
            .hasCauseInstanceOf(UdfException.Guest.class);
        assertThat(transform.apply(Transforms.record(null, Map.of("a", 6, "b", 2))).value())
            .isEqualTo(Map.of("a", 6, "b", 2, "q", 3));
      }
    }
  }

  @Test
  void failingRecordCanBeSkippedOrPassedOn() {
    Map<String, String> config =
        Transforms.config(Transforms.guest("plain"), DIV, "fields", "q = div(a, b)");
    for (String each : List.of("skip", "pass")) {
      config.put("wasm.on.error", each);
      try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
        for (Object bad :
            List.of(Map.of("a", 1, "b", 0), Map.of("a", 1), Map.of("a", 1, "b", "x"), 5)) {
          SinkRecord in = Transforms.record(null, bad);
          SinkRecord out = transform.apply(in);
          if (each.equals("skip")) {
            assertThat(out).isNull();
          } else {
            assertThat(out).isSameAs(in);
          }
          assertThat(transform.apply(Transforms.record(null, Map.of("a", 6, "b", 2))).value())
              .isEqualTo(Map.of("a", 6, "b", 2, "q", 3));
        }
      }
    }
  }

  @Test
  void failingRecordCanBeLeftToConnect() {
    Map<String, String> config =
        Transforms.config(Transforms.guest("plain"), DIV, "fields", "q = div(a, b)");
    for (String each : List.of("dead-letter", "retry")) {
      config.put("wasm.on.error", each);
      try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
        assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("a", 1, "b", 0))))
            .isInstanceOf(each.equals("retry") ? RetriableException.class : DataException.class)
            .hasMessageStartingWith("TRAP_DIVIDE_BY_ZERO: function div: ");
        assertThat(transform.apply(Transforms.record(null, Map.of("a", 6, "b", 2))).value())
            .isEqualTo(Map.of("a", 6, "b", 2, "q", 3));
      }
    }
  }

  @Test
  void limitsStopTheFunctionAndTheNextRecordWorks() {
    Map<String, String> config =
        Transforms.config(
            Transforms.sample(SampleModule.C_NUMBERS, folder),
            "mandelbrot(x DOUBLE, y DOUBLE) RETURNS INTEGER",
            "fields",
            "steps = mandelbrot(x, y)");
    config.put("wasm.limit.fuel.row", "300");
    try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
      assertThatThrownBy(() -> transform.apply(Transforms.record(null, Map.of("x", 0, "y", 0))))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("FUEL_EXHAUSTED: function mandelbrot: ");
      SinkRecord out = transform.apply(Transforms.record(null, Map.of("x", 9, "y", 9)));
      assertThat(((Map<?, ?>) out.value()).get("steps")).isInstanceOf(Integer.class);
    }
  }

  @Test
  void throttledTenantIsToldToRetry() {
    Map<String, String> config =
        Transforms.config(
            Transforms.sample(SampleModule.C_NUMBERS, folder),
            "mandelbrot(x DOUBLE, y DOUBLE) RETURNS INTEGER",
            "fields",
            "steps = mandelbrot(x, y)");
    config.put("wasm.limit.fuel.second", "100");
    config.put("wasm.limit.deadline.ms", "50");
    config.put("wasm.on.error", "skip");
    try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) {
                  transform.apply(Transforms.record(null, Map.of("x", 0, "y", 0)));
                }
              })
          .isInstanceOf(RetriableException.class)
          .hasMessageStartingWith("TENANT_THROTTLED: ");
    }
  }

  @Test
  void schemaIsMadeOnceForEachSchemaThatComes() {
    try (var transform =
        Transforms.value(
            Transforms.guest("plain"),
            "same(BIGINT) RETURNS BIGINT EXTERNAL NAME 'id_i64'",
            "fields",
            "out = same(in)")) {
      List<Schema> in = new ArrayList<>();
      for (int i = 0; i < SCHEMAS_REMEMBERED; i++) {
        in.add(
            SchemaBuilder.struct()
                .field("x" + i, Schema.INT32_SCHEMA)
                .field("in", Schema.INT64_SCHEMA)
                .build());
      }
      List<Schema> out = new ArrayList<>();
      in.forEach(each -> out.add(schemaAfter(transform, each)));
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < in.size(); i++) {
          assertThat(schemaAfter(transform, in.get(i))).isSameAs(out.get(i));
        }
      }
      // Another object that says the same.
      Schema twin =
          SchemaBuilder.struct()
              .field("x3", Schema.INT32_SCHEMA)
              .field("in", Schema.INT64_SCHEMA)
              .build();
      assertThat(twin).isNotSameAs(in.get(3));
      assertThat(schemaAfter(transform, twin)).isSameAs(out.get(3));
      // More than are remembered: right, if slower.
      Schema one = SchemaBuilder.struct().field("in", Schema.INT64_SCHEMA).build();
      assertThat(schemaAfter(transform, one)).isNotIn(out);
      in.forEach(each -> assertThat(schemaAfter(transform, each).fields()).hasSize(3));
    }
  }

  private static Schema schemaAfter(WasmTransform.Value<SinkRecord> transform, Schema schema) {
    Struct value = new Struct(schema).put("in", 5L);
    schema.fields().stream()
        .filter(each -> !each.name().equals("in"))
        .forEach(each -> value.put(each, 1));
    SinkRecord out = transform.apply(Transforms.record(schema, value));
    assertThat(((Struct) out.value()).get("out")).isEqualTo(5L);
    return out.valueSchema();
  }

  @Test
  void eachInstanceHasAGuestOfItsOwnUntilItIsClosed() {
    Map<String, String> config =
        Transforms.config(
            Transforms.guest("plain"), "count(BIGINT) RETURNS BIGINT", "fields", "n = count(n)");
    var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config);
    try (var other = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
      assertThat(counted(transform)).isEqualTo(1);
      assertThat(counted(transform)).isEqualTo(2);
      assertThat(counted(other)).isEqualTo(1);
      transform.close();
      transform.close();
      transform.configure(config);
      assertThat(counted(transform)).isEqualTo(1);
      assertThat(counted(other)).isEqualTo(2);
    } finally {
      transform.close();
    }
  }

  private static long counted(WasmTransform.Value<SinkRecord> transform) {
    SinkRecord out = transform.apply(number(1L));
    return ((Struct) out.value()).getInt64("n");
  }

  @Test
  void moduleThatDescribesItselfNeedsNoDeclarations() {
    ByteArrayOutputStream module = new ByteArrayOutputStream();
    byte[] name = "wasmudf.functions".getBytes(StandardCharsets.UTF_8);
    byte[] lines =
        (PRICE + " IMMUTABLE\nAGGREGATE FUNCTION total(x DOUBLE) RETURNS DOUBLE\n")
            .getBytes(StandardCharsets.UTF_8);
    int length = 1 + name.length + lines.length;
    module.writeBytes(SampleModule.C_MONEY.bytes());
    module.writeBytes(new byte[] {0, (byte) ((length & 0x7F) | 0x80), (byte) (length >>> 7)});
    module.write(name.length);
    module.writeBytes(name);
    module.writeBytes(lines);
    Map<String, String> config = new HashMap<>();
    config.put(
        "wasm.module.file", Transforms.write(module.toByteArray(), folder.resolve("own.wasm")));
    config.put("wasm.shape", "fields");
    config.put("wasm.call", "total = disc_price(price, discount)");
    try (var transform = Transforms.configured(new WasmTransform.Value<SinkRecord>(), config)) {
      Map<String, Object> value = Map.of("price", 10, "discount", 0.5);
      assertThat(((Map<?, ?>) transform.apply(Transforms.record(null, value)).value()).get("total"))
          .isEqualTo(5.0);
    }
    config.put("wasm.call", "total = total(price)");
    assertThatThrownBy(() -> new WasmTransform.Value<SinkRecord>().configure(config))
        .hasMessageContaining(
            "there is no function total; declared are disc_price; the module also")
        .hasMessageContaining("AGGREGATE FUNCTION total");
  }

  @Test
  void predicateIsTrueOnlyForTrue() {
    Map<String, String> config =
        Transforms.config(Transforms.guest("nulls"), POSITIVE, "", "positive(value.n)");
    config.remove("wasm.shape");
    try (var predicate = new WasmPredicate<SinkRecord>()) {
      predicate.configure(config);
      assertThat(predicate.test(number(1L))).isTrue();
      assertThat(predicate.test(number(-1L))).isFalse();
      assertThat(predicate.test(number(0L))).isFalse();
      assertThat(predicate.test(Transforms.record(null, null))).isFalse();
      assertThatThrownBy(() -> predicate.test(Transforms.record(null, Map.of())))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("there is no field n; there are none");
      assertThat(predicate.test(number(2L))).isTrue();
    }
  }

  @Test
  void connectFindsThePluginsByTheirServiceFiles() {
    assertThat(ServiceLoader.load(Transformation.class).stream().map(ServiceLoader.Provider::type))
        .contains(WasmTransform.class, WasmTransform.Key.class, WasmTransform.Value.class);
    assertThat(ServiceLoader.load(Predicate.class).stream().map(ServiceLoader.Provider::type))
        .contains(WasmPredicate.class);
    try (var transform = new WasmTransform<SinkRecord>()) {
      assertThat(transform.version()).isNotEmpty();
    }
  }
}
