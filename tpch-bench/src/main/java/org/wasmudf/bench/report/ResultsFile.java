package org.wasmudf.bench.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// `results.json`: an array with an object for each measurement.
public final class ResultsFile {
  private static final String NAME = "results.json";

  private ResultsFile() {}

  /// Writes the measurements, replacing those of an earlier run at once or not at all.
  ///
  /// @param folder made if it doesn't exist
  /// @return the file
  public static Path write(Path folder, List<Measurement> measurements) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(NAME);
    Path unfinished = Files.createTempFile(folder, NAME, ".unfinished");
    try {
      try (JsonGenerator json =
          new JsonFactory().createGenerator(unfinished.toFile(), JsonEncoding.UTF8)) {
        json.useDefaultPrettyPrinter();
        json.writeStartArray();
        for (Measurement each : measurements) {
          write(json, each);
        }
        json.writeEndArray();
      }
      return Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void write(JsonGenerator json, Measurement measurement) throws IOException {
    json.writeStartObject();
    json.writeStringField("suite", measurement.suite());
    json.writeStringField("name", measurement.name());
    json.writeStringField("system", measurement.system());
    json.writeStringField("unit", measurement.unit());
    json.writeNumberField("median", measurement.median());
    json.writeNumberField("min", measurement.min());
    json.writeNumberField("max", measurement.max());
    json.writeNumberField("runs", measurement.runs());
    json.writeEndObject();
  }
}
