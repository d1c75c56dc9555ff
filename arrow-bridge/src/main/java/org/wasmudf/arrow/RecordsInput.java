package org.wasmudf.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Records of a log that functions of records are called with, as many as come at a time. They are
/// gathered by reference and copied once, into the guest: keys, values and those of headers must
/// not be changed meanwhile.
///
/// To the guest they are a struct array of topic utf8, partition int32, offset int64, timestamp
/// int64, timestamp_type int32, key binary, value binary, headers list of struct of key utf8 and
/// value binary; keys and values may be NULL. Used by one thread; made to be [cleared][#clear] and
/// filled again.
public final class RecordsInput {
  /// The timestamp of a record without one.
  public static final long NO_TIMESTAMP = -1;

  /// More than all structures of a batch take, with what is lost to alignment.
  private static final int STRUCTURE_BYTES = 4096;

  /// More than a record takes beside its texts: five numbers, and the ends of four.
  private static final int RECORD_BYTES = 48;

  /// More than a header takes beside its texts.
  private static final long HEADER_BYTES = 16;

  private static final int FIRST_CAPACITY = 16;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

  private final BytesColumn topics = new BytesColumn();
  private final BytesColumn keys = new BytesColumn();
  private final BytesColumn values = new BytesColumn();
  private final BytesColumn headerKeys = new BytesColumn();
  private final BytesColumn headerValues = new BytesColumn();
  private final List<String> headerNames = new ArrayList<>();
  private final Map<String, byte[]> encodedTopics = new HashMap<>();
  private int[] partitions = new int[FIRST_CAPACITY];
  private long[] offsets = new long[FIRST_CAPACITY];
  private long[] timestamps = new long[FIRST_CAPACITY];
  private int[] timestampTypes = new int[FIRST_CAPACITY];

  /// How many headers there are up to each record's last one.
  private int[] headerEnds = new int[FIRST_CAPACITY];

  /// The bytes that records take up to each one's end.
  private long[] byteEnds = new long[FIRST_CAPACITY];

  private String[] topicNames = new String[FIRST_CAPACITY];
  private int size;
  private @Nullable String lastTopic;
  private byte[] lastEncoded = {};

  /// Adds a record, without headers.
  ///
  /// @param timestamp milliseconds since 1970-01-01 UTC, or [#NO_TIMESTAMP]
  /// @param timestampType what kind of time that is: -1 none, 0 when the record was made, 1 when it
  ///   was appended to the log
  /// @param key null for NULL
  /// @param value null for NULL
  /// @return this
  public RecordsInput add(
      String topic,
      int partition,
      long offset,
      long timestamp,
      int timestampType,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    if (size == partitions.length) {
      grow(2 * size);
    }
    byte[] encoded = encoded(topic);
    topics.add(encoded);
    keys.add(key);
    values.add(value);
    topicNames[size] = topic;
    partitions[size] = partition;
    offsets[size] = offset;
    timestamps[size] = timestamp;
    timestampTypes[size] = timestampType;
    headerEnds[size] = headersBefore(size);
    byteEnds[size] = byteEnd(size) + RECORD_BYTES + encoded.length + length(key) + length(value);
    size++;
    return this;
  }

  /// Adds a header to the record that was added last.
  ///
  /// @param value null for NULL
  /// @return this
  public RecordsInput header(String key, byte @Nullable [] value) {
    if (size == 0) {
      throw new IllegalStateException("a header without a record");
    }
    byte[] encoded = key.getBytes(UTF_8);
    headerNames.add(key);
    headerKeys.add(encoded);
    headerValues.add(value);
    headerEnds[size - 1]++;
    byteEnds[size - 1] += HEADER_BYTES + encoded.length + length(value);
    return this;
  }

  /// How many records there are.
  public int size() {
    return size;
  }

  /// Forgets all records. What is still read of a [RecordsOutput] of theirs is no longer defined.
  public void clear() {
    topics.clear();
    keys.clear();
    values.clear();
    headerNames.clear();
    headerKeys.clear();
    headerValues.clear();
    encodedTopics.clear();
    Arrays.fill(topicNames, 0, size, "");
    lastTopic = null;
    size = 0;
  }

  private void grow(int capacity) {
    partitions = Arrays.copyOf(partitions, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
    timestamps = Arrays.copyOf(timestamps, capacity);
    timestampTypes = Arrays.copyOf(timestampTypes, capacity);
    headerEnds = Arrays.copyOf(headerEnds, capacity);
    byteEnds = Arrays.copyOf(byteEnds, capacity);
    topicNames = Arrays.copyOf(topicNames, capacity);
  }

  /// Topics repeat, most of them from one record to the next.
  @SuppressWarnings("ReferenceEquality") // only a shortcut
  private byte[] encoded(String topic) {
    if (topic != lastTopic) {
      lastEncoded = encodedTopics.computeIfAbsent(topic, each -> each.getBytes(UTF_8));
      lastTopic = topic;
    }
    return lastEncoded;
  }

  private static int length(byte @Nullable [] value) {
    return value == null ? 0 : value.length;
  }

  private long byteEnd(int records) {
    return records == 0 ? 0 : byteEnds[records - 1];
  }

  /// How many headers the first records have.
  private int headersBefore(int records) {
    return records == 0 ? 0 : headerEnds[records - 1];
  }

  String topic(int row) {
    return topicNames[row];
  }

  long timestamp(int row) {
    return timestamps[row];
  }

  /// How many headers a record has.
  int headers(int row) {
    return headersBefore(row + 1) - headersBefore(row);
  }

  String headerKey(int row, int header) {
    return headerNames.get(headersBefore(row) + header);
  }

  byte @Nullable [] headerValue(int row, int header) {
    return headerValues.get(headersBefore(row) + header);
  }

  /// The bytes that are enough for a block that takes some records, and an array to be filled.
  long bytes(int from, int rows) {
    return STRUCTURE_BYTES + byteEnd(from + rows) - byteEnd(from);
  }

  /// Writes some records as a struct array.
  ///
  /// @return its address
  int write(GuestBlock block, int from, int rows) {
    List<Integer> columns =
        List.of(
            topics.write(block, from, rows),
            numbers(block, rows, block.copy(partitions, from, rows)),
            numbers(block, rows, block.copy(offsets, from, rows)),
            numbers(block, rows, block.copy(timestamps, from, rows)),
            numbers(block, rows, block.copy(timestampTypes, from, rows)),
            keys.write(block, from, rows),
            values.write(block, from, rows),
            headers(block, from, rows));
    return block.array(rows, 0, List.of(GuestBlock.NOTHING), columns);
  }

  private static int numbers(GuestBlock block, int rows, int data) {
    return block.array(rows, 0, List.of(GuestBlock.NOTHING, data), List.of());
  }

  private int headers(GuestBlock block, int from, int rows) {
    MemorySegment memory = block.memory();
    int first = headersBefore(from);
    int count = headersBefore(from + rows) - first;
    int ends = block.take((rows + 1L) * Integer.BYTES);
    for (int row = 0; row <= rows; row++) {
      memory.set(INT, ends + (long) row * Integer.BYTES, headersBefore(from + row) - first);
    }
    List<Integer> parts =
        List.of(headerKeys.write(block, first, count), headerValues.write(block, first, count));
    int entries = block.array(count, 0, List.of(GuestBlock.NOTHING), parts);
    return block.array(rows, 0, List.of(GuestBlock.NOTHING, ends), List.of(entries));
  }
}
