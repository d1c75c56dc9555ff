package org.wasmudf.bench.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/// Orders as Connect has them: a structure of four fields.
final class Orders {
  static final String YEAR = "year";
  static final String EMAIL = "email";

  private static final Schema SCHEMA =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field(YEAR, Schema.INT32_SCHEMA)
          .field(EMAIL, Schema.STRING_SCHEMA)
          .field("total", Schema.FLOAT64_SCHEMA)
          .build();

  private static final long SEED = 20;
  private static final int FIRST_YEAR = 1970;
  private static final int YEARS = 100;

  private Orders() {}

  /// Random ones, the same each time.
  static List<SinkRecord> random(int count) {
    Random random = new Random(SEED);
    List<SinkRecord> orders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Struct order =
          new Struct(SCHEMA)
              .put("id", random.nextLong())
              .put(YEAR, FIRST_YEAR + random.nextInt(YEARS))
              .put(EMAIL, "customer" + random.nextInt(1_000_000) + "@example.com")
              .put("total", random.nextDouble());
      orders.add(
          new SinkRecord(
              "orders", 0, null, null, SCHEMA, order, i, (long) i, TimestampType.CREATE_TIME));
    }
    return orders;
  }

  /// The emails of random ones, without schema.
  @SuppressWarnings("NullAway") // Records may have no schema.
  static List<SinkRecord> emails(int count) {
    return random(count).stream()
        .map(
            each ->
                each.newRecord(
                    each.topic(),
                    each.kafkaPartition(),
                    null,
                    null,
                    null,
                    ((Struct) each.value()).getString(EMAIL),
                    each.timestamp()))
        .toList();
  }
}
