package org.wasmudf.kafka.runner;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.wasmudf.samples.RecordsTwin.Header;
import org.wasmudf.samples.RecordsTwin.Made;
import org.wasmudf.samples.RecordsTwin.Source;

/// Records of Kafka's as the twins have them.
final class LogRecords {
  private static final String[] VALUES = {
    "", ",", "ada,7", "ada,1234", "zo\u00eb\ud83d\ude80,99999", "no comma", "\ud83d\ude80"
  };
  private static final String[] NAMES = {"", "trace", "caf\u00e9", "\ud83d\ude80"};

  private LogRecords() {}

  /// A random one, in which everything is somewhere empty or null that may be.
  static Source random(String topic, int partition, long offset, Random random) {
    List<Header> headers = new ArrayList<>();
    for (int left = random.nextInt(4); left > 1; left--) {
      headers.add(new Header(NAMES[random.nextInt(NAMES.length)], binary(random)));
    }
    return new Source(
        topic,
        partition,
        offset,
        random.nextLong(1_700_000_000_000L),
        TimestampType.CREATE_TIME.id,
        binary(random),
        binary(random),
        headers);
  }

  private static @Nullable String binary(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        yield text(bytes);
      }
      default -> text(VALUES[random.nextInt(VALUES.length)].getBytes(UTF_8));
    };
  }

  @SuppressWarnings("NullAway") // Kafka's keys and values may be null.
  static ConsumerRecord<byte[], byte[]> consumed(Source source) {
    return new ConsumerRecord<>(
        source.topic(),
        source.partition(),
        source.offset(),
        source.timestamp(),
        Stream.of(TimestampType.values())
            .filter(each -> each.id == source.timestampType())
            .findFirst()
            .orElseThrow(),
        0,
        0,
        bytes(source.key()),
        bytes(source.value()),
        headers(source),
        Optional.empty());
  }

  @SuppressWarnings("NullAway") // as above
  static ProducerRecord<byte[], byte[]> produced(Source source) {
    return new ProducerRecord<>(
        source.topic(),
        source.partition(),
        source.timestamp(),
        bytes(source.key()),
        bytes(source.value()),
        headers(source));
  }

  @SuppressWarnings("NullAway") // as above
  private static Headers headers(Source source) {
    Headers headers = new RecordHeaders();
    source.headers().forEach(each -> headers.add(each.key(), bytes(each.value())));
    return headers;
  }

  /// What was produced.
  ///
  /// @param source what the twin has there
  static Made made(int source, ProducerRecord<byte[], byte[]> record) {
    return new Made(
        source,
        record.topic(),
        record.partition(),
        record.timestamp(),
        text(record.key()),
        text(record.value()),
        headers(record.headers()));
  }

  /// What arrived.
  ///
  /// @param partition what the twin has there
  static Made made(@Nullable Integer partition, ConsumerRecord<byte[], byte[]> record) {
    return new Made(
        0,
        record.topic(),
        partition,
        record.timestamp(),
        text(record.key()),
        text(record.value()),
        headers(record.headers()));
  }

  private static List<Header> headers(Headers headers) {
    List<Header> all = new ArrayList<>();
    headers.forEach(each -> all.add(new Header(each.key(), text(each.value()))));
    return all;
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(ISO_8859_1);
  }

  static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, ISO_8859_1);
  }
}
