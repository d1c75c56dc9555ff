package org.wasmudf.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.NestedType.Part;
import org.wasmudf.arrow.SqlType.Simple;

/// The records that a function of records has made of some, in the order in which the guest gave
/// them, each with the record that it comes from. All of it is checked.
///
/// Keys, values and those of headers are new arrays each time they are asked for. Used by one
/// thread; good until it is closed, or the [RecordsInput] is cleared.
public final class RecordsOutput implements AutoCloseable {
  static final int TOPIC = 0;
  static final int PARTITION = 1;
  static final int TIMESTAMP = 2;
  static final int KEY = 3;
  static final int VALUE = 4;
  static final int HEADERS = 5;
  static final int SOURCE = 6;

  /// What a guest returns.
  static final List<Part> COLUMNS =
      List.of(
          new Part("topic", Simple.VARCHAR),
          new Part("partition", Simple.INTEGER),
          new Part("timestamp", Simple.BIGINT),
          new Part("key", Simple.VARBINARY),
          new Part("value", Simple.VARBINARY),
          new Part("headers", headers()),
          new Part("source", Simple.INTEGER).required());

  private final RecordsInput input;
  private final int from;
  private final int taken;
  private final List<FieldVector> columns;
  private final VarCharVector topics;
  private final IntVector partitions;
  private final BigIntVector timestamps;
  private final VarBinaryVector keys;
  private final VarBinaryVector values;
  private final ListVector headers;
  private final VarCharVector headerKeys;
  private final VarBinaryVector headerValues;
  private final IntVector sources;

  /// @param from the first record that was taken
  /// @param taken how many were
  /// @param columns [#COLUMNS], checked, to be closed with this
  RecordsOutput(RecordsInput input, int from, int taken, List<FieldVector> columns) {
    this.input = input;
    this.from = from;
    this.taken = taken;
    this.columns = columns;
    this.topics = (VarCharVector) columns.get(TOPIC);
    this.partitions = (IntVector) columns.get(PARTITION);
    this.timestamps = (BigIntVector) columns.get(TIMESTAMP);
    this.keys = (VarBinaryVector) columns.get(KEY);
    this.values = (VarBinaryVector) columns.get(VALUE);
    this.headers = (ListVector) columns.get(HEADERS);
    List<FieldVector> entry = headers.getDataVector().getChildrenFromFields();
    this.headerKeys = (VarCharVector) entry.getFirst();
    this.headerValues = (VarBinaryVector) entry.getLast();
    this.sources = (IntVector) columns.get(SOURCE);
  }

  private static NestedType headers() {
    List<Part> entry =
        List.of(new Part("key", Simple.VARCHAR).required(), new Part("value", Simple.VARBINARY));
    return new NestedType.Array(new Part("header", new NestedType.Row(entry)).required());
  }

  /// The columns of no records.
  static List<FieldVector> noRows(BufferAllocator allocator) {
    return COLUMNS.stream()
        .map(each -> each.type().field(each.name()).createVector(allocator))
        .toList();
  }

  /// How many records there are.
  public int size() {
    return sources.getValueCount();
  }

  /// The bytes of all keys and values.
  public long bytes() {
    return (long) end(keys) + end(values);
  }

  private static int end(VarBinaryVector vector) {
    int rows = vector.getValueCount();
    return rows == 0 ? 0 : vector.getEndOffset(rows - 1);
  }

  /// How many records of the input, from the first one that was asked for, these are made of.
  public int taken() {
    return taken;
  }

  /// The number in the input of the record that this one comes from.
  public int source(int record) {
    return from + sources.get(record);
  }

  /// The topic that it is for: the source's, unless the guest gave one. Any text: whether a topic
  /// can have that name isn't checked.
  public String topic(int record) {
    return topics.isNull(record)
        ? input.topic(source(record))
        : new String(topics.get(record), UTF_8);
  }

  /// The partition that it is for, not negative; null where that is left to the producer.
  public @Nullable Integer partition(int record) {
    return partitions.isNull(record) ? null : partitions.get(record);
  }

  /// Its time: the source's, unless the guest gave one.
  ///
  /// @return milliseconds since 1970-01-01 UTC, or [RecordsInput#NO_TIMESTAMP]
  public long timestamp(int record) {
    return timestamps.isNull(record) ? input.timestamp(source(record)) : timestamps.get(record);
  }

  /// Its key; null for NULL.
  public byte @Nullable [] key(int record) {
    return keys.get(record);
  }

  /// Its value; null for NULL.
  public byte @Nullable [] value(int record) {
    return values.get(record);
  }

  /// How many headers it has: the source's, unless the guest gave a list, which may be empty.
  public int headers(int record) {
    return headers.isNull(record)
        ? input.headers(source(record))
        : headers.getElementEndIndex(record) - headers.getElementStartIndex(record);
  }

  /// A header's key.
  ///
  /// @param header from 0 to less than [#headers]
  public String headerKey(int record, int header) {
    Objects.checkIndex(header, headers(record));
    return headers.isNull(record)
        ? input.headerKey(source(record), header)
        : new String(headerKeys.get(headers.getElementStartIndex(record) + header), UTF_8);
  }

  /// A header's value; null for NULL. Where the headers are the source's, it is the array that the
  /// input has.
  ///
  /// @param header from 0 to less than [#headers]
  public byte @Nullable [] headerValue(int record, int header) {
    Objects.checkIndex(header, headers(record));
    return headers.isNull(record)
        ? input.headerValue(source(record), header)
        : headerValues.get(headers.getElementStartIndex(record) + header);
  }

  /// Frees what the records lie in.
  @Override
  public void close() {
    columns.forEach(FieldVector::close);
  }
}
