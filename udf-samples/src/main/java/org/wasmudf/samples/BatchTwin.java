package org.wasmudf.samples;

import java.util.Arrays;
import java.util.List;

/// The table function of [BatchSample] in Java. Its function for batches is
/// [TextTwin#maskEmail(String)].
public final class BatchTwin {
  private BatchTwin() {}

  /// The parts of a text between spaces.
  public static List<String> splitWords(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(each -> !each.isEmpty()).toList();
  }
}
