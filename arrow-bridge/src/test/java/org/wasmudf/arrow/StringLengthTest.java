package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.wasmudf.arrow.Columns.Nulls;
import org.wasmudf.arrow.KernelExpr.Call;
import org.wasmudf.arrow.KernelExpr.Case;
import org.wasmudf.arrow.KernelExpr.Column;
import org.wasmudf.arrow.KernelExpr.IsNull;
import org.wasmudf.arrow.KernelExpr.Literal;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// Results of CHAR(n), VARCHAR(n) and VARBINARY(n), against strings of Java's.
class StringLengthTest {
  private static final long SEED = 5;

  private final LinearMemory memory = LinearMemory.create(UdfRuntime.shared());

  @AfterEach
  void nothingLeaks() {
    memory.close();
  }

  private static ScalarFunction echo(Simple type, int most, boolean isPadded) {
    return new ScalarFunction(
        Guests.module("strings"),
        "echo",
        new FunctionSignature(
            "echo", List.of(type), type, NullInput.RETURNS_NULL, new StringLength(most, isPadded)));
  }

  /// The string of so many characters, which it must have room for.
  private static Object padded(@Nullable Object value, int characters) {
    String text = text(value);
    return Bytes.utf8(text + " ".repeat(characters - text.codePointCount(0, text.length())));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Bytes bytes ? new String(bytes.array(), StandardCharsets.UTF_8) : "";
  }

  @ParameterizedTest
  @EnumSource
  void shorterStringsArePadded(Nulls nulls) {
    Random random = new Random(SEED);
    for (int most : new int[] {24, 25, 31, 200}) {
      try (ScalarUdf udf = ScalarUdf.of(echo(Simple.VARCHAR, most, true), memory)) {
        for (int rows : new int[] {0, 1, 63, 64, 65, 8192}) {
          List<@Nullable Object> values = Columns.random(Simple.VARCHAR, nulls, rows, random);
          List<@Nullable Object> expected = new ArrayList<>();
          values.forEach(each -> expected.add(each == null ? null : padded(each, most)));
          assertThat(call(udf, Simple.VARCHAR, values)).as("seed %d", SEED).isEqualTo(expected);
        }
      }
    }
  }

