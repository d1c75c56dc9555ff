package org.wasmudf.arrow;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType.Simple;
import org.wasmudf.runtime.UdfErrorCode;
import org.wasmudf.runtime.UdfRuntime;
import org.wasmudf.runtime.limit.ResourceLimits;
import org.wasmudf.runtime.limit.Tenant;

/// A guest that tries something, and what happens then. The modules are the ones of
/// `udf-samples/evil`.
///
/// @param module the file, without its ending
/// @param export the function
/// @param parameter what the function takes
/// @param result what the function returns
/// @param evil the argument that makes it evil, where others don't
/// @param code the error, or none where what it does is legal
/// @param value then, what the function returns for the evil argument
/// @param alwaysFails whether it is evil before it knows its argument
record EvilGuest(
    String module,
    String export,
    SqlType parameter,
    SqlType result,
    Object evil,
    @Nullable UdfErrorCode code,
    @Nullable Object value,
    boolean alwaysFails) {
  static final Path FOLDER = Path.of("../udf-samples/evil");

  private static final Bytes THIRTEEN_BYTES = Bytes.utf8("thirteen bits");

  /// What each deed ends with: in a row, in the start function, in `_initialize`, in the allocator.
  /// `-` is no error.
  private static final String DEEDS =
      """
      spin         FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      recurse      STACK_OVERFLOW      STACK_OVERFLOW      STACK_OVERFLOW      STACK_OVERFLOW
      grow         -                   -                   -                   MEMORY_LIMIT
      grow-at-once -                   -                   -                   -
      grow-tables  -                   -                   -                   -
      beg          FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      hoard        MEMORY_LIMIT        MEMORY_LIMIT        MEMORY_LIMIT        MEMORY_LIMIT
      fill         FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      copy         FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      load         TRAP_OUT_OF_BOUNDS  TRAP_OUT_OF_BOUNDS  TRAP_OUT_OF_BOUNDS  TRAP_OUT_OF_BOUNDS
      store        TRAP_OUT_OF_BOUNDS  TRAP_OUT_OF_BOUNDS  TRAP_OUT_OF_BOUNDS  TRAP_OUT_OF_BOUNDS
      init         FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      wrong-type   TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL
      nobody       TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL
      outsider     TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL  TRAP_INDIRECT_CALL
      divide       TRAP_DIVIDE_BY_ZERO TRAP_DIVIDE_BY_ZERO TRAP_DIVIDE_BY_ZERO TRAP_DIVIDE_BY_ZERO
      exit         GUEST_ERROR         GUEST_ERROR         GUEST_ERROR         GUEST_ERROR
      log          FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      write        FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      random       FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      sleep        FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED      FUEL_EXHAUSTED
      """;

  /// What else there is: function, what it ends with, or what it returns.
  private static final String OTHERS =
      """
      declares-4gib      f                    MEMORY_LIMIT
      data-outside       f                    TRAP_OUT_OF_BOUNDS
      elements-outside   f                    TRAP_OUT_OF_BOUNDS
      allocates-null     f                    MEMORY_LIMIT
      allocates-outside  f                    MEMORY_LIMIT
      allocates-end      f                    MEMORY_LIMIT
      results            outside              INVALID_RESULT
      results            across               INVALID_RESULT
      results            negative             INVALID_RESULT
      results            longest              INVALID_RESULT
      results            wrapping             INVALID_RESULT
      results            garbled              INVALID_RESULT
      results            overlapping          'oo'
      results            empty                ''
      arguments          frees                13
      arguments          overwrites           13
      imports            log_outside          TRAP_OUT_OF_BOUNDS
      imports            log_longest          TRAP_OUT_OF_BOUNDS
      imports            fail_outside         TRAP_OUT_OF_BOUNDS
      imports            fail_negative        TRAP_OUT_OF_BOUNDS
      imports            write_outside        21
      imports            write_buffer_outside 21
      imports            write_buffers        28
      imports            random_longest       28
      imports            random_negative      28
      imports            clock_outside        21
      imports            args_outside         21
      imports            poll_many            28
      """;

  static Stream<EvilGuest> all() {
    return Stream.concat(deeds(), others());
  }

  /// Each deed at each entry point.
  static Stream<EvilGuest> deeds() {
    List<EvilGuest> all = new ArrayList<>();
    List<String> entries = List.of("row", "start", "initialize", "allocator");
    for (String line : DEEDS.lines().toList()) {
      String[] words = line.split(" +", -1);
      for (int i = 0; i < entries.size(); i++) {
        String entry = entries.get(i);
        String outcome = words[1 + i].equals("-") ? "13" : words[1 + i];
        all.add(of(entry + "/" + words[0], "f", entry.equals("allocator"), outcome));
      }
    }
    return all.stream();
  }

  private static Stream<EvilGuest> others() {
    return OTHERS
        .lines()
        .map(line -> line.split(" +", -1))
        .map(words -> of(words[0], words[1], words[0].matches("arguments|allocates.*"), words[2]));
  }

  private static EvilGuest of(String module, String export, boolean takesText, String outcome) {
    boolean isCode = Character.isUpperCase(outcome.charAt(0));
    boolean returnsText = module.equals("results");
    return new EvilGuest(
        module,
        export,
        takesText ? Simple.VARCHAR : Simple.BIGINT,
        returnsText ? Simple.VARCHAR : Simple.BIGINT,
        takesText ? THIRTEEN_BYTES : 13L,
        isCode ? UdfErrorCode.valueOf(outcome) : null,
        isCode ? null : returnsText ? Bytes.utf8(outcome.replace("'", "")) : Long.valueOf(outcome),
        isCode && !module.startsWith("row/") && !module.matches("results|arguments|imports"));
  }

  /// Whether it would go on for ever if nobody counted.
  boolean isEndless() {
    return code == UdfErrorCode.FUEL_EXHAUSTED && !module.endsWith("init");
  }

  ScalarFunction function() {
    try {
      byte[] wasm = Files.readAllBytes(FOLDER.resolve(module + ".wasm"));
      return Guests.function(UdfRuntime.shared().load(wasm), export, result, parameter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Arguments of which the one in the middle is evil.
  List<Object> arguments(int rows) {
    List<Object> arguments = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      arguments.add(row == rows / 2 ? evil : harmless());
    }
    return arguments;
  }

  Object harmless() {
    return parameter == Simple.VARCHAR ? Bytes.utf8("two") : (Object) 7L;
  }

  /// What the function returns for a [#harmless] argument.
  Object harmlessResult() {
    if (result == Simple.VARCHAR) {
      return Bytes.utf8("good");
    }
    return parameter == Simple.VARCHAR ? (Object) 3L : harmless();
  }

  /// What it returns for these arguments where it is legal.
  List<Object> results(int rows) {
    List<Object> results = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      results.add(row == rows / 2 ? requireNonNull(value) : harmlessResult());
    }
    return results;
  }

  static Tenant tenant(ResourceLimits limits) {
    return new Tenant("villain", limits);
  }

  @Override
  public String toString() {
    return module + " " + export;
  }
}
