package org.wasmudf.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads `results.json` and insists on its shape: these fields, in this order, of these types.
public final class ResultsReader {
  private final JsonParser json;

  private ResultsReader(JsonParser json) {
    this.json = json;
  }

  /// All measurements of a file.
  public static List<Measurement> read(Path file) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
      ResultsReader reader = new ResultsReader(json);
      reader.expect(JsonToken.START_ARRAY);
      List<Measurement> measurements = new ArrayList<>();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        measurements.add(reader.measurement());
      }
      return measurements;
    }
  }

  private Measurement measurement() throws IOException {
    Measurement measurement =
        new Measurement(
            text("suite"),
            text("name"),
            text("system"),
            text("unit"),
            number("median"),
            number("min"),
            number("max"),
            count("runs"));
    expect(JsonToken.END_OBJECT);
    return measurement;
  }

  private String text(String field) throws IOException {
    name(field);
    expect(JsonToken.VALUE_STRING);
    return json.getText();
  }

  private double number(String field) throws IOException {
    name(field);
    expect(JsonToken.VALUE_NUMBER_FLOAT);
    return json.getDoubleValue();
  }

  private int count(String field) throws IOException {
    name(field);
    expect(JsonToken.VALUE_NUMBER_INT);
    return json.getIntValue();
  }

  private void name(String field) throws IOException {
    expect(JsonToken.FIELD_NAME);
    if (!json.currentName().equals(field)) {
      throw new IOException("%s instead of %s".formatted(json.currentName(), field));
    }
  }

  private void expect(JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IOException("%s instead of %s".formatted(json.currentToken(), token));
    }
  }
}
