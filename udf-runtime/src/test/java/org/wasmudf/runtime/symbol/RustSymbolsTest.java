package org.wasmudf.runtime.symbol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names that rustc made, against what the binutils' demangler makes of them, and names that nobody
/// made.
class RustSymbolsTest {
  private static final long SEED = 20261124;

  private static List<String[]> known() throws IOException {
    try (InputStream in = RustSymbolsTest.class.getResourceAsStream("rust-symbols.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      return text.lines().map(line -> line.split("\t", 2)).toList();
    }
  }

  @Test
  void namesAreWhatTheBinutilsSay() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String[] each : known()) {
      String name = RustSymbols.demangled(each[0]);
      if (!name.equals(each[1])) {
        wrong.add(each[0] + " is " + name + " and not " + each[1]);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(known()).hasSizeGreaterThan(100);
  }

  /// The examples are the specification's, or of its form.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          _RNvCskwGfYPst2Cb_3foo16example_function| foo::example_function
          _RNvC6_123foo3bar| 123foo::bar
          _RNvCs1234_7mycrateu8gdel_5qa| mycrate::g\u00F6del
          _RNqCs4fqI2P2rA04_11utf8_identsu30____7hkackfecea1cbdathfdh9hlq6y| utf8_idents::\u10E1\u10D0\u10ED\u10DB\u10D4\u10DA\u10D0\u10D3_\u10D2\u10D4\u10DB\u10E0\u10D8\u10D4\u10DA\u10D8_\u10E1\u10D0\u10D3\u10D8\u10DA\u10D8
          _RNSNvC1a1b9call_once| a::b::{shim:call_once#0}
          _RNvC1a1b.llvm.123| a::b
          _RINvC1a1bRL_hE| a::b::<&u8>
          _RINvC1a1bL_E| a::b::<'_>
          _RINvC1a1bKpE| a::b::<_>
          _RINvC1a1bKo10000000000000000_E| a::b::<0x10000000000000000>
          _ZN3foo17h0123456789abcdefE| foo
          _ZN3foo3bar17h0123456789abcdefE.llvm.9| foo::bar
          _ZN5names13gr$uf6$$udf$e17h0123456789abcdefE| names::gr\u00F6\u00DFe
          """)
  void namesAreDemangled(String symbol, String name) {
    assertThat(RustSymbols.demangled(symbol)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "_R",
        "_ZN",
        "memcmp",
        "main.main",
        "_Rust",
        "_RNvC",
        "_RNvC3foo",
        "_RNvC1a9999999999999999999b",
        "_RB_",
        "_RNvB_1a",
        "_RNvCu9_1b",
        "_RNvC1a1b garbage",
        "_RINvC1a1bFKC_EuE",
        // C++'s.
        "_ZN3foo3barEv",
        "_ZN3foo17h0123456789abcdeE",
        "_ZN99999foo17h0123456789abcdefE",
        "_ZNE",
      })
  void namesOfOthersStayAsTheyAre(String name) {
    assertThat(RustSymbols.demangled(name)).isEqualTo(name);
  }

  @Test
  void brokenNamesEndSomehow() throws IOException {
    Random random = new Random(SEED);
    List<String[]> known = known();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder(known.get(random.nextInt(known.size()))[0]);
      for (int edits = random.nextInt(4); edits >= 0; edits--) {
        int at = 2 + random.nextInt(name.length() - 2);
        switch (random.nextInt(3)) {
          case 0 -> name.setCharAt(at, (char) random.nextInt(' ', 127));
          case 1 -> name.setLength(at + 1);
          default -> name.insert(at, name.substring(at));
        }
      }
      String symbol = name.toString();
      assertThat(RustSymbols.demangled(symbol)).as("%s, seed %d", symbol, SEED).isNotNull();
    }
  }

  @Test
  void namesThatWouldGrowForEverAreLeftAlone() {
    // Each tuple holds the one before it twice.
    StringBuilder doubled = new StringBuilder("_RINvC1a1b");
    int before = doubled.length() - 2;
    doubled.append("TuuE");
    for (int i = 0; i < 60; i++) {
      int start = doubled.length() - 2;
      String reference = "B" + base62(before) + "_";
      doubled.append("T").append(reference).append(reference).append("E");
      before = start;
    }
    String bomb = doubled.append("E").toString();
    String deep = "_RINvC1a1b" + "R".repeat(1_000_000) + "hE";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          assertThat(RustSymbols.demangled(bomb)).isEqualTo(bomb);
          assertThat(RustSymbols.demangled(deep)).isEqualTo(deep);
        });
    assertThat(RustSymbols.demangled("_RNvC1a1b")).isEqualTo("a::b");
  }

  /// A backreference's number, without its end: 0 is no digit, 1 the digit 0.
  private static String base62(int number) {
    String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    StringBuilder text = new StringBuilder();
    for (int rest = number - 1; rest >= 0; rest = rest / 62 - (rest < 62 ? 1 : 0)) {
      text.insert(0, digits.charAt(rest % 62));
    }
    return text.toString();
  }
}
