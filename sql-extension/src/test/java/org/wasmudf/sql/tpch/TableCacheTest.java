package org.wasmudf.sql.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The cache folder through generations that fail, meet each other, or find what others left.
class TableCacheTest {
  private static final double SCALE = 0.006;
  private static final String TABLE = "orders";
  private static final int ROWS = 9_000;

  @TempDir Path cache;

  private final BufferAllocator allocator = new RootAllocator();
  private final List<Long> progress = new ArrayList<>();

  private TableColumns open() {
    return GeneratedTables.open(
        TABLE, SCALE, cache, allocator, (table, rows, expected) -> progress.add(rows));
  }

  private Path folder() {
    return cache.resolve("0.006").resolve(TABLE);
  }

  private Path file(String column) {
    return folder().resolve(column + ".arrow");
  }

  /// The table as it should be, from a cache of its own.
  private List<List<Object>> expected(@TempDir Path elsewhere) {
    return GeneratedTables.values(
        GeneratedTables.open(TABLE, SCALE, elsewhere, allocator, ProgressListener.QUIET));
  }

  @Test
  void aTableIsGeneratedOnceWithProgressAndFoundAfterwards() throws IOException {
    TableColumns first = open();
    assertThat(first.rows()).isEqualTo(ROWS);
    assertThat(progress).startsWith(0L).endsWith((long) ROWS).isSorted().hasSizeGreaterThan(2);
    assertThat(allocator.getAllocatedMemory()).as("nothing is loaded yet").isZero();
    List<List<Object>> values = GeneratedTables.values(first);

    progress.clear();
    assertThat(GeneratedTables.values(open())).isEqualTo(values);
    assertThat(progress).isEmpty();
    assertThat(GeneratedTables.names(cache.resolve("0.006"))).containsExactly(TABLE);
  }

  @Test
  void filesAreArrowFilesOfOneColumn() throws IOException {
    open().rows();
    try (ArrowFileReader reader =
        new ArrowFileReader(Files.newByteChannel(file("o_totalprice")), allocator)) {
      int rows = 0;
      while (reader.loadNextBatch()) {
        FieldVector vector = reader.getVectorSchemaRoot().getVector("o_totalprice");
        rows += vector.getValueCount();
      }
      assertThat(rows).isEqualTo(ROWS);
    }
  }

  @Test
  void onlyColumnsThatAreAskedForAreLoaded() throws IOException {
    TableColumns columns = open();
    columns.rows();
    Files.delete(file("o_comment"));
    columns.column(0, 0);
    assertThat(allocator.getAllocatedMemory()).isBetween(8192L * 8, 8192L * 10);
  }

  @Test
  void aGenerationThatItsListenerStopsLeavesNothingAndTheNextIsWhole() throws IOException {
    for (int calls : List.of(1, 2, 3)) {
      AtomicInteger left = new AtomicInteger(calls);
      TableColumns stopped =
          GeneratedTables.open(
              TABLE,
              SCALE,
              cache,
              allocator,
              (_, _, _) -> {
                if (left.decrementAndGet() == 0) {
                  throw new IllegalStateException("stop");
                }
              });
      assertThatThrownBy(stopped::rows)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("stop");
      assertThat(GeneratedTables.names(cache.resolve("0.006"))).isEmpty();
      assertThat(allocator.getAllocatedMemory()).isZero();
      if (calls == 3) {
        assertThat(stopped.rows()).as("the same table, asked again").isEqualTo(ROWS);
      }
    }
  }

