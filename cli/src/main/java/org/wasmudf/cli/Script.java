package org.wasmudf.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// SQL text with the name under which errors speak of it: any number of statements, separated by
/// semicolons. It is read as it is run.
///
/// @param name a file's path, or an option; empty for what is typed into the shell
/// @param source where the text comes from
record Script(String name, Source source) {
  /// Opens the text.
  interface Source {
    Reader open() throws IOException;
  }

  /// A script that is there already.
  static Script of(String name, String text) {
    return new Script(name, () -> new StringReader(text));
  }

  /// The script that a stream has up to its end.
  static Script of(String name, InputStream in) {
    return new Script(name, () -> new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  /// The script in a file of UTF-8 text.
  static Script of(Path file) throws CommandFailure {
    InputFile.checkReadable(file);
    return new Script(file.toString(), () -> Files.newBufferedReader(file));
  }

  /// A place in this script, for messages.
  String at(int line, int column) {
    return (name.isEmpty() ? "" : name + ", ") + "line " + line + ", column " + column;
  }

  /// What messages begin with that tell the place themselves.
  String prefix() {
    return name.isEmpty() ? "" : name + ": ";
  }
}
