package org.wasmudf.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTwinTest {
  @ParameterizedTest
  @CsvSource({
    "kitten, sitting, 3",
    "Saturday, Sunday, 3",
    "rosettacode, raisethysword, 8",
    "flaw, lawn, 2",
    "gumbo, gambol, 2",
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "same, same, 0",
    "na\u00EFve, naive, 1",
    "\uD83D\uDE00, \uD83D\uDE01, 1",
    "a\uD83D\uDE00b, ab, 1",
  })
  void countsEditsInCodePoints(String a, String b, int distance) {
    assertThat(TextTwin.levenshtein(a, b)).isEqualTo(distance);
    assertThat(TextTwin.levenshtein(b, a)).isEqualTo(distance);
  }

  @Test
  void levenshteinFollowsItsDefinition() {
    long seed = 23;
    var random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      String a = word(random);
      String b = word(random);
      assertThat(TextTwin.levenshtein(a, b))
          .as("seed %d: %s %s", seed, a, b)
          .isEqualTo(byDefinition(a, b));
    }
  }

  private static String word(Random random) {
    return random
        .ints(random.nextInt(7), 'a', 'd')
        .mapToObj(Character::toString)
        .reduce("", String::concat);
  }

  private static int byDefinition(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.length() + b.length();
    }
    String restOfA = a.substring(1);
    String restOfB = b.substring(1);
    if (a.charAt(0) == b.charAt(0)) {
      return byDefinition(restOfA, restOfB);
    }
    return 1
        + Math.min(
            byDefinition(restOfA, restOfB),
            Math.min(byDefinition(restOfA, b), byDefinition(a, restOfB)));
  }

  @Test
  void levenshteinTakesAtMost1024CodePoints() {
    String most = "\uD83D\uDE00".repeat(1024);
    assertThat(TextTwin.levenshtein(most, "x")).isEqualTo(1024);
    assertThatThrownBy(() -> TextTwin.levenshtein("x", most + "y"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("levenshtein takes texts of at most 1024 code points, not 1025");
  }

  @ParameterizedTest
  @CsvSource({
    "alice@example.com, a***@example.com",
    "a@b, a***@b",
    "\uD83D\uDE00lf@example.com, \uD83D\uDE00***@example.com",
    "\u00E9ric@ex\u00E4mple.org, \u00E9***@ex\u00E4mple.org",
    "@example.com, ***@example.com",
    "odd@local@example.com, o***@example.com",
    "nobody@, n***@",
    "@, ***@",
    "no address, ***",
    "'', ***",
  })
  void masksTheLocalPartButForItsFirstCharacter(String address, String masked) {
    assertThat(TextTwin.maskEmail(address)).isEqualTo(masked);
  }

  @Test
  void noDomainIsLongerThan255Bytes() {
    String longest = "\u00E9".repeat(127) + "x";
    assertThat(TextTwin.maskEmail("bob@" + longest)).isEqualTo("b***@" + longest);
    assertThat(TextTwin.maskEmail("bob@" + longest + "x")).isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource({ // from the reference distribution of FNV
    "'', cbf29ce484222325",
    "a, af63dc4c8601ec8c",
    "b, af63df4c8601f1a5",
    "foo, dcb27518fed9d577",
    "foob, dd120e790c2512af",
    "foobar, 85944171f73967e8",
    "'chongo was here!\n', 46810940eff5f915",
  })
  void hashesLikeTheReferenceOfFnv(String text, String hash) {
    assertThat(Long.toHexString(TextTwin.fnv1a(text.getBytes(UTF_8)))).isEqualTo(hash);
  }
}
