package org.wasmudf.samples;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The functions of records of [BatchSample] in Java. Keys and values, which are bytes, are strings
/// here, with a character from 0 to 255 for each byte.
public final class RecordsTwin {
  private static final int LARGE_DIGITS = 3;
  private static final int MILLIS = 1000;

  private RecordsTwin() {}

  /// A header of a record.
  public record Header(String key, @Nullable String value) {}

  /// A record as it comes.
  public record Source(
      String topic,
      int partition,
      long offset,
      long timestamp,
      int timestampType,
      @Nullable String key,
      @Nullable String value,
      List<Header> headers) {
    private Made made(int number) {
      return new Made(number, topic, partition, timestamp, key, value, headers);
    }
  }

  /// A record that was made.
  ///
  /// @param source the number of the one that it comes from
  /// @param partition null where that is left to the producer
  public record Made(
      int source,
      String topic,
      @Nullable Integer partition,
      long timestamp,
      @Nullable String key,
      @Nullable String value,
      List<Header> headers) {}

  /// Each as it came.
  public static List<Made> identity(List<Source> records) {
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      made.add(records.get(i).made(i));
    }
    return made;
  }

  /// Orders, `customer,amount`: each goes to the topic `orders`, by customer, and also to `large`
  /// if its amount has more than three bytes. What has no comma goes to `rejected`, and says why in
  /// a header; what has no value at all goes nowhere.
  public static List<Made> orders(List<Source> records) {
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      Source record = records.get(i);
      if (record.value() == null) {
        continue;
      }
      int comma = record.value().indexOf(',');
      if (comma < 0) {
        List<Header> headers = new ArrayList<>(record.headers());
        headers.add(new Header("reason", "no comma"));
        made.add(
            new Made(
                i, "rejected", null, record.timestamp(), record.key(), record.value(), headers));
        continue;
      }
      String customer = record.value().substring(0, comma);
      String amount = record.value().substring(comma + 1);
      made.add(new Made(i, "orders", null, record.timestamp(), customer, amount, record.headers()));
      if (amount.length() > LARGE_DIGITS) {
        long second = Math.floorDiv(Math.max(0, record.timestamp()), MILLIS) * MILLIS;
        List<Header> headers = List.of(new Header("topic", bytes(record.topic())));
        made.add(new Made(i, "large", 0, second, customer, amount, headers));
      }
    }
    return made;
  }

  /// The bytes of a text in UTF-8.
  public static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
