package org.wasmudf.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The committed guests are those that were built from the committed sources.
class GuestsTest {
  @Test
  void sourcesAndModulesAreThoseOfTheLastBuild() throws IOException, NoSuchAlgorithmException {
    Map<String, String> built = new TreeMap<>();
    for (String line : Files.readAllLines(Guests.FOLDER.resolve("SHA256SUMS"))) {
      String[] sumAndFile = line.split(" [ *]", 2);
      built.put(sumAndFile[1], sumAndFile[0]);
    }
    Map<String, String> found = new TreeMap<>();
    try (var files = Files.newDirectoryStream(Guests.FOLDER, "*.{wat,wasm}")) {
      for (Path file : files) {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        found.put(file.getFileName().toString(), HexFormat.of().formatHex(sum));
      }
    }
    assertThat(found).as("after editing a guest run: %s/build", Guests.FOLDER).isEqualTo(built);
  }
}
