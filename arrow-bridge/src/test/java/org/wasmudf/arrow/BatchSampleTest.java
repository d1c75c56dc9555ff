package org.wasmudf.arrow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.WasmModule;
import org.wasmudf.samples.BatchSample;
import org.wasmudf.samples.BatchTwin;
import org.wasmudf.samples.TextTwin;

/// The sample in C against its twins in Java.
class BatchSampleTest {
  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());
  private final WasmModule module = UdfRuntime.shared().load(BatchSample.C_TEXT.bytes());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192})
  void maskEmailIsItsTwin(int rows) {
    FunctionSignature signature =
        new FunctionSignature("mask_email", List.of(Simple.VARCHAR), Simple.VARCHAR);
    Random random = new Random(rows);
    try (BatchUdf batch = BatchUdf.of(new BatchFunction(module, "mask_email", signature), memory);
        ScalarUdf plain =
            ScalarUdf.of(new ScalarFunction(module, "mask_email", signature), memory)) {
      for (Columns.Nulls nulls : Columns.Nulls.values()) {
        List<@Nullable Object> addresses = new ArrayList<>();
        List<@Nullable Object> masked = new ArrayList<>();
        for (Object each : Columns.random(Simple.VARCHAR, nulls, rows, random)) {
          String address =
              each == null ? "" : new String(((Bytes) each).array(), UTF_8) + domain(random);
          addresses.add(each == null ? null : Bytes.utf8(address));
          masked.add(each == null ? null : Bytes.utf8(TextTwin.maskEmail(address)));
        }
        try (FieldVector column = Columns.of(Simple.VARCHAR, addresses, memory.allocator());
            FieldVector byBatch = batch.call(List.of(column), rows);
            FieldVector byRow = plain.call(List.of(column), rows)) {
          assertThat(Columns.values(byBatch)).isEqualTo(masked);
          assertThat(Columns.values(byRow)).isEqualTo(masked);
        }
      }
    }
  }

  private static String domain(Random random) {
    return random.nextInt(4) == 0 ? "" : "@example.com";
  }

  @Test
  void constantIsMaskedInEveryRow() {
    FunctionSignature signature =
        new FunctionSignature("mask_email", List.of(Simple.VARCHAR), Simple.VARCHAR);
    try (BatchUdf batch = BatchUdf.of(new BatchFunction(module, "mask_email", signature), memory);
        FieldVector constant =
            Columns.of(Simple.VARCHAR, List.of(Bytes.utf8("a@b.c")), memory.allocator());
        FieldVector masked = batch.call(List.of(constant), 100)) {
      assertThat(Columns.values(masked)).hasSize(100).containsOnly(Bytes.utf8("a***@b.c"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192, 8193, 20_000})
  void splitWordsIsItsTwin(int words) {
    Random random = new Random(words);
    StringBuilder text = new StringBuilder(random.nextBoolean() ? " " : "");
    for (int i = 0; i < words; i++) {
      text.append("é".repeat(1 + random.nextInt(3))).append(" ".repeat(1 + random.nextInt(2)));
    }
    TableSignature signature =
        new TableSignature(
            "split_words",
            List.of(Simple.VARCHAR),
            List.of(
                new TableSignature.Column("word", Simple.VARCHAR),
                new TableSignature.Column("pos", Simple.INTEGER)));
    List<Object> found = new ArrayList<>();
    try (TableUdf split = TableUdf.of(new TableFunction(module, "split_words", signature), memory);
        FieldVector column =
            Columns.of(Simple.VARCHAR, List.of(Bytes.utf8(text.toString())), memory.allocator());
        TableRows rows = split.open(List.of(column))) {
      while (true) {
        try (VectorSchemaRoot batch = rows.next()) {
          if (batch == null) {
            break;
          }
          assertThat(Columns.values(batch.getVector("pos")).getFirst())
              .isEqualTo(found.size() + 1L);
          found.addAll(Columns.values(batch.getVector("word")));
        }
      }
    }
    assertThat(found)
        .isEqualTo(BatchTwin.splitWords(text.toString()).stream().map(Bytes::utf8).toList());
  }
}
