package org.wasmudf.kafka.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.transform.JsonValues;

/// What the bytes of keys or values are. Thread-safe.
enum Format {
  /// As [JsonValues] has it.
  JSON {
    @Override
    @Nullable Object decode(byte[] bytes) {
      try {
        return JsonValues.MAPPER.readValue(bytes, Object.class);
      } catch (JsonProcessingException e) {
        throw new DataException("it is no JSON: " + e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw new DataException("it is no JSON: " + e.getMessage(), e);
      }
    }

    @Override
    byte[] encode(Object value) {
      try {
        return JsonValues.MAPPER.writeValueAsBytes(value);
      } catch (JsonProcessingException e) {
        throw new DataException("it can't be written as JSON: " + e.getOriginalMessage(), e);
      }
    }
  },
  /// A text in UTF-8.
  STRING {
    @Override
    Object decode(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      // Only what isn't UTF-8 becomes this character without having been it.
      if (text.indexOf('\uFFFD') >= 0) {
        checkUtf8(bytes);
      }
      return text;
    }

    @Override
    byte[] encode(Object value) {
      String text =
          switch (value) {
            case String string -> string;
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> throw unwritable(value);
          };
      return text.getBytes(StandardCharsets.UTF_8);
    }
  },
  /// Anything.
  BYTES {
    @Override
    Object decode(byte[] bytes) {
      return bytes;
    }

    @Override
    byte[] encode(Object value) {
      return switch (value) {
        case byte[] bytes -> bytes;
        case String text -> text.getBytes(StandardCharsets.UTF_8);
        default -> throw unwritable(value);
      };
    }
  };

  /// The value, as functions' arguments are read from it.
  ///
  /// @return null for JSON's null
  /// @throws DataException when the bytes are none of this format
  abstract @Nullable Object decode(byte[] bytes);

  /// @throws DataException when this format has no such values
  abstract byte[] encode(Object value);

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static void checkUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw new DataException("it is no UTF-8", e);
    }
  }

  DataException unwritable(Object value) {
    return new DataException(
        "a result of %s can't be written in the format %s"
            .formatted(value.getClass().getSimpleName(), word()));
  }
}
