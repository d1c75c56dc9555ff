package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.RecordsInput;
import org.wasmudf.arrow.RecordsOutput;
import org.wasmudf.arrow.RecordsUdf;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;

/// A configured function of records, with its guest. Used by one thread.
///
/// Of a record all becomes that the function makes of it, or nothing: it fails as a whole.
///
/// @param <R> records that come
/// @param <M> records that are made
public final class RecordsTransform<R, M> implements AutoCloseable {
  private final ModuleHost<RecordsCall> host;
  private final RecordsForm<R, M> form;
  private final Set<String> topics;
  private final RecordsInput input = new RecordsInput();

  private RecordsTransform(
      ModuleHost<RecordsCall> host, RecordsForm<R, M> form, Set<String> topics) {
    this.host = host;
    this.form = form;
    this.topics = topics;
  }

  /// Where records go, in the order of those that they come from.
  ///
  /// @param <R> records that come
  /// @param <M> records that are made
  public interface Outcome<R, M> {
    void send(M record);

    /// Tells that a record failed.
    ///
    /// @param failure a DataException, or a UdfException of the guest's or of a limit
    void fail(R record, RuntimeException failure);
  }

  /// Loads the module. Starts the engine.
  ///
  /// @param form of the records that come and go
  /// @param topics that records may be sent to, beside the one that each comes from
  /// @throws ConfigException naming the key and what to do
  public static <R, M> RecordsTransform<R, M> open(
      Settings settings, RecordsForm<R, M> form, Set<String> topics) {
    ModuleHost<RecordsCall> host =
        ModuleHost.open(
            settings, module -> module.prepareRecords(settings.get(Settings.CALL).strip()));
    return new RecordsTransform<>(host, form, Set.copyOf(topics));
  }

  /// Transforms a record.
  ///
  /// @return what the function makes of it, in the guest's order
  /// @throws DataException when it can't be told to a function
  /// @throws UdfException whatever the guest does wrong; the next call has another one
  public List<M> apply(R record) {
    Batch batch = new Batch(List.of(record));
    batch.call();
    RuntimeException failure = batch.failures[0];
    if (failure != null) {
      throw failure;
    }
    return batch.made.stream().map(Made::record).toList();
  }

  /// Transforms records, with one call for as many of them as the guest has room for.
  ///
  /// When the guest fails, those of the call are transformed one by one, by another guest, so that
  /// only the record that is to blame fails.
  ///
  /// @param outcome told of what has become of them; not before something has become of all
  /// @throws UdfException when no record is to blame: the tenant has to wait, or the fault is ours;
  ///   nothing was told then
  /// @throws DataException when one can't be told to a function; nothing was told then
  public void applyAll(List<R> records, Outcome<R, M> outcome) {
    Batch batch = new Batch(records);
    batch.call();
    batch.tell(outcome);
  }

  private record Made<M>(int source, M record) {}

  /// What becomes of some records.
  private final class Batch {
    private final List<R> records;
    private final List<Made<M>> made;
    private final @Nullable RuntimeException[] failures;

    /// Of so many something has become.
    private int done;

    Batch(List<R> records) {
      this.records = records;
      this.made = new ArrayList<>(records.size());
      this.failures = new RuntimeException[records.size()];
      input.clear();
      for (R each : records) {
        form.add(each, input);
      }
    }

    void call() {
      while (done < records.size()) {
        call(records.size() - done);
      }
    }

    private void call(int most) {
      try {
        host.call(function -> take(function, most));
      } catch (UdfException.Guest | UdfException.Resource e) {
        if (most == 1) {
          failures[done++] = e;
          return;
        }
        int end = done + Math.min(most, RecordsUdf.MAX_RECORDS);
        while (done < end) {
          call(1);
        }
      }
    }

    /// @return this
    private Batch take(RecordsCall function, int most) {
      int from = done;
      try (RecordsOutput output =
          function.meter().measure(most, () -> function.udf().call(input, from, most))) {
        function.meter().countOutput(output.bytes());
        for (int i = 0; i < output.size(); i++) {
          int source = output.source(i);
          if (failures[source] == null) {
            try {
              made.add(new Made<>(source, make(function, records.get(source), output, i)));
            } catch (DataException | UdfException.Guest e) {
              failures[source] = e;
            }
          }
        }
        done += output.taken();
      }
      return this;
    }

    void tell(Outcome<R, M> outcome) {
      // Most functions keep the order, and then this only looks.
      made.sort(Comparator.comparingInt(Made::source));
      int next = 0;
      for (int i = 0; i < records.size(); i++) {
        RuntimeException failure = failures[i];
        if (failure != null) {
          outcome.fail(records.get(i), failure);
        }
        for (; next < made.size() && made.get(next).source() == i; next++) {
          if (failure == null) {
            outcome.send(made.get(next).record());
          }
        }
      }
    }
  }

  /// @throws UdfException INVALID_RESULT
  private M make(RecordsCall function, R source, RecordsOutput output, int number) {
    String given = output.topic(number);
    String topic = given.equals(form.topic(source)) ? null : given;
    try {
      checkTopic(topic);
      return form.make(source, topic, output, number);
    } catch (DataException e) {
      throw function
          .blamed()
          .apply(UdfException.of(UdfErrorCode.INVALID_RESULT, String.valueOf(e.getMessage()), e));
    }
  }

  private void checkTopic(@Nullable String topic) {
    if (topic != null && !topics.contains(topic)) {
      throw new DataException(
          "it sends a record to %s, but may only to %s: add it to %s if it should"
              .formatted(
                  // What is no name is any text of the guest's.
                  Topic.isValid(topic) ? "the topic " + topic : "a topic that there can't be",
                  topics.isEmpty() ? "the record's own" : String.join(", ", new TreeSet<>(topics)),
                  Settings.TOPICS));
    }
  }

  /// Tells of the calls that are made, from now on until it is closed.
  public void report(MetricSink sink) {
    host.report(sink);
  }

  /// Ends the guest.
  @Override
  public void close() {
    host.close();
  }
}
