package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// One data memory serves several threads at once, each with guests of its own.
class ThreadsTest {
  private static final int THREADS = 4;
  private static final int CALLS = 30;
  private static final int ROWS = 2_000;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @Test
  void threadsReadTheSameColumnsAndWriteTheirOwnResults()
      throws InterruptedException, ExecutionException {
    Random random = new Random(11);
    List<@Nullable Object> a = Columns.random(Simple.BIGINT, Nulls.SOME, ROWS, random);
    List<@Nullable Object> b = Columns.random(Simple.BIGINT, Nulls.NONE, ROWS, random);
    List<@Nullable Object> texts = Columns.random(Simple.VARCHAR, Nulls.SOME, ROWS, random);
    List<@Nullable Object> differences = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      Object left = a.get(row);
      Object right = b.get(row);
      differences.add(left == null || right == null ? null : (Object) ((long) left - (long) right));
    }
    try (FieldVector left = Columns.of(Simple.BIGINT, a, memory.allocator());
        FieldVector right = Columns.of(Simple.BIGINT, b, memory.allocator());
        FieldVector text = Columns.of(Simple.VARCHAR, texts, memory.allocator())) {
      inThreads(
          thread -> {
            try (ScalarUdf subtract =
                    ScalarUdf.of(
                        Guests.function(
                            "plain", "subtract", Simple.BIGINT, Simple.BIGINT, Simple.BIGINT),
                        memory);
                ScalarUdf echo = ScalarUdf.of(Guests.identity(Simple.VARCHAR), memory)) {
              for (int i = 0; i < CALLS; i++) {
                try (FieldVector difference = subtract.call(List.of(left, right), ROWS);
                    FieldVector same = echo.call(List.of(text), ROWS)) {
                  assertThat(Columns.values(difference)).isEqualTo(differences);
                  assertThat(Columns.values(same)).isEqualTo(texts);
                }
              }
            }
          });
      assertThat(Columns.values(left)).isEqualTo(a);
      assertThat(Columns.values(right)).isEqualTo(b);
      assertThat(Columns.values(text)).isEqualTo(texts);
    }
  }

  @Test
  void failuresOfSomeThreadsAreNobodyElsesAffair() throws InterruptedException, ExecutionException {
    List<Long> good = new ArrayList<>();
    for (long row = 0; row < 200; row++) {
      good.add(100 + row);
    }
    List<Long> bad = new ArrayList<>(good);
    bad.set(77, 13L);
    ScalarFunction function = Guests.function("traps", "unreachable", Simple.BIGINT, Simple.BIGINT);
    try (FieldVector goodColumn = Columns.of(Simple.BIGINT, good, memory.allocator());
        FieldVector badColumn = Columns.of(Simple.BIGINT, bad, memory.allocator())) {
      inThreads(
          thread -> {
            try (ScalarUdf udf = ScalarUdf.of(function, memory)) {
              for (int i = 0; i < CALLS; i++) {
                if (thread % 2 == 0 && i % 3 == 0) {
                  assertFails(udf, badColumn);
                }
                try (FieldVector result = udf.call(List.of(goodColumn), 200)) {
                  assertThat(Columns.values(result)).isEqualTo(good);
                }
              }
            }
          });
    }
  }

  private static void assertFails(ScalarUdf udf, FieldVector column) {
    try (FieldVector unexpected = udf.call(List.of(column), 200)) {
      throw new AssertionError("no failure, but " + unexpected);
    } catch (UdfException e) {
      assertThat(e.row()).hasValue(77);
    }
  }

  private interface Work {
    void run(int thread);
  }

  private static void inThreads(Work work) throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        all.add(threads.submit(() -> work.run(thread)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }
}
