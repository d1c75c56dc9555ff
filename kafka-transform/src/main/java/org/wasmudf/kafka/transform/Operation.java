package org.wasmudf.kafka.transform;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;
import org.wasmudf.arrow.SqlType;
import org.wasmudf.kafka.Assignment;
import org.wasmudf.kafka.FieldPath;
import org.wasmudf.kafka.FunctionCall;

/// What a configuration does with each record. Used by one thread.
///
/// @param <R> records
sealed interface Operation<R> {
  /// The parts that are read or assigned: where one is null, nothing is done.
  Set<Part> parts();

  /// Does it.
  ///
  /// @param record with all these parts
  /// @return null to drop it
  @Nullable R apply(R record);

  /// Does it for all records of which nothing has become yet, with one call of each function. They
  /// have all these parts, and no schemas.
  ///
  /// @throws org.wasmudf.runtime.UdfException when the guest fails for any of them; of those that
  ///   are left then nothing has become
  void applyAll(Outcomes<R> outcomes);

  /// The results of calls: for each call those of all records that are left.
  private static <R> @Nullable Object[][] results(
      List<RecordCall<R>.Bound> calls, Outcomes<R> outcomes) {
    @Nullable Object[][][] columns = new Object[calls.size()][][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = calls.get(i).arguments().columns(outcomes.openCount());
    }
    int rows =
        outcomes.forEachOpen(
            (record, number, row) -> {
              try {
                for (int i = 0; i < columns.length; i++) {
                  calls.get(i).arguments().read(record, columns[i], row);
                }
                return true;
              } catch (DataException e) {
                outcomes.fail(number, e);
                return false;
              }
            });
    @Nullable Object[][] results = new Object[columns.length][];
    for (int i = 0; i < columns.length; i++) {
      results[i] = calls.get(i).callAll(columns[i], rows);
    }
    return results;
  }

  /// The operation that a configuration asks for.
  ///
  /// @param scope the part whose fields paths are; null for the whole record
  /// @throws org.apache.kafka.common.config.ConfigException naming the key and what to do
  static <R> Operation<R> of(
      Settings settings, FunctionModule module, @Nullable Part scope, RecordAccess<R> access) {
    String text = settings.get(Settings.CALL);
    return switch (settings.shape()) {
      case FILTER -> filter(settings, module, scope, access);
      case MAP ->
          scope == null
              ? assign(assignments(text, settings), settings, module, access, true)
              : new Assign<>(
                  access,
                  List.of(new Target(scope, List.of())),
                  List.of(module.prepare(call(settings), scope, access)));
      case FIELDS ->
          scope == null
              ? assign(assignments(text, settings), settings, module, access, false)
              : within(scope, assignments(text, settings), module, access);
      case RECORDS ->
          throw settings.wrong(
              Settings.SHAPE,
              "its functions are of whole records: take WasmTransform, not $Key or $Value, or"
                  + " WasmProcessors.records");
    };
  }

  private static <R> Operation<R> filter(
      Settings settings, FunctionModule module, @Nullable Part scope, RecordAccess<R> access) {
    String text = settings.get(Settings.CALL);
    RecordCall<R> call = module.prepare(call(settings), scope, access);
    if (call.resultType() != SqlType.Simple.BOOLEAN) {
      throw settings.wrong(
          Settings.CALL,
          "a record is kept or dropped by a BOOLEAN, but %s returns %s"
              .formatted(text, call.resultType()));
    }
    return new Filter<>(call, access);
  }

  /// The single call that a configuration has.
  ///
  /// @throws org.apache.kafka.common.config.ConfigException when it is none
  static FunctionCall call(Settings settings) {
    try {
      return FunctionCall.read(settings.get(Settings.CALL));
    } catch (IllegalArgumentException e) {
      throw settings.wrong(Settings.CALL, String.valueOf(e.getMessage()));
    }
  }

  private static List<Assignment> assignments(String text, Settings settings) {
    try {
      return Assignment.readAll(text);
    } catch (IllegalArgumentException e) {
      throw settings.wrong(Settings.CALL, String.valueOf(e.getMessage()));
    }
  }

  private static <R> Operation<R> within(
      Part scope, List<Assignment> assignments, FunctionModule module, RecordAccess<R> access) {
    return new Assign<>(
        access,
        assignments.stream().map(each -> new Target(scope, each.target().names())).toList(),
        assignments.stream().map(each -> module.prepare(each.call(), scope, access)).toList());
  }

  /// @param isWhole whether whole parts are assigned to, or fields
  private static <R> Operation<R> assign(
      List<Assignment> assignments,
      Settings settings,
      FunctionModule module,
      RecordAccess<R> access,
      boolean isWhole) {
    List<Target> targets = new ArrayList<>();
    for (Assignment each : assignments) {
      FieldPath path = each.target();
      boolean isPart = path.first().equals("key") || path.first().equals("value");
      if (!isPart || isWhole != (path.names().size() == 1)) {
        throw settings.wrong(
            Settings.CALL,
            isWhole
                ? "the shape map assigns to key or value, not to " + path
                : "the shape fields assigns to fields such as value.%s, not to %s"
                    .formatted(path.names().getLast(), path));
      }
      targets.add(
          new Target(
              path.first().equals("key") ? Part.KEY : Part.VALUE,
              path.names().subList(1, path.names().size())));
    }
    return new Assign<>(
        access,
        targets,
        assignments.stream().map(each -> module.prepare(each.call(), null, access)).toList());
  }

