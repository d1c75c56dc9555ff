package org.wasmudf.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RuntimeTwinsTest {
  @Test
  void goCountsWordsAndDigitsAndWritesTitles() {
    assertThat(GoTwin.wordCount("")).isZero();
    assertThat(GoTwin.wordCount(" \t\n")).isZero();
    assertThat(GoTwin.wordCount("one two\u00A0three\u3000four ")).isEqualTo(4);
    assertThat(GoTwin.digitSum(0)).isZero();
    assertThat(GoTwin.digitSum(-129)).isEqualTo(12);
    assertThat(GoTwin.digitSum(Long.MIN_VALUE)).isEqualTo(89);
    assertThat(GoTwin.nthWord(" one two", 2)).isEqualTo("two");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> GoTwin.nthWord("one", 2));
    assertThat(GoTwin.titleCase("hELLO, \u00E9COLE 4you")).isEqualTo("Hello, \u00C9cole 4You");
  }

  @Test
  void rustFindsTopWordsAndSecondsAndPrimes() {
    assertThat(RustStdTwin.topWord("  ")).isEmpty();
    assertThat(RustStdTwin.topWord("b a b a c")).isEqualTo("a (2)");
    assertThat(RustStdTwin.topWord("\uFF21 \uD83D\uDC18")).isEqualTo("\uFF21 (1)");
    assertThat(RustStdTwin.seconds("")).isZero();
    assertThat(RustStdTwin.seconds("1d 2h 3m 4s 4294967295s")).isEqualTo(93_784 + 4_294_967_295L);
    for (String wrong : new String[] {"h", "1", "1x", "-1s", "4294967296s", "1\u20AC"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> RustStdTwin.seconds(wrong));
    }
    assertThat(RustStdTwin.nthPrime(1)).isEqualTo(2);
    assertThat(RustStdTwin.nthPrime(1000)).isEqualTo(7919);
    assertThat(RustStdTwin.nthPrime(10_000)).isEqualTo(104_729);
    assertThatIllegalArgumentException().isThrownBy(() -> RustStdTwin.nthPrime(0));
  }

  @Test
  void assemblyScriptReversesWordsAndWritesRomanNumeralsAndKnowsLeapYears() {
    assertThat(AssemblyScriptTwin.reverseWords("")).isEmpty();
    assertThat(AssemblyScriptTwin.reverseWords(" a  b")).isEqualTo("b  a ");
    assertThat(AssemblyScriptTwin.roman(1994)).isEqualTo("MCMXCIV");
    assertThat(AssemblyScriptTwin.roman(3888)).isEqualTo("MMMDCCCLXXXVIII");
    assertThatIllegalArgumentException().isThrownBy(() -> AssemblyScriptTwin.roman(4000));
    assertThat(AssemblyScriptTwin.leapYear(2000)).isTrue();
    assertThat(AssemblyScriptTwin.leapYear(1900)).isFalse();
  }

  @Test
  void cSortsWordsAndCountsSteps() {
    assertThat(CWasiTwin.sortWords("\tb  a\u00A0a B\n")).isEqualTo("B a\u00A0a b");
    assertThat(CWasiTwin.sortWords("b a\0c")).isEqualTo("a b");
    assertThat(CWasiTwin.sortWords("")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> CWasiTwin.sortWords("a ".repeat(1001)));
    assertThat(CWasiTwin.collatz(1)).isZero();
    assertThat(CWasiTwin.collatz(27)).isEqualTo(111);
    assertThat(CWasiTwin.collatz(0)).isEqualTo(-1);
    assertThatIllegalArgumentException().isThrownBy(() -> CWasiTwin.collatz(Long.MAX_VALUE));
  }
}
