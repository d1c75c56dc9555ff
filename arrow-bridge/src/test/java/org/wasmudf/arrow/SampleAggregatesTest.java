package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.SqlType.Decimal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.samples.SampleModule;
import org.wasmudf.samples.TotalsTwin;
import org.wasmudf.samples.TotalsTwin.Charge;
import org.wasmudf.samples.TotalsTwin.ChargeDec;

/// The sample aggregates do what their twins do, at once and in two phases.
class SampleAggregatesTest {
  private static final long SEED = 20261124;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  private static AggregateFunction function(String name, SqlType result, SqlType... parameters) {
    return new AggregateFunction(
        UdfRuntime.shared().load(SampleModule.C_TOTALS.bytes()),
        name,
        new FunctionSignature(name, List.of(parameters), result));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192})
  void sumsCharges(int rows) {
    Random random = new Random(SEED + rows);
    List<List<@Nullable Object>> columns =
        IntStream.range(0, 3)
            .mapToObj(
                i -> Columns.random(Simple.DOUBLE, i == 2 ? Nulls.SOME : Nulls.NONE, rows, random))
            .toList();
    List<Charge> charges = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      if (columns.get(0).get(row) instanceof Double price
          && columns.get(1).get(row) instanceof Double discount
          && columns.get(2).get(row) instanceof Double tax) {
        charges.add(new Charge(price, discount, tax));
      }
    }
    AggregateFunction sum =
        function("sum_charge", Simple.DOUBLE, Simple.DOUBLE, Simple.DOUBLE, Simple.DOUBLE);
    assertThat(runWhole(sum, columns, rows)).isEqualTo(TotalsTwin.sumCharge(charges));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65, 8192})
  void sumsChargesExactly(int rows) {
    Random random = new Random(SEED + rows);
    Decimal type = new Decimal(15, 2);
    List<ChargeDec> charges = new ArrayList<>();
    List<List<@Nullable Object>> columns =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int row = 0; row < rows; row++) {
      var each =
          new ChargeDec(random.nextLong(1_000_000_00L), random.nextLong(101), random.nextLong(101));
      charges.add(each);
      columns.get(0).add(each.price());
      columns.get(1).add(each.discount());
      columns.get(2).add(each.tax());
    }
    AggregateFunction sum = function("sum_charge_dec", new Decimal(18, 6), type, type, type);
    assertThat(sum.retracts()).isTrue();
    assertThat(runWhole(sum, columns, rows)).isEqualTo(TotalsTwin.sumChargeDec(charges));
  }

  private @Nullable Object runWhole(
      AggregateFunction function, List<List<@Nullable Object>> columns, int rows) {
    List<FieldVector> vectors = new ArrayList<>();
    try (AggregateUdf udf = AggregateUdf.of(function, memory)) {
      for (int i = 0; i < columns.size(); i++) {
        SqlType type = function.signature().parameters().get(i);
        vectors.add(Columns.of(type, columns.get(i), memory.allocator()));
      }
      udf.reserve(1);
      udf.update(null, vectors, rows, null);
      try (FieldVector result = udf.finish(0, 1)) {
        return Columns.values(result).getFirst();
      }
    } finally {
      vectors.forEach(FieldVector::close);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 5000})
  void statesWithPointersAreMergedInTwoPhases(int groups) {
    Random random = new Random(SEED + groups);
    int rows = 8192;
    List<@Nullable Object> texts = Columns.random(Simple.VARCHAR, Nulls.SOME, rows, random);
    int[] groupOfRow = random.ints(rows, 0, groups).toArray();
    List<List<String>> ofGroup = new ArrayList<>();
    IntStream.range(0, groups).forEach(_ -> ofGroup.add(new ArrayList<>()));
    for (int row = 0; row < rows; row++) {
      if (texts.get(row) instanceof Bytes text) {
        ofGroup.get(groupOfRow[row]).add(new String(text.array(), StandardCharsets.UTF_8));
      }
    }
    List<Object> expected =
        ofGroup.stream().<Object>map(each -> Bytes.utf8(TotalsTwin.longest(each))).toList();
    AggregateFunction longest = function("longest", Simple.VARCHAR, Simple.VARCHAR);
    try (AggregateUdf total = AggregateUdf.of(longest, memory)) {
      total.reserve(groups);
      for (int part = 0; part < 2; part++) {
        int from = part * rows / 2;
        try (AggregateUdf partial = AggregateUdf.of(longest, memory);
            FieldVector column =
                Columns.of(
                    Simple.VARCHAR, texts.subList(from, from + rows / 2), memory.allocator())) {
          partial.reserve(groups);
          int[] places = Arrays.copyOfRange(groupOfRow, from, from + rows / 2);
          partial.update(places, List.of(column), rows / 2, null);
          int[] all = IntStream.range(0, groups).toArray();
          if (part == 0) {
            total.merge(all, partial, 0, groups);
          } else {
            try (VarBinaryVector saved = partial.save(0, groups)) {
              total.merge(all, saved);
            }
          }
        }
      }
      try (FieldVector results = total.finish(0, groups)) {
        assertThat(Columns.values(results)).isEqualTo(expected);
      }
    }
  }

  @Test
  void blocksOfOneStatementServeTheNext() {
    AggregateFunction longest = function("longest", Simple.VARCHAR, Simple.VARCHAR);
    for (int i = 0; i < 200; i++) {
      try (AggregateUdf udf = AggregateUdf.of(longest, memory)) {
        udf.reserve(100_000);
        try (FieldVector results = udf.finish(0, 3)) {
          assertThat(Columns.values(results)).isEqualTo(Collections.nCopies(3, Bytes.utf8("")));
        }
      }
    }
  }
}
