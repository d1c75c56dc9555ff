package org.wasmudf.kafka.runner;

import java.io.IOException;
import java.io.Reader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A runner in a JVM of its own, to be killed. Public for that JVM.
public final class RunnerProcess implements AutoCloseable {
  private final Process process;

  /// Starts it.
  ///
  /// @param log where its output goes
  RunnerProcess(Map<String, String> config, Path log) throws IOException {
    Properties properties = new Properties();
    properties.putAll(config);
    Path file = Files.createTempFile(log.getParent(), "transform", ".properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String each : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!each.startsWith("-javaagent") && !each.startsWith("-agentlib")) {
        command.add(each);
      }
    }
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.log.org.wasmudf.kafka.transform.ModuleHost=info",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            RunnerProcess.class.getName(),
            file.toString()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
  }

  /// The process: runs until it is killed.
  public static void main(String[] args) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
      properties.load(reader);
    }
    Map<String, String> config = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> config.put(key, properties.getProperty(key)));
    try (Runner runner = new Runner(RunnerConfig.of(config), RunnerProcess::say)) {
      runner.run();
    }
  }

  private static void say(String warning) {
    System.out.println(warning);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// Kills it, as `kill -9` does.
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
