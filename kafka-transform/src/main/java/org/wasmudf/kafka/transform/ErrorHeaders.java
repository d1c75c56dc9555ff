package org.wasmudf.kafka.transform;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.wasmudf.runtime.UdfException;

/// The headers that say of a dead letter what was wrong with it. Values are UTF-8 text.
public final class ErrorHeaders {
  public static final String CODE = "wasmudf.error.code";
  public static final String MESSAGE = "wasmudf.error.message";
  public static final String TENANT = "wasmudf.error.tenant";
  public static final String MODULE = "wasmudf.error.module";
  public static final String FUNCTION = "wasmudf.error.function";
  public static final String TOPIC = "wasmudf.error.topic";
  public static final String PARTITION = "wasmudf.error.partition";
  public static final String OFFSET = "wasmudf.error.offset";

  /// The code of a record that hasn't got what a call takes, or isn't what its format says.
  public static final String INVALID_RECORD = "INVALID_RECORD";

  private ErrorHeaders() {}

  /// The code of a failure.
  public static String code(RuntimeException failure) {
    return failure instanceof UdfException e ? e.code().name() : INVALID_RECORD;
  }

  /// Adds what is known of a failure: its code and message, and for a function's the tenant, the
  /// module's SHA-256 and the function.
  public static void addFailure(Headers headers, RuntimeException failure) {
    add(headers, CODE, code(failure));
    add(headers, MESSAGE, String.valueOf(failure.getMessage()));
    if (failure instanceof UdfException e) {
      e.tenant().ifPresent(tenant -> add(headers, TENANT, tenant));
      e.moduleSha256().ifPresent(module -> add(headers, MODULE, module));
      e.function().ifPresent(function -> add(headers, FUNCTION, function));
    }
  }

  /// Adds where the record was.
  public static void addPlace(Headers headers, String topic, int partition, long offset) {
    add(headers, TOPIC, topic);
    add(headers, PARTITION, Integer.toString(partition));
    add(headers, OFFSET, Long.toString(offset));
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
