package org.wasmudf.runtime.wasi;

/// Where the lines go that guests log. Called by the thread that runs the guest, while it runs.
///
/// An exception that it throws ends the guest's call as an error of ours.
@FunctionalInterface
public interface LogSink {
  /// Takes a line.
  ///
  /// @param level how important the guest finds it
  /// @param line without line breaks and control characters; what was not UTF-8 is replaced by
  ///   U+FFFD. Untrusted otherwise
  void log(System.Logger.Level level, String line);

  /// The logger `org.wasmudf.guest` of this process.
  static LogSink systemLogger() {
    System.Logger logger = System.getLogger("org.wasmudf.guest");
    return logger::log;
  }
}