  /// What is assigned to.
  ///
  /// @param names from the outside in; none for the whole part
  record Target(Part part, List<String> names) {
    public Target {
      names = List.copyOf(names);
    }
  }

  private static <R> Set<Part> partsOf(List<RecordCall<R>> calls) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    for (RecordCall<R> call : calls) {
      for (Source each : call.sources()) {
        if (each instanceof Source.InPart in) {
          parts.add(in.part());
        }
      }
    }
    return parts;
  }

  /// Keeps the records for which a call is TRUE.
  final class Filter<R> implements Operation<R> {
    private final Set<Part> parts;
    private final RecordAccess<R> access;
    private final PlanCache<RecordCall<R>.Bound> plans;

    private Filter(RecordCall<R> call, RecordAccess<R> access) {
      this.access = access;
      this.parts = partsOf(List.of(call));
      this.plans = new PlanCache<>(call::bind);
    }

    @Override
    public Set<Part> parts() {
      return parts;
    }

    @Override
    public @Nullable R apply(R record) {
      RecordCall<R>.Bound call =
          plans.get(
              parts.contains(Part.KEY) ? access.schema(record, Part.KEY) : null,
              parts.contains(Part.VALUE) ? access.schema(record, Part.VALUE) : null);
      return Boolean.TRUE.equals(call.call(record)) ? record : null;
    }

    @Override
    public void applyAll(Outcomes<R> outcomes) {
      @Nullable Object[] keeps = results(List.of(plans.get(null, null)), outcomes)[0];
      int[] rows = {0};
      outcomes.forEachOpen(
          (record, number, _) -> {
            outcomes.make(number, Boolean.TRUE.equals(keeps[rows[0]++]) ? record : null);
            return false;
          });
    }
  }

  /// Assigns results to keys, values or their fields. All calls see the record as it came.
  final class Assign<R> implements Operation<R> {
    private final RecordAccess<R> access;
    private final List<Target> targets;
    private final List<RecordCall<R>> calls;
    private final Set<Part> parts;
    private final PlanCache<Plan<R>> plans;

    private Assign(RecordAccess<R> access, List<Target> targets, List<RecordCall<R>> calls) {
      this.access = access;
      this.targets = targets;
      this.calls = calls;
      this.parts = partsOf(calls);
      targets.forEach(each -> parts.add(each.part()));
      this.plans = new PlanCache<>(this::plan);
    }

    @Override
    public Set<Part> parts() {
      return parts;
    }

    /// @param key null where the key stays as it is
    /// @param value null where the value stays as it is
    private record Plan<R>(
        List<RecordCall<R>.Bound> calls, @Nullable Rewrite key, @Nullable Rewrite value) {}

    private Plan<R> plan(Schemas schemas) {
      List<RecordCall<R>.Bound> bound = new ArrayList<>();
      for (RecordCall<R> each : calls) {
        bound.add(each.bind(schemas));
      }
      return new Plan<>(
          List.copyOf(bound),
          rewrite(Part.KEY, schemas.key(), bound),
          rewrite(Part.VALUE, schemas.value(), bound));
    }

    private @Nullable Rewrite rewrite(
        Part part, @Nullable Schema schema, List<RecordCall<R>.Bound> bound) {
      List<Rewrite.Target> own = new ArrayList<>();
      for (int i = 0; i < bound.size(); i++) {
        if (targets.get(i).part() == part) {
          own.add(new Rewrite.Target(targets.get(i).names(), i, bound.get(i).schema()));
        }
      }
      return own.isEmpty() ? null : Rewrite.of(schema, own);
    }

    @Override
    public R apply(R record) {
      Plan<R> plan =
          plans.get(
              parts.contains(Part.KEY) ? access.schema(record, Part.KEY) : null,
              parts.contains(Part.VALUE) ? access.schema(record, Part.VALUE) : null);
      @Nullable Object[] results = new Object[plan.calls.size()];
      for (int i = 0; i < results.length; i++) {
        results[i] = plan.calls.get(i).call(record);
      }
      return with(record, plan, results);
    }

    @Override
    public void applyAll(Outcomes<R> outcomes) {
      Plan<R> plan = plans.get(null, null);
      @Nullable Object[][] columns = results(plan.calls, outcomes);
      @Nullable Object[] results = new Object[columns.length];
      int[] rows = {0};
      outcomes.forEachOpen(
          (record, number, _) -> {
            for (int i = 0; i < results.length; i++) {
              results[i] = columns[i][rows[0]];
            }
            rows[0]++;
            try {
              outcomes.make(number, with(record, plan, results));
            } catch (DataException e) {
              outcomes.fail(number, e);
            }
            return false;
          });
    }

    private R with(R record, Plan<R> plan, @Nullable Object[] results) {
      R changed = plan.key == null ? record : with(Part.KEY, record, plan.key, results);
      return plan.value == null ? changed : with(Part.VALUE, changed, plan.value, results);
    }

    private R with(Part part, R record, Rewrite rewrite, @Nullable Object[] results) {
      Object old = access.value(record, part);
      return old == null
          ? record
          : access.with(record, part, rewrite.schema(), rewrite.apply(old, results));
    }
  }
}
