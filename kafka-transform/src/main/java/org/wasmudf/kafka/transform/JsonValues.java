package org.wasmudf.kafka.transform;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// JSON as values that functions are called with, the same as Connect's JsonConverter has them
/// without schemas: an object is a Map in the order of its fields, an array a List, a whole number
/// a Long, any other a Double.
public final class JsonValues {
  /// Reads and writes them. Thread-safe.
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Else four-byte characters are escaped.
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private JsonValues() {}
}
