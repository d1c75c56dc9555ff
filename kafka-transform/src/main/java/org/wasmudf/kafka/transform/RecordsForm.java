package org.wasmudf.kafka.transform;

import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;

/// How records of a kind become what functions of records take, and how what these return becomes
/// records again.
///
/// @param <R> records that come
/// @param <M> records that are made
public interface RecordsForm<R, M> {
  /// The offset of a record that has none.
  long NO_OFFSET = -1;

  /// The topic that a record comes from.
  String topic(R record);

  /// Adds a record, with its headers.
  ///
  /// @throws DataException when it can't be told to a function; nothing was added then
  void add(R record, RecordsInput input);

  /// The record that was made.
  ///
  /// @param source what it was made of
  /// @param topic where it goes; null where it goes as if there were no function: the function says
  ///   nothing, or the source's topic
  /// @param number the record's in the output
  /// @throws DataException when there can be no such record
  M make(R source, @Nullable String topic, RecordsOutput output, int number);
}
