package org.wasmudf.bench.kernels;

import java.util.List;
import java.util.random.RandomGenerator;

/// Strings that look like real ones, a few of them beyond ASCII.
final class Words {
  private static final List<String> PROMOTIONS =
      List.of("STANDARD", "SMALL", "MEDIUM", "LARGE", "ECONOMY", "PROMO");
  private static final List<String> FINISHES =
      List.of("ANODIZED", "BURNISHED", "PLATED", "POLISHED", "BRUSHED");
  private static final List<String> METALS = List.of("TIN", "NICKEL", "BRASS", "STEEL", "COPPER");
  private static final List<String> SYLLABLES =
      List.of("an", "be", "chri", "da", "el", "fre", "gun", "ha", "jo", "ka", "li", "mar", "né");
  private static final List<String> DOMAINS =
      List.of(
          "example.com", "mail.example.org", "post.example.net", "example.co.uk", "bücher.example");

  private Words() {}

  /// A part's type as in TPC-H; one in six is a promotion.
  static String partType(RandomGenerator random) {
    return String.join(" ", any(random, PROMOTIONS), any(random, FINISHES), any(random, METALS));
  }

  /// A name of 4 to 16 or so letters.
  static String name(RandomGenerator random) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(2, 7); i > 0; i--) {
      name.append(any(random, SYLLABLES));
    }
    return name.toString();
  }

  /// An address; one in a hundred lacks its @.
  static String email(RandomGenerator random) {
    String separator = random.nextInt(100) == 0 ? "." : "@";
    return name(random) + separator + any(random, DOMAINS);
  }

  private static String any(RandomGenerator random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
