package org.wasmudf.kafka.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Values;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;
import org.wasmudf.kafka.transform.RecordsForm;

/// Connect's records whose keys and values are bytes, strings, which are UTF-8 to the function, or
/// null. What is made has the kind that the source's has. Stateless.
final class ConnectForm<R extends ConnectRecord<R>> implements RecordsForm<R, R> {
  @Override
  public String topic(R record) {
    return Objects.requireNonNullElse(record.topic(), "");
  }

  @Override
  public void add(R record, RecordsInput input) {
    byte[] key = bytes("key", record.key());
    byte[] value = bytes("value", record.value());
    List<byte @Nullable []> headers = new ArrayList<>();
    for (Header each : record.headers()) {
      headers.add(headerBytes(each));
    }
    Long timestamp = record.timestamp();
    TimestampType type =
        record instanceof SinkRecord sunk && sunk.timestampType() != null
            ? sunk.timestampType()
            : timestamp == null ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME;
    input.add(
        topic(record),
        Objects.requireNonNullElse(record.kafkaPartition(), 0),
        record instanceof SinkRecord sunk ? sunk.kafkaOffset() : NO_OFFSET,
        timestamp == null ? RecordsInput.NO_TIMESTAMP : timestamp,
        type.id,
        key,
        value);
    int next = 0;
    for (Header each : record.headers()) {
      input.header(each.key(), headers.get(next++));
    }
  }

  private static byte @Nullable [] bytes(String part, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case byte[] bytes -> bytes;
      case ByteBuffer bytes -> Utils.toArray(bytes);
      case String text -> {
        try {
          yield Utils.toArray(UTF_8.newEncoder().encode(CharBuffer.wrap(text)));
        } catch (CharacterCodingException e) {
          throw new DataException(
              "the %s is no text: it has half a surrogate pair".formatted(part), e);
        }
      }
      default ->
          throw new DataException(
              "the %s is a %s, but functions of records take bytes and strings: take ByteArrayConverter or StringConverter for it"
                  .formatted(part, value.getClass().getSimpleName()));
    };
  }

  /// Other values as Connect's own converter writes them.
  private static byte @Nullable [] headerBytes(Header header) {
    return switch (header.value()) {
      case null -> null;
      case byte[] bytes -> bytes;
      case ByteBuffer bytes -> Utils.toArray(bytes);
      case Object value -> Values.convertToString(header.schema(), value).getBytes(UTF_8);
    };
  }

  @Override
  @SuppressWarnings("NullAway") // Connect's parts and schemas may be null, and it doesn't say so.
  public R make(R source, @Nullable String topic, RecordsOutput output, int number) {
    SchemaAndValue key =
        part("key", source.keySchema(), source.key(), source.value(), output.key(number));
    SchemaAndValue value =
        part("value", source.valueSchema(), source.value(), source.key(), output.value(number));
    long timestamp = output.timestamp(number);
    return source.newRecord(
        topic == null ? source.topic() : topic,
        source.kafkaPartition(),
        key.schema(),
        key.value(),
        value.schema(),
        value.value(),
        timestamp == RecordsInput.NO_TIMESTAMP ? null : timestamp,
        headers(source, output, number));
  }

  /// A key or value that was made.
  ///
  /// @param schema that of the source's
  /// @param old the source's
  /// @param other the source's other part, of whose kind it is if the source has none
  @SuppressWarnings("NullAway") // as above
  private static SchemaAndValue part(
      String part,
      @Nullable Schema schema,
      @Nullable Object old,
      @Nullable Object other,
      byte @Nullable [] made) {
    if (made == null) {
      return new SchemaAndValue(schema == null || !schema.isOptional() ? null : schema, null);
    }
    if (schema != null && schema.type() == Schema.Type.STRING) {
      return new SchemaAndValue(schema, text(part, made));
    }
    if (schema != null && schema.type() == Schema.Type.BYTES && schema.name() == null) {
      return new SchemaAndValue(schema, made);
    }
    boolean isText = (old == null ? other : old) instanceof String;
    return new SchemaAndValue(null, isText ? text(part, made) : made);
  }

  private static String text(String part, byte[] bytes) {
    String text = decoded(bytes);
    if (text == null) {
      throw new DataException("the %s is no UTF-8, and strings have to be".formatted(part));
    }
    return text;
  }

  private static @Nullable String decoded(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /// A header as a function sees it.
  private record Named(String key, @Nullable ByteBuffer value) {
    static Named of(String key, byte @Nullable [] value) {
      return new Named(key, value == null ? null : ByteBuffer.wrap(value));
    }
  }

  private static Map<Named, Header> headers(ConnectRecord<?> record) {
    Map<Named, Header> headers = new HashMap<>();
    for (Header each : record.headers()) {
      headers.put(Named.of(each.key(), headerBytes(each)), each);
    }
    return headers;
  }

  /// Those that the source has too are its own; others are strings if they are UTF-8, else bytes.
  private static ConnectHeaders headers(ConnectRecord<?> source, RecordsOutput output, int number) {
    Map<Named, Header> own = headers(source);
    ConnectHeaders headers = new ConnectHeaders();
    for (int i = 0; i < output.headers(number); i++) {
      String key = output.headerKey(number, i);
      byte[] value = output.headerValue(number, i);
      Header same = own.get(Named.of(key, value));
      String text = value == null ? null : decoded(value);
      if (same != null) {
        headers.add(same);
      } else if (value == null) {
        headers.add(key, SchemaAndValue.NULL);
      } else if (text == null) {
        headers.addBytes(key, value);
      } else {
        headers.addString(key, text);
      }
    }
    return headers;
  }
}
