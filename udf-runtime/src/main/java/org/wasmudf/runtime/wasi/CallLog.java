package org.wasmudf.runtime.wasi;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one call logs, line by line, up to its budget.
final class CallLog {
  private static final byte LINE_BREAK = '\n';
  private static final int MAX_ERROR_BYTES = 500;
  private static final byte[] NOTHING = {};

  private final LogSink sink;
  private final int budget;
  private final Stream out = new Stream(Level.INFO);
  private final Stream err = new Stream(Level.WARNING);
  private int left;
  private boolean cut;
  private @Nullable String firstError;

  /// The beginning of a line.
  private static final class Stream {
    final Level level;

    /// Null until there is something in it: most calls log nothing.
    @Nullable ByteArrayOutputStream line;

    Stream(Level level) {
      this.level = level;
    }

    void write(byte b) {
      if (line == null) {
        line = new ByteArrayOutputStream();
      }
      line.write(b);
    }

    /// What was written since it was last taken.
    byte[] take() {
      if (line == null) {
        return NOTHING;
      }
      byte[] bytes = line.toByteArray();
      line.reset();
      return bytes;
    }
  }

  CallLog(LogSink sink, int budget) {
    this.sink = sink;
    this.budget = budget;
    this.left = budget;
  }

  /// Takes what the guest writes to its standard output.
  void out(MemorySegment bytes) {
    append(out, bytes);
  }

  /// Takes what the guest writes to its standard error.
  void err(MemorySegment bytes) {
    append(err, bytes);
  }

  /// Takes a message, which is whole. Even an empty one counts, or there were no end to them.
  void message(Level level, MemorySegment bytes) {
    Stream stream = new Stream(level);
    append(stream, bytes);
    append(stream, MemorySegment.ofArray(new byte[] {LINE_BREAK}));
    endLine(stream, false);
  }

  /// Hands lines over that the guest hasn't ended.
  void flush() {
    endLine(out, false);
    endLine(err, false);
  }

  /// The first line on the standard error: where a runtime exits of its own accord, it says why.
  Optional<String> firstError() {
    return Optional.ofNullable(firstError);
  }

  private void append(Stream stream, MemorySegment bytes) {
    if (cut) {
      return;
    }
    long taken = Math.min(bytes.byteSize(), left);
    for (long i = 0; i < taken; i++) {
      byte b = bytes.get(ValueLayout.JAVA_BYTE, i);
      if (b == LINE_BREAK) {
        endLine(stream, false);
      } else {
        stream.write(b);
      }
    }
    left -= (int) taken;
    if (taken < bytes.byteSize()) {
      cut = true;
      endLine(stream, true);
    }
  }

  private void endLine(Stream stream, boolean cutHere) {
    byte[] written = stream.take();
    if (written.length == 0 && !cutHere) {
      return;
    }
    MemorySegment bytes = MemorySegment.ofArray(written);
    String line = GuestText.utf8(cutHere ? GuestText.whole(bytes) : bytes);
    if (stream == err && firstError == null) {
      firstError = line.length() > MAX_ERROR_BYTES ? line.substring(0, MAX_ERROR_BYTES) : line;
    }
    sink.log(
        stream.level,
        cutHere ? line + " ... (the log of this call ends at %,d bytes)".formatted(budget) : line);
  }
}
