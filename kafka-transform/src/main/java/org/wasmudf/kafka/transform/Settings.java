package org.wasmudf.kafka.transform;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;
import org.wasmudf.kafka.FunctionDeclaration;
import org.wasmudf.runtime.limit.Limit;

/// The configuration of a transform or a predicate.
///
/// Validators look at what needs neither file nor module, so that Connect's REST interface tells of
/// it before a connector is created.
public final class Settings {
  /// The version of what is configured.
  public static final String VERSION =
      Objects.requireNonNullElse(
          Settings.class.getPackage().getImplementationVersion(), "unpackaged");

  static final String PREFIX = "wasm.";
  static final String MODULE_FILE = "wasm.module.file";
  static final String MODULE_SHA256 = "wasm.module.sha256";
  static final String FUNCTIONS = "wasm.functions";
  static final String SHAPE = "wasm.shape";
  public static final String TOPICS = "wasm.topics";
  static final String CALL = "wasm.call";
  public static final String TENANT = "wasm.tenant";
  static final String ON_ERROR = "wasm.on.error";
  static final String WATCH = "wasm.module.watch";
  static final String QUARANTINE_ERRORS = "wasm.quarantine.errors";
  static final String QUARANTINE_WINDOW = "wasm.quarantine.window.ms";
  static final String LIMIT_PREFIX = "wasm.limit.";

  private static final int MAX_QUARANTINE_ERRORS = 100_000;
  private static final long MAX_QUARANTINE_MILLIS = 86_400_000;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  /// Those that say something here, where nobody creates functions.
  static final List<Limit> LIMITS =
      Arrays.stream(Limit.values()).filter(each -> each != Limit.FUNCTIONS).toList();

  /// Of Connect's predicate.
  public static final ConfigDef PREDICATE = common();

  /// Of transforms.
  public static final ConfigDef TRANSFORM =
      withOnError(
          withShape(common(), ConfigDef.NO_DEFAULT_VALUE, Shape.values()), OnError.values());

  /// Of Streams' processors of records.
  public static final ConfigDef RECORDS =
      withOnError(withShape(common(), word(Shape.RECORDS), Shape.RECORDS), OnError.values());

  /// Of aggregates, whose records can't go on as they were.
  public static final ConfigDef AGGREGATE =
      withOnError(common(), OnError.FAIL, OnError.SKIP, OnError.DEAD_LETTER, OnError.RETRY);

  private final AbstractConfig config;

  /// @param given the transform's own keys, without Connect's prefix
  /// @throws ConfigException that names the key
  public Settings(ConfigDef definition, Map<String, ?> given) {
    for (String each : given.keySet()) {
      if (each.startsWith(PREFIX) && !definition.names().contains(each)) {
        throw new ConfigException(
            each,
            given.get(each),
            "there is no such key; there are "
                + String.join(", ", new TreeSet<>(definition.names())));
      }
    }
    this.config = new AbstractConfig(definition, given, false);
    if (shape() != Shape.RECORDS) {
      refuse(TOPICS, "only functions of records choose topics");
    } else {
      refuse(FUNCTIONS, "functions of records have no types to declare");
    }
  }

  private void refuse(String key, String why) {
    if (config.originals().containsKey(key)) {
      throw wrong(key, why + ": leave it out, or see " + SHAPE);
    }
  }

  private static ConfigDef withShape(ConfigDef definition, Object standard, Shape... shapes) {
    return definition
        .define(
            SHAPE,
            ConfigDef.Type.STRING,
            standard,
            oneOf(shapes),
            Importance.HIGH,
            "What is done with a call's result: filter drops the record unless it is TRUE, map"
                + " makes it the key or the value, fields makes it a field; records calls a"
                + " function of whole records, which makes others of them.",
            "Function",
            4,
            Width.SHORT,
            "Shape")
        .define(
            TOPICS,
            ConfigDef.Type.LIST,
            List.of(),
            Settings::checkTopics,
            Importance.MEDIUM,
            "With the shape records, the topics that the function may send records to, beside the"
                + " one where they go if it says nothing, with commas between them.",
            "Function",
            5,
            Width.LONG,
            "Topics");
  }

  private static void checkTopics(String key, Object topics) {
    for (Object each : (List<?>) topics) {
      if (!Topic.isValid((String) each)) {
        throw new ConfigException(key, topics, "no topic can be named \"%s\"".formatted(each));
      }
    }
  }

  private static ConfigDef withOnError(ConfigDef definition, OnError... policies) {
    return definition.define(
        ON_ERROR,
        ConfigDef.Type.STRING,
        "fail",
        oneOf(policies),
        Importance.MEDIUM,
        "What becomes of a record for which a call fails: fail and dead-letter leave it to the"
            + " connector's errors.tolerance and dead letter queue, retry calls again for as long"
            + " as errors.retry.timeout says, skip drops it, pass lets it go on as it was.",
        "Errors",
        1,
        Width.SHORT,
        "On error");
  }

