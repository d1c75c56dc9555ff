package org.wasmudf.kafka.transform;

/// One of the two parts of a record that have a schema.
public enum Part {
  KEY("key"),
  VALUE("value");

  private final String word;

  Part(String word) {
    this.word = word;
  }

  /// What it is called in paths.
  String word() {
    return word;
  }
}