  private List<@Nullable Object> call(
      ScalarUdf udf, SqlType type, List<? extends @Nullable Object> values) {
    try (FieldVector column = Columns.of(type, values, memory.allocator());
        FieldVector result = udf.call(List.of(column), values.size())) {
      return Columns.values(result);
    }
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "'',3,'','   '",
        "a,3,a,a  ",
        "abc,3,abc,abc",
        "abc ,3,abc,abc",
        "abc      ,3,abc,abc",
        "ab ,3,ab ,ab ",
        "ab   ,3,ab ,ab ",
        "'     ',3,'   ','   '",
        "äöü,3,äöü,äöü",
        "äö,3,äö,äö ",
        "äöü  ,3,äöü,äöü",
        "😀,1,😀,😀",
        "😀 ,1,😀,😀",
        "😀,3,😀,😀  ",
        "漢字漢字,4,漢字漢字,漢字漢字",
      })
  void blanksAtTheEndMakeRoomOrAreAdded(String value, int most, String asVarchar, String asChar) {
    List<Bytes> values = Collections.nCopies(3, Bytes.utf8(value));
    try (ScalarUdf varchar = ScalarUdf.of(echo(Simple.VARCHAR, most, false), memory);
        ScalarUdf padded = ScalarUdf.of(echo(Simple.VARCHAR, most, true), memory)) {
      assertThat(call(varchar, Simple.VARCHAR, values)).containsOnly(Bytes.utf8(asVarchar));
      assertThat(call(padded, Simple.VARCHAR, values)).containsOnly(Bytes.utf8(asChar));
    }
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"abcd,3", "   d,3", "abc d,3", "abc\t,3", "äöüä,3", "😀a,1", "abc  \u00a0,3", "a,0"})
  void longerStringsAreRefused(String value, int most) {
    List<@Nullable Object> values = new ArrayList<>(Collections.nCopies(70, Bytes.utf8("")));
    values.set(3, null);
    values.set(65, Bytes.utf8(value));
    for (boolean isPadded : new boolean[] {false, true}) {
      try (ScalarUdf udf = ScalarUdf.of(echo(Simple.VARCHAR, most, isPadded), memory)) {
        UdfException error =
            catchThrowableOfType(UdfException.class, () -> call(udf, Simple.VARCHAR, values));
        assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
        assertThat(error.row()).hasValue(65);
        assertThat(error)
            .hasMessageContaining(
                "it returned a value that %s(%d) can't hold", isPadded ? "CHAR" : "VARCHAR", most);
        assertThat(call(udf, Simple.VARCHAR, Arrays.asList(Bytes.utf8(""), null)))
            .containsExactly(padded(null, isPadded ? most : 0), null);
      }
    }
  }

  @Test
  void binariesHaveBytes() {
    byte[] three = {32, 32, 32};
    try (ScalarUdf udf = ScalarUdf.of(echo(Simple.VARBINARY, 3, false), memory)) {
      assertThat(call(udf, Simple.VARBINARY, List.of(Bytes.of(three))))
          .containsExactly(Bytes.of(three));
      UdfException error =
          catchThrowableOfType(
              UdfException.class,
              () -> call(udf, Simple.VARBINARY, List.of(Bytes.of(new byte[] {1, 2, 3, 32}))));
      assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
      assertThat(error.row()).hasValue(0);
      assertThat(error).hasMessageContaining("VARBINARY(3)");
    }
  }

  /// What isn't UTF-8 is still refused as that, whatever number of characters it seems to have.
  @Test
  void bytesThatAreNotUtf8AreRefused() {
    ScalarFunction bytes =
        new ScalarFunction(
            Guests.module("strings"),
            "bytes",
            new FunctionSignature(
                "bytes",
                List.of(Simple.BIGINT, Simple.INTEGER),
                Simple.VARCHAR,
                NullInput.RETURNS_NULL,
                new StringLength(5, true)));
    try (ScalarUdf udf = ScalarUdf.of(bytes, memory);
        FieldVector wrong =
            Columns.of(Simple.BIGINT, List.of(0x6161L, 0x8080L), memory.allocator());
        FieldVector right = Columns.of(Simple.BIGINT, List.of(0x6161L), memory.allocator());
        FieldVector two = Columns.of(Simple.INTEGER, List.of(2L, 2L), memory.allocator())) {
      UdfException error =
          catchThrowableOfType(UdfException.class, () -> udf.call(List.of(wrong, two), 2));
      assertThat(error.code()).isEqualTo(UdfErrorCode.INVALID_RESULT);
      assertThat(error.row()).hasValue(1);
      assertThat(error).hasMessageContaining("not UTF-8");
      try (FieldVector result = udf.call(List.of(right, two), 1)) {
        assertThat(Columns.values(result)).containsExactly(Bytes.utf8("aa   "));
      }
    }
  }

  /// The padding belongs to the values of one function, not to those around it.
  @Test
  void onlyWhatTheFunctionReturnsIsPadded() {
    KernelExpr text = new Column(0, Simple.VARCHAR);
    KernelExpr choice =
        new Case(
            List.of(
                new Case.Branch(new IsNull(text), new Literal(Simple.VARCHAR, Bytes.utf8("none"))),
                new Case.Branch(
                    new Column(1, Simple.BOOLEAN),
                    new Call(echo(Simple.VARCHAR, 9, true), List.of(text)))),
            text);
    try (BatchEvaluator evaluator = new BatchEvaluator(memory);
        FieldVector texts =
            Columns.of(
                Simple.VARCHAR,
                Arrays.asList(Bytes.utf8("a"), Bytes.utf8("b"), null, Bytes.utf8("c")),
                memory.allocator());
        FieldVector booleans =
            Columns.of(Simple.BOOLEAN, List.of(true, false, true, true), memory.allocator());
        FieldVector result = evaluator.prepare(choice).evaluate(List.of(texts, booleans), 4)) {
      assertThat(Columns.values(result))
          .containsExactly(
              Bytes.utf8("a        "),
              Bytes.utf8("b"),
              Bytes.utf8("none"),
              Bytes.utf8("c        "));
    }
  }

  /// A result that is full in the middle goes on with the value at hand, its padding included.
  @Test
  void paddingMakesTheResultLarge() {
    int most = 60_000;
    List<Bytes> values = Collections.nCopies(100, Bytes.utf8("ab"));
    try (ScalarUdf udf = ScalarUdf.of(echo(Simple.VARCHAR, most, true), memory)) {
      assertThat(call(udf, Simple.VARCHAR, values))
          .hasSize(100)
          .containsOnly(Bytes.utf8("ab" + " ".repeat(most - 2)));
    }
  }
}