  @Test
  void anInterruptedThreadStopsAndTheNextGenerationIsWhole() throws IOException {
    TableColumns columns = open();
    Thread.currentThread().interrupt();
    assertThatThrownBy(columns::rows).isInstanceOf(RuntimeException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(GeneratedTables.names(cache.resolve("0.006"))).isEmpty();
    assertThat(columns.rows()).isEqualTo(ROWS);
  }

  @Test
  void whatADeadProcessLeftDoesNoHarmAndIsDeletedInTime() throws IOException {
    Path scale = Files.createDirectories(cache.resolve("0.006"));
    Path old = Files.createDirectory(scale.resolve(".orders-1.tmp"));
    Path young = Files.createDirectory(scale.resolve(".orders-2.tmp"));
    Path others = Files.createDirectory(scale.resolve("notes"));
    for (Path each : List.of(old, young, others)) {
      Files.writeString(each.resolve("o_orderkey.arrow"), "half");
    }
    for (Path each :
        List.of(old.resolve("o_orderkey.arrow"), old, others.resolve("o_orderkey.arrow"), others)) {
      Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    }
    assertThat(open().rows()).isEqualTo(ROWS);
    assertThat(GeneratedTables.names(scale)).containsExactly(".orders-2.tmp", "notes", TABLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void processesThatGenerateAtOnceAllEndWithTheTable(boolean isBrokenThere, @TempDir Path elsewhere)
      throws Exception {
    List<List<Object>> expected = expected(elsewhere);
    if (isBrokenThere) {
      Files.createDirectories(folder());
      Files.writeString(file("o_orderkey"), "half");
    }
    int processes = 3;
    CyclicBarrier barrier = new CyclicBarrier(processes);
    List<CompletableFuture<List<List<Object>>>> results = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      TableColumns columns =
          GeneratedTables.open(
              TABLE, SCALE, cache, allocator, (_, rows, _) -> meetBeforeTheFirstRow(barrier, rows));
      results.add(CompletableFuture.supplyAsync(() -> GeneratedTables.values(columns)));
    }
    for (CompletableFuture<List<List<Object>>> each : results) {
      assertThat(each.get()).isEqualTo(expected);
    }
    assertThat(GeneratedTables.names(cache.resolve("0.006"))).containsExactly(TABLE);
  }

  private static void meetBeforeTheFirstRow(CyclicBarrier barrier, long rows) {
    if (rows == 0) {
      try {
        barrier.await();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void threadsThatShareATableGenerateItOnce() {
    TableColumns columns = open();
    List<CompletableFuture<Long>> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(CompletableFuture.supplyAsync(columns::rows));
    }
    assertThat(results).allSatisfy(each -> assertThat(each.join()).isEqualTo(ROWS));
    assertThat(progress.stream().filter(rows -> rows == 0)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"o_orderkey.arrow", "o_comment.arrow", "manifest.properties"})
  void aTruncatedFileMakesTheTableGenerateAgain(String file, @TempDir Path elsewhere)
      throws IOException {
    List<List<Object>> expected = expected(elsewhere);
    open().rows();
    byte[] content = Files.readAllBytes(folder().resolve(file));
    for (int length : List.of(content.length - 1, content.length / 2, 0)) {
      Files.write(folder().resolve(file), content, StandardOpenOption.TRUNCATE_EXISTING);
      truncate(folder().resolve(file), length);
      progress.clear();
      assertThat(GeneratedTables.values(open())).isEqualTo(expected);
      if (!file.equals("manifest.properties") || length < content.length - 1) {
        assertThat(progress).as("generated again").contains((long) ROWS);
      }
    }
    assertThat(GeneratedTables.names(cache.resolve("0.006"))).containsExactly(TABLE);
  }

  private static void truncate(Path file, int length) throws IOException {
    try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  @Test
  void aDamagedFileIsNamedWithTheFixAndTheFixHelps(@TempDir Path elsewhere) throws IOException {
    List<List<Object>> expected = expected(elsewhere);
    open().rows();
    byte[] content = Files.readAllBytes(file("o_clerk"));
    // The third offset of the first batch is 30; its bitmap of 1,024 bytes lies before.
    int offset = indexOf(content, new byte[] {0, 0, 0, 0, 15, 0, 0, 0, 30, 0, 0, 0});
    content[offset + 8] = 99;
    Files.write(file("o_clerk"), content);

    TableColumns columns = open();
    int clerk = GeneratedTables.column(TABLE, "o_clerk");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> columns.column(0, clerk))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot read " + file("o_clerk"))
          .hasMessageContaining("delete " + folder() + ", and the table is generated again");
    }
    assertThat(columns.column(1, clerk).getValueCount()).as("another batch").isEqualTo(808);

    TableFolder.delete(folder());
    assertThat(GeneratedTables.values(columns)).isEqualTo(expected);
  }

  @Test
  void whateverByteOfAFileIsDamagedItIsReadOrNamed() throws IOException {
    String table = "region";
    TableColumns columns = region();
    columns.rows();
    int name = GeneratedTables.column(table, "r_name");
    Path file = cache.resolve("0.006").resolve(table).resolve("r_name.arrow");
    byte[] content = Files.readAllBytes(file);
    long seed = 20_261_121;
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < content.length; i++) {
      byte[] damaged = content.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try {
        assertThat(GeneratedTables.values(region(), name)).hasSize(5);
      } catch (UncheckedIOException e) {
        assertThat(e).as("byte %d, seed %d", i, seed).hasMessageContaining(file.toString());
        refused++;
      }
    }
    assertThat(refused).isPositive();
    Files.write(file, content);
    assertThat(GeneratedTables.values(columns, name))
        .containsExactly("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST");
  }

  private TableColumns region() {
    return GeneratedTables.open("region", SCALE, cache, allocator, ProgressListener.QUIET);
  }

  private static int indexOf(byte[] content, byte[] part) {
    for (int i = 0; i <= content.length - part.length; i++) {
      if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void aFolderOfAnotherFormatIsReplaced() throws IOException {
    open().rows();
    Path manifest = folder().resolve("manifest.properties");
    Files.writeString(manifest, Files.readString(manifest).replace("format=1", "format=0"));
    progress.clear();
    assertThat(open().rows()).isEqualTo(ROWS);
    assertThat(progress).contains((long) ROWS);
    assertThat(GeneratedTables.names(cache.resolve("0.006"))).containsExactly(TABLE);
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws IOException {
    Path occupied = Files.writeString(cache.resolve("file"), "not a folder");
    TableColumns columns =
        GeneratedTables.open(TABLE, SCALE, occupied, allocator, ProgressListener.QUIET);
    assertThatThrownBy(columns::rows)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot keep the TPC-H table orders in " + occupied);
    Files.delete(occupied);
    assertThat(columns.rows()).isEqualTo(ROWS);
  }
}
