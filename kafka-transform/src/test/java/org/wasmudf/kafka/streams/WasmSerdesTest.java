package org.wasmudf.kafka.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.connect.json.JsonConverter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON, as Connect's converter has it.
class WasmSerdesTest {
  private static final long SEED = 20_261_129;
  private static final String TOPIC = "orders";

  private final Serde<Object> json = WasmSerdes.json();
  private final Random random = new Random(SEED);

  private @Nullable Object next(int depth) {
    return switch (random.nextInt(depth > 3 ? 6 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20);
      case 4 -> "zoë\uD83D\uDE80\n\"\\".repeat(random.nextInt(3));
      case 5 -> "";
      case 6 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(next(depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put("näme " + random.nextInt(100), next(depth + 1));
        }
        yield map;
      }
    };
  }

  @Test
  void readsAndWritesAsConnectsConverterDoes() {
    try (JsonConverter converter = new JsonConverter()) {
      converter.configure(Map.of("schemas.enable", false), false);
      for (int i = 0; i < 2000; i++) {
        Object value = next(0);
        byte[] bytes = json.serializer().serialize(TOPIC, value);
        Object read = json.deserializer().deserialize(TOPIC, bytes);
        assertThat(read).as("seed %d, value %d", SEED, i).isEqualTo(value);
        assertThat(read).isEqualTo(converter.toConnectData(TOPIC, bytes).value());
        if (value != null) {
          // Connect's escapes characters of four bytes.
          byte[] connects = converter.fromConnectData(TOPIC, null, value);
          assertThat(json.deserializer().deserialize(TOPIC, connects)).isEqualTo(value);
          assertThat(new String(connects, UTF_8).replace("\\uD83D\\uDE80", "\uD83D\uDE80"))
              .isEqualTo(new String(bytes, UTF_8));
        }
      }
    }
  }

  @Test
  void fieldsStayInTheirOrder() {
    byte[] bytes = "{\"z\":1,\"a\":2,\"m\":3}".getBytes(UTF_8);
    Object read = json.deserializer().deserialize(TOPIC, bytes);
    assertThat(json.serializer().serialize(TOPIC, read)).isEqualTo(bytes);
  }

  @Test
  void numbersHaveAllTheirDigitsWhereThatIsAskedFor() {
    Serde<Object> decimals = WasmSerdes.jsonWithDecimals();
    byte[] bytes = "[1,0.10,12345678901234567890.123456789]".getBytes(UTF_8);
    assertThat(decimals.deserializer().deserialize(TOPIC, bytes))
        .isEqualTo(
            List.of(1L, new BigDecimal("0.10"), new BigDecimal("12345678901234567890.123456789")));
    assertThat(
            decimals
                .serializer()
                .serialize(TOPIC, decimals.deserializer().deserialize(TOPIC, bytes)))
        .isEqualTo(bytes);
    assertThat(json.deserializer().deserialize(TOPIC, bytes))
        .isEqualTo(List.of(1L, 0.1, 1.2345678901234567e19));
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // That is how Connect has days and times.
  void bytesAreBase64AndTimesMilliseconds() {
    assertThat(json.serializer().serialize(TOPIC, List.of(new byte[] {-1, 0}, new Date(7))))
        .isEqualTo("[\"/wA=\",7]".getBytes(UTF_8));
  }

  @Test
  void nothingIsNull() {
    assertThat(json.serializer().serialize(TOPIC, null)).isNull();
    assertThat(json.deserializer().deserialize(TOPIC, null)).isNull();
    assertThat(json.deserializer().deserialize(TOPIC, "null".getBytes(UTF_8))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "tru",
        "1 2",
        "{'a': 1}",
        "[1,]",
        "NaN",
        "99999999999999999999",
        "\"\t\""
      })
  void whatIsNoJsonNamesTopicAndPlace(String text) {
    assertThatThrownBy(() -> json.deserializer().deserialize(TOPIC, text.getBytes(UTF_8)))
        .isInstanceOf(SerializationException.class)
        .hasMessageStartingWith("a value of topic orders is not JSON, at line 1, column ");
    assertThat(json.deserializer().deserialize(TOPIC, "1".getBytes(UTF_8))).isEqualTo(1L);
  }

  @Test
  void whatIsNoUtf8IsNoJson() {
    byte[] bytes = {'"', (byte) 0xC3, '"'};
    assertThatThrownBy(() -> json.deserializer().deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class);
  }
}
