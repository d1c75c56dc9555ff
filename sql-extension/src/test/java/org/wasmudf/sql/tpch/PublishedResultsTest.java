package org.wasmudf.sql.tpch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries over the columns, in plain Java, against the results that the generator's jar brings.
class PublishedResultsTest {
  private static final String TABLE = "lineitem";

  @TempDir static Path cache;

  private static final BufferAllocator ALLOCATOR = new RootAllocator();
  private static TableColumns lineitem;

  @BeforeAll
  static void generate() {
    lineitem = GeneratedTables.open(TABLE, 0.01, cache, ALLOCATOR, ProgressListener.QUIET);
  }

  @Test
  void queryOneGivesThePublishedRows() throws IOException {
    List<Object> quantity = column("l_quantity");
    List<Object> price = column("l_extendedprice");
    List<Object> discount = column("l_discount");
    List<Object> tax = column("l_tax");
    List<Object> flag = column("l_returnflag");
    List<Object> status = column("l_linestatus");
    List<Object> shipped = column("l_shipdate");
    TreeMap<String, BigDecimal[]> groups = new TreeMap<>();
    for (int row = 0; row < lineitem.rows(); row++) {
      if (((LocalDate) shipped.get(row)).isAfter(LocalDate.of(1998, 9, 2))) {
        continue;
      }
      BigDecimal full = (BigDecimal) price.get(row);
      BigDecimal reduction = (BigDecimal) discount.get(row);
      BigDecimal reduced = full.multiply(BigDecimal.ONE.subtract(reduction));
      BigDecimal charged = reduced.multiply(BigDecimal.ONE.add((BigDecimal) tax.get(row)));
      BigDecimal[] added = {
        (BigDecimal) quantity.get(row), full, reduced, charged, reduction, BigDecimal.ONE
      };
      groups.merge(flag.get(row) + "|" + status.get(row), added, PublishedResultsTest::plus);
    }

    List<List<String>> published = published("q1");
    assertThat(published)
        .extracting(line -> line.get(0) + "|" + line.get(1))
        .containsExactlyElementsOf(groups.keySet());
    for (List<String> line : published) {
      BigDecimal[] sums = requireNonNull(groups.get(line.get(0) + "|" + line.get(1)));
      BigDecimal count = sums[5];
      List<BigDecimal> expected =
          List.of(
              sums[0],
              sums[1],
              sums[2],
              sums[3],
              sums[0].divide(count, 2, RoundingMode.HALF_UP),
              sums[1].divide(count, 2, RoundingMode.HALF_UP),
              sums[4].divide(count, 2, RoundingMode.HALF_UP),
              count);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(new BigDecimal(line.get(i + 2)))
            .as("column %d of %s", i + 2, line)
            .isEqualByComparingTo(expected.get(i));
      }
    }
  }

  @Test
  void querySixGivesThePublishedRevenue() throws IOException {
    List<Object> quantity = column("l_quantity");
    List<Object> price = column("l_extendedprice");
    List<Object> discount = column("l_discount");
    List<Object> shipped = column("l_shipdate");
    BigDecimal revenue = BigDecimal.ZERO;
    for (int row = 0; row < lineitem.rows(); row++) {
      BigDecimal reduction = (BigDecimal) discount.get(row);
      if (((LocalDate) shipped.get(row)).getYear() == 1994
          && reduction.compareTo(new BigDecimal("0.05")) >= 0
          && reduction.compareTo(new BigDecimal("0.07")) <= 0
          && ((BigDecimal) quantity.get(row)).compareTo(new BigDecimal("24")) < 0) {
        revenue = revenue.add(((BigDecimal) price.get(row)).multiply(reduction));
      }
    }
    assertThat(revenue).isEqualByComparingTo(new BigDecimal(published("q6").getFirst().getFirst()));
  }

  private static List<Object> column(String name) {
    return GeneratedTables.values(lineitem, GeneratedTables.column(TABLE, name));
  }

  private static BigDecimal[] plus(BigDecimal[] left, BigDecimal[] right) {
    BigDecimal[] sums = new BigDecimal[left.length];
    Arrays.setAll(sums, i -> left[i].add(right[i]));
    return sums;
  }

  private static List<List<String>> published(String query) throws IOException {
    String resource = "queries/" + query + ".result";
    try (InputStream in = TpchTable.class.getResourceAsStream(resource)) {
      return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("--"))
          .map(line -> List.of(line.split("\\|")))
          .toList();
    }
  }
}