  private static ConfigDef common() {
    ConfigDef definition =
        new ConfigDef()
            .define(
                MODULE_FILE,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                "The WebAssembly module, a file on each worker; relative to the worker's working"
                    + " directory.",
                "Module",
                1,
                Width.LONG,
                "Module")
            .define(
                MODULE_SHA256,
                ConfigDef.Type.STRING,
                null,
                checked(
                    text -> {
                      if (!SHA256.matcher(text).matches()) {
                        throw new IllegalArgumentException("write 64 hexadecimal digits");
                      }
                    }),
                Importance.MEDIUM,
                "The module's SHA-256, in hexadecimal digits. Any other module is refused.",
                "Module",
                2,
                Width.LONG,
                "SHA-256")
            .define(
                WATCH,
                ConfigDef.Type.BOOLEAN,
                true,
                Importance.LOW,
                "Whether a module that takes this one's place in the file is called as soon as it"
                    + " is ready. One that is no good is refused, and this one stays.",
                "Module",
                3,
                Width.SHORT,
                "Watch")
            .define(
                QUARANTINE_ERRORS,
                ConfigDef.Type.INT,
                0,
                ConfigDef.Range.between(0, MAX_QUARANTINE_ERRORS),
                Importance.LOW,
                "After so many failures of the module within wasm.quarantine.window.ms it isn't"
                    + " called for as long; then one call is tried. 0 for never.",
                "Errors",
                2,
                Width.SHORT,
                "Quarantine: errors")
            .define(
                QUARANTINE_WINDOW,
                ConfigDef.Type.LONG,
                60_000,
                ConfigDef.Range.between(1, MAX_QUARANTINE_MILLIS),
                Importance.LOW,
                "In milliseconds.",
                "Errors",
                3,
                Width.SHORT,
                "Quarantine: window")
            .define(
                FUNCTIONS,
                ConfigDef.Type.STRING,
                null,
                checked(FunctionDeclaration::readAll),
                Importance.HIGH,
                "Declarations of the functions that are called, with semicolons between them, as"
                    + " disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE. May be left out"
                    + " for a module that describes itself.",
                "Function",
                1,
                Width.LONG,
                "Functions")
            .define(
                CALL,
                ConfigDef.Type.STRING,
                ConfigDef.NO_DEFAULT_VALUE,
                new ConfigDef.NonEmptyString(),
                Importance.HIGH,
                "What is called with which fields: is_large(total). With the shape fields,"
                    + " assignments: total = disc_price(price, discount), masked ="
                    + " mask_email(customer.email). With the shape records, only the function's"
                    + " name.",
                "Function",
                2,
                Width.LONG,
                "Call")
            .define(
                TENANT,
                ConfigDef.Type.STRING,
                "connect",
                new ConfigDef.NonEmptyString(),
                Importance.LOW,
                "For whom the function runs. Transforms of a worker that name the same tenant share"
                    + " its limits, which the worker's operator sets.",
                "Limits",
                0,
                Width.MEDIUM,
                "Tenant");
    int order = 1;
    for (Limit each : LIMITS) {
      definition.define(
          LIMIT_PREFIX + each.key(),
          ConfigDef.Type.LONG,
          null,
          Settings::checkLimit,
          Importance.LOW,
          "The limit %s, at most the tenant's, which is %s unless the worker's operator says"
                  .formatted(each.key(), each.standard() == Limit.NONE ? "none" : each.standard())
              + " otherwise. See docs/limits-and-errors.md.",
          "Limits",
          order++,
          Width.SHORT,
          each.key());
    }
    return definition;
  }

  private static void checkLimit(String key, @Nullable Object value) {
    if (value != null) {
      ConfigDef.Range.atLeast(1).ensureValid(key, value);
    }
  }

  /// A validator of a text; nothing is as good as a valid one.
  private static ConfigDef.Validator checked(Consumer<String> check) {
    return (key, value) -> {
      try {
        if (value instanceof String text) {
          check.accept(text);
        }
      } catch (IllegalArgumentException e) {
        throw new ConfigException(key, value, e.getMessage());
      }
    };
  }

  private static ConfigDef.Validator oneOf(Enum<?>[] constants) {
    return ConfigDef.ValidString.in(
        Arrays.stream(constants).map(Settings::word).toArray(String[]::new));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String get(String key) {
    return config.getString(key);
  }

  /// A value that may be left out.
  @Nullable String optional(String key) {
    return config.getString(key);
  }

  /// What is done with a call's result; that of a predicate is filter.
  public Shape shape() {
    return !config.values().containsKey(SHAPE)
        ? Shape.FILTER
        : Shape.valueOf(get(SHAPE).toUpperCase(Locale.ROOT));
  }

  /// The topics that a function of records may choose.
  public Set<String> topics() {
    return Set.copyOf(config.getList(TOPICS));
  }

  /// What becomes of a record for which a call fails.
  public OnError onError() {
    return OnError.valueOf(get(ON_ERROR).toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  boolean isWatched() {
    return config.getBoolean(WATCH);
  }

  int quarantineErrors() {
    return config.getInt(QUARANTINE_ERRORS);
  }

  long quarantineWindowMillis() {
    return config.getLong(QUARANTINE_WINDOW);
  }

  /// The limits that are given.
  Map<Limit, Long> limits() {
    Map<Limit, Long> given = new EnumMap<>(Limit.class);
    for (Limit each : LIMITS) {
      Long value = config.getLong(LIMIT_PREFIX + each.key());
      if (value != null) {
        given.put(each, value);
      }
    }
    return given;
  }

  /// The error that a key's value isn't right.
  ConfigException wrong(String key, String message) {
    return new ConfigException(key, config.originals().get(key), message);
  }
}
