package org.wasmudf.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reads the files of this Maven module, which is the working directory of its tests.
class LoopsGuestTest {
  private static final Path FOLDER = Path.of("c");

  @Test
  void committedGuestIsBuiltFromTheCommittedSources() throws IOException {
    List<String> built = Files.readAllLines(FOLDER.resolve("SHA256SUMS"));

    assertThat(built)
        .hasSizeGreaterThan(2)
        .allSatisfy(
            line -> {
              String[] sumAndFile = line.split(" [ *]", 2);
              assertThat(sha256(FOLDER.resolve(sumAndFile[1])))
                  .as("%s; after editing it run: tpch-bench/build-guest", sumAndFile[1])
                  .isEqualTo(sumAndFile[0]);
            });
  }

  @Test
  void programHasTheCommittedGuest() throws IOException {
    assertThat(Resources.bytes(GuestLoop.class, "loops.wasm"))
        .isEqualTo(Files.readAllBytes(FOLDER.resolve("loops.wasm")));
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
