package org.wasmudf.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes; all text is UTF-8.
///
/// @param in the script, when no other is named and this is not a terminal
/// @param out results and nothing else; a writer, because unlike a `PrintStream` it tells when the
///   disk is full or the reader has gone
/// @param err errors, timings and progress
/// @param inIsTerminal whether a person types
/// @param errIsTerminal whether a person watches; progress is shown only then
record Streams(
    InputStream in, Writer out, PrintStream err, boolean inIsTerminal, boolean errIsTerminal) {

  /// The process's own streams. Java can't say which of them are terminals, so the launcher does.
  static Streams ofProcess() {
    return new Streams(
        System.in,
        new BufferedWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        Boolean.getBoolean("wasmudf.stdin.terminal"),
        Boolean.getBoolean("wasmudf.stderr.terminal"));
  }
}
