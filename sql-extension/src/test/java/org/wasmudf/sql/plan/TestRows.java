package org.wasmudf.sql.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.DataContext;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.exec.CellWriter;
import org.wasmudf.sql.exec.VectorBatch;
import org.wasmudf.sql.exec.VectorStore;
import org.wasmudf.sql.exec.Vectors;

/// Random rows with a column of every type, NULLs and extremes among them, as a table of ours and
/// as one that Calcite scans by itself.
final class TestRows {
  private static final String[] TEXTS = {
    "",
    "a",
    "B",
    "seven77",
    "eight888",
    "longer than a word",
    "ä",
    "\uD83D\uDE00",
    "\uFFFD",
    "e\u0301"
  };

  private final List<@Nullable Object[]> rows = new ArrayList<>();

  private TestRows() {}

  /// Rows of a seed.
  static TestRows random(long seed, int count) {
    Random random = new Random(seed);
    TestRows made = new TestRows();
    for (int i = 0; i < count; i++) {
      made.rows.add(row(random, i));
    }
    return made;
  }

  List<@Nullable Object[]> rows() {
    return rows;
  }

  static RelDataType type(RelDataTypeFactory factory) {
    return factory
        .builder()
        .add("id", SqlTypeName.INTEGER)
        .add("flag", SqlTypeName.BOOLEAN)
        .nullable(true)
        .add("tiny", SqlTypeName.TINYINT)
        .nullable(true)
        .add("small", SqlTypeName.SMALLINT)
        .nullable(true)
        .add("whole", SqlTypeName.INTEGER)
        .nullable(true)
        .add("big", SqlTypeName.BIGINT)
        .nullable(true)
        .add("single", SqlTypeName.REAL)
        .nullable(true)
        .add("dbl", SqlTypeName.DOUBLE)
        .nullable(true)
        .add("money", SqlTypeName.DECIMAL, 15, 2)
        .nullable(true)
        .add("wide", SqlTypeName.DECIMAL, 30, 5)
        .nullable(true)
        .add("born", SqlTypeName.DATE)
        .nullable(true)
        .add("clock", SqlTypeName.TIME, 3)
        .nullable(true)
        .add("moment", SqlTypeName.TIMESTAMP, 3)
        .nullable(true)
        .add("text", SqlTypeName.VARCHAR, 40)
        .nullable(true)
        .add("bytes", SqlTypeName.VARBINARY, 10)
        .nullable(true)
        .add("key", SqlTypeName.INTEGER)
        .nullable(true)
        .add("name", SqlTypeName.VARCHAR, 40)
        .build();
  }

  private static @Nullable Object[] row(Random random, int id) {
    byte[] bytes = new byte[random.nextInt(10)];
    random.nextBytes(bytes);
    @Nullable Object[] row = {
      id,
      random.nextBoolean(),
      (byte) random.nextInt(),
      (short) random.nextInt(),
      random.nextInt(),
      random.nextInt(20) == 0 ? Long.MIN_VALUE : random.nextLong(),
      (float) random.nextInt(1 << 20),
      (double) random.nextInt(),
      BigDecimal.valueOf(random.nextLong(-999_999_999_999_999L, 1_000_000_000_000_000L), 2),
      new BigDecimal(new BigInteger(95, random).subtract(BigInteger.TWO.pow(94)), 5),
      random.nextInt(-100_000, 100_000),
      random.nextInt(86_400_000),
      random.nextLong(-4_000_000_000_000L, 4_000_000_000_000L),
      TEXTS[random.nextInt(TEXTS.length)],
      new ByteString(bytes),
      random.nextInt(7),
      "group " + random.nextInt(300)
    };
    for (int i = 1; i < row.length - 1; i++) {
      if (random.nextInt(5) == 0) {
        row[i] = null;
      }
    }
    return row;
  }

  /// The rows in batches of our own.
  ArrowTable arrow(BufferAllocator allocator, int rowsPerBatch) {
    RelDataType type = type(TestConnection.TYPES);
    List<VectorBatch> batches = new ArrayList<>();
    for (int start = 0; start < rows.size(); start += rowsPerBatch) {
      List<@Nullable Object[]> part =
          rows.subList(start, Math.min(rows.size(), start + rowsPerBatch));
      Vectors vectors = Vectors.allocate(ColumnTypes.fields(type), part.size(), allocator);
      for (int column = 0; column < vectors.list().size(); column++) {
        CellWriter writer = CellWriter.of(vectors.list().get(column));
        for (int row = 0; row < part.size(); row++) {
          writer.write(row, part.get(row)[column]);
        }
      }
      batches.add(vectors.batch(part.size()));
    }
    return new ArrowTable(TestRows::type, new VectorStore(batches), List.of());
  }

  /// The rows as Calcite scans them without us.
  ScannableTable scannable() {
    return new Scannable(rows);
  }

  private static final class Scannable extends AbstractTable implements ScannableTable {
    private final List<@Nullable Object[]> rows;

    Scannable(List<@Nullable Object[]> rows) {
      this.rows = rows;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
      return type(factory);
    }

    @Override
    public Enumerable<@Nullable Object[]> scan(DataContext root) {
      return Linq4j.asEnumerable(rows);
    }
  }
}
