package org.wasmudf.kafka.transform;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wasmudf.runtime.Sha256;
import org.wasmudf.runtime.UdfException;
import org.wasmudf.runtime.UdfRuntime;

/// A configured module while it runs, and what is called of it. Used by one thread.
///
/// Every call of a guest goes through [#call], so that what holds for all kinds of transforms
/// stands here alone: whose guest it is, whether it is called at all, and that a module which takes
/// the place of another does so between two calls. That one is made ready by a thread in the
/// background, and no call waits for it.
///
/// @param <O> what is called
final class ModuleHost<O> implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModuleHost.class);
  private static final int MOST_INSTANCES = 1_000;
  private static final int REMEMBERED = 64;
  private static final long WARM_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Settings settings;
  private final Function<FunctionModule, O> maker;
  private final Membership membership;
  private final Statistics statistics = new Statistics();

  /// Used by the thread in the background from when it looks.
  private final ModuleFile file;

  private @Nullable String refused;
  private final @Nullable Future<?> watching;

  private @Nullable TransformMetrics metrics;

  /// What takes over at the next call.
  private final AtomicReference<@Nullable Version<O>> next = new AtomicReference<>();

  /// One of the last calls that may be made again, for the thread in the background.
  private final AtomicReference<@Nullable Consumer<O>> repeatable = new AtomicReference<>();

  private int calls;

  private volatile Version<O> running;
  private volatile boolean closed;

  /// A module that runs.
  private record Version<O>(FunctionModule module, O operation, Quarantine quarantine)
      implements AutoCloseable {
    @Override
    public void close() {
      module.close();
    }
  }

  private ModuleHost(Settings settings, Function<FunctionModule, O> maker, Membership membership) {
    this.settings = settings;
    this.maker = maker;
    this.membership = membership;
    this.file = new ModuleFile(settings);
    this.running = version(file.read());
    this.watching = settings.isWatched() ? Background.MODULES.everySecond(this::look) : null;
  }

  /// Loads the module. Starts the engine.
  ///
  /// @param maker finds in the module what is called; also in one that takes its place, in another
  ///   thread
  /// @throws ConfigException naming the key and what to do
  /// @throws ConnectException when the process hasn't got the engine
  static <O> ModuleHost<O> open(Settings settings, Function<FunctionModule, O> maker) {
    try {
      // Starts the engine before anything is kept for the transform.
      UdfRuntime.shared();
    } catch (NoClassDefFoundError e) {
      throw new ConnectException(
          "the WebAssembly engine isn't there (%s): put the jars of the archive's folder engine on the worker's class path"
              .formatted(e.getMessage()),
          e);
    }
    Membership membership = Membership.join(settings);
    try {
      return new ModuleHost<>(settings, maker, membership);
    } catch (RuntimeException e) {
      membership.close();
      throw e;
    }
  }

  private Version<O> version(byte[] bytes) {
    FunctionModule module = FunctionModule.open(settings, membership.share(), bytes, statistics);
    return new Version<>(
        module,
        maker.apply(module),
        new Quarantine(
            settings.quarantineErrors(), settings.quarantineWindowMillis(), System::nanoTime));
  }

  /// What is called now.
  O operation() {
    return running.operation;
  }

  /// Calls it.
  ///
  /// @param <T> what comes back; nullable where the action's is
  /// @throws UdfException as the action does, and QUARANTINED instead of calling what keeps failing
  <T> T call(Function<O, T> action) {
    if (next.get() != null) {
      takeOver();
    }
    Version<O> version = running;
    try {
      version.quarantine.check();
      T result = action.apply(version.operation);
      if (version.quarantine.succeeded()) {
        LOGGER.info("{} is called again", describe(version));
      }
      return result;
    } catch (UdfException e) {
      throw failed(version, e);
    }
  }

  /// Calls it, by an action that has no effect but on the guest: it may be taken again, in another
  /// thread, to warm up a module that is to take this one's place.
  ///
  /// @param input what the action is taken with; not changed by anybody
  /// @param <T> what comes back; nullable where the action's is
  /// @throws UdfException as [#call]
  <I, T> T callRepeatably(I input, BiFunction<O, I, T> action) {
    if (calls++ % REMEMBERED == 0) {
      repeatable.setRelease(
          operation -> {
            var _ = action.apply(operation, input);
          });
    }
    return call(operation -> action.apply(operation, input));
  }

  /// Tells of its calls from now on, until it is closed or tells somebody else.
  void report(MetricSink sink) {
    if (metrics != null) {
      metrics.close();
    }
    TransformMetrics opened = open(sink);
    metrics = opened;
    opened.add(
        "module-sha256",
        "The SHA-256 of the module that runs",
        (config, now) -> running.module.sha256());
    opened.add(
        "engine",
        "The engine that runs it",
        (config, now) -> UdfRuntime.shared().engineStatus().name());
    opened.add(
        "peak-memory-bytes",
        "The most linear memory that the running module's instances have had",
        (config, now) -> running.module.peakMemoryBytes());
    opened.add(
        "quarantined",
        "1 while calls are refused because the module keeps failing",
        (config, now) -> running.quarantine.isOpen() ? 1 : 0);
    opened.add(
        "replacement-total",
        "Modules that took another one's place",
        (config, now) -> statistics.replaced.get());
    opened.add(
        "replacement-refused-total",
        "Modules that were to take another one's place and were no good",
        (config, now) -> statistics.refused.get());
    opened.begin();
  }

  /// The first of its metrics. One of a predicate that is asked by several transforms is an
  /// instance of its own with the same tags, and gets one more.
  private TransformMetrics open(MetricSink sink) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("tenant", settings.get(Settings.TENANT));
    tags.put("module", file.name());
    for (int instance = 2; ; instance++) {
      TransformMetrics opened = new TransformMetrics(sink, new LinkedHashMap<>(tags), statistics);
      try {
        opened.add(
            "engine-compiled",
            "1 when the engine compiles modules, 0 when it interprets them",
            (config, now) -> UdfRuntime.shared().engineStatus().compiled() ? 1 : 0);
        return opened;
      } catch (IllegalArgumentException e) {
        if (instance > MOST_INSTANCES) {
          throw e;
        }
        tags.put("instance", String.valueOf(instance));
      }
    }
  }

  private UdfException failed(Version<O> version, UdfException e) {
    UdfException failure = version.module.blame(e);
    failure
        .function()
        .ifPresent(function -> statistics.of(function).failures(failure.code()).add(1));
    if (version.quarantine.failed(failure)) {
      LOGGER.error(
          "{} keeps failing and isn't called for {} ms; last {}: {}",
          describe(version),
          settings.quarantineWindowMillis(),
          failure.code(),
          failure.getMessage());
    }
    return failure;
  }

  private String describe(Version<O> version) {
    return "Tenant %s: module %s, SHA-256 %s,"
        .formatted(
            settings.get(Settings.TENANT),
            settings.get(Settings.MODULE_FILE),
            version.module.sha256());
  }

  private void takeOver() {
    Version<O> ready = next.getAndSet(null);
    if (ready == null) {
      return;
    }
    Version<O> old = running;
    running = ready;
    statistics.replaced.incrementAndGet();
    LOGGER.info("{} takes the place of {}", describe(ready), old.module.sha256());
    old.close();
  }

  /// Looks whether there is another module, and makes it ready.
  private void look() {
    if (!file.hasChanged()) {
      return;
    }
    String sha256 = "unread";
    try {
      byte[] bytes = file.read();
      sha256 = Sha256.hex(bytes);
      if (sha256.equals(running.module.sha256())) {
        offer(null);
      } else {
        tryOut(bytes);
        Version<O> ready = version(bytes);
        startAhead(ready.module);
        offer(ready);
      }
      refused = null;
    } catch (ConfigException | UdfException e) {
      if (!sha256.equals(refused)) {
        refused = sha256;
        statistics.refused.incrementAndGet();
        LOGGER.warn(
            "{} stays, for the module that is to take its place, SHA-256 {}, is refused: {}",
            describe(running),
            sha256,
            e.getMessage());
      }
    }
  }

  /// Has what is to take over called, by itself, until it is fast.
  private void tryOut(byte[] bytes) {
    try (FunctionModule trial =
        FunctionModule.open(settings, membership.twin(), bytes, new Statistics())) {
      O operation = maker.apply(trial);
      trial.start();
      Consumer<O> action = repeatable.getAcquire();
      long end = System.nanoTime() + WARM_UP_NANOS;
      try {
        while (action != null && !closed && System.nanoTime() < end) {
          action.accept(operation);
        }
      } catch (RuntimeException e) {
        // What is wrong with a record is said when it comes.
        LOGGER.debug("The last record again, with a module that is to take over", e);
      }
    }
  }

  /// Makes the instance that the first call takes, if there may be one more beside the one that
  /// runs.
  private static void startAhead(FunctionModule module) {
    try {
      module.start();
    } catch (UdfException e) {
      LOGGER.debug("The first call has to make an instance", e);
    }
  }

  private void offer(@Nullable Version<O> version) {
    discard(next.getAndSet(version));
    if (closed) {
      discard(next.getAndSet(null));
    }
  }

  private void discard(@Nullable Version<O> version) {
    if (version != null) {
      version.close();
    }
  }

  /// Ends the guest.
  @Override
  public void close() {
    closed = true;
    if (watching != null) {
      watching.cancel(false);
    }
    if (metrics != null) {
      metrics.close();
    }
    discard(next.getAndSet(null));
    running.close();
    membership.close();
  }
}
