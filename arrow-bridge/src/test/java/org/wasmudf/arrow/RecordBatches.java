package org.wasmudf.arrow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.wasmudf.samples.RecordsTwin.Header;
import org.wasmudf.samples.RecordsTwin.Made;
import org.wasmudf.samples.RecordsTwin.Source;

/// Records as the twins have them, to and from what functions of records take and return.
final class RecordBatches {
  private static final String[] TEXTS = {
    "", "a", "caf\u00e9", "\u4e2d\u6587", "\ud83d\ude00\ud83d\ude00", "x".repeat(300)
  };
  private static final String[] BINARIES = {"", ",", "ada,7", "ada,1234", "\u0000\u00ff", "T,"};

  private RecordBatches() {}

  /// Random ones, in which everything is somewhere empty or NULL that may be.
  static List<Source> random(int records, Random random) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      List<Header> headers = new ArrayList<>();
      for (int left = random.nextInt(4); left > 1; left--) {
        headers.add(new Header(any(TEXTS, random), binary(random)));
      }
      sources.add(
          new Source(
              any(TEXTS, random),
              random.nextInt(1 + random.nextInt(1000)),
              random.nextLong(),
              random.nextInt(5) == 0 ? -1 : random.nextLong(4_000_000_000_000L),
              random.nextInt(3) - 1,
              binary(random),
              binary(random),
              headers));
    }
    return sources;
  }

  private static String any(String[] texts, Random random) {
    return texts[random.nextInt(texts.length)];
  }

  private static @Nullable String binary(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> any(BINARIES, random);
      default -> {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        yield new String(bytes, ISO_8859_1);
      }
    };
  }

  /// A plain one: in the topic `orders`, without a key and headers.
  static Source valued(String value) {
    return new Source("orders", 0, 0, 0, 0, null, value, List.of());
  }

  static RecordsInput input(List<Source> records) {
    RecordsInput input = new RecordsInput();
    add(records, input);
    return input;
  }

  static void add(List<Source> records, RecordsInput input) {
    for (Source each : records) {
      input.add(
          each.topic(),
          each.partition(),
          each.offset(),
          each.timestamp(),
          each.timestampType(),
          bytes(each.key()),
          bytes(each.value()));
      for (Header header : each.headers()) {
        input.header(header.key(), bytes(header.value()));
      }
    }
  }

  /// What a function makes of all records, in as many calls as it takes.
  static List<Made> call(RecordsUdf udf, List<Source> sources) {
    RecordsInput input = input(sources);
    List<Made> made = new ArrayList<>();
    int taken = 0;
    do {
      try (RecordsOutput output = udf.call(input, taken, input.size() - taken)) {
        made.addAll(made(output));
        taken += output.taken();
      }
    } while (taken < input.size());
    return made;
  }

  static List<Made> made(RecordsOutput output) {
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < output.size(); i++) {
      List<Header> headers = new ArrayList<>();
      for (int header = 0; header < output.headers(i); header++) {
        headers.add(new Header(output.headerKey(i, header), text(output.headerValue(i, header))));
      }
      made.add(
          new Made(
              output.source(i),
              output.topic(i),
              output.partition(i),
              output.timestamp(i),
              text(output.key(i)),
              text(output.value(i)),
              headers));
    }
    return made;
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(ISO_8859_1);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, ISO_8859_1);
  }
}
