package org.wasmudf.kafka.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.JsonValues;

/// Serdes of values that functions are called with. Those of strings and bytes are Kafka's own,
/// [Serdes].
///
/// JSON is read as [JsonValues] has it. Written, byte arrays are base64, and days and times
/// milliseconds. No bytes are null, and the other way round.
///
/// A text that isn't JSON, or has a whole number that no Long holds, is a SerializationException.
public final class WasmSerdes {
  private static final ObjectReader READER = JsonValues.MAPPER.readerFor(Object.class);
  private static final ObjectWriter WRITER = JsonValues.MAPPER.writer();

  private WasmSerdes() {}

  /// JSON, whose numbers are Long and Double.
  public static Serde<Object> json() {
    return json(READER);
  }

  /// JSON, whose numbers are Long and BigDecimal, with all digits: for functions of DECIMAL, which
  /// take no Double.
  public static Serde<Object> jsonWithDecimals() {
    return json(READER.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS));
  }

  private static Serde<Object> json(ObjectReader reader) {
    Serializer<Object> serializer = WasmSerdes::write;
    Deserializer<Object> deserializer = (topic, bytes) -> read(reader, topic, bytes);
    return Serdes.serdeFrom(serializer, deserializer);
  }

  @SuppressWarnings("NullAway") // Kafka's values may be null, and it doesn't say so.
  private static byte[] write(String topic, @Nullable Object value) {
    try {
      return value == null ? null : WRITER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new SerializationException(
          "a value of %s for topic %s can't be written as JSON: %s"
              .formatted(value.getClass().getSimpleName(), topic, e.getOriginalMessage()),
          e);
    }
  }

  @SuppressWarnings("NullAway") // As above.
  private static Object read(ObjectReader reader, String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return reader.readValue(bytes);
    } catch (JsonProcessingException e) {
      throw new SerializationException(
          "a value of topic %s is not JSON, at line %d, column %d: %s"
              .formatted(
                  topic,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new SerializationException("a value of topic %s can't be read".formatted(topic), e);
    }
  }
}
