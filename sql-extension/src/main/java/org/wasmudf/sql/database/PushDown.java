package org.wasmudf.sql.database;

import java.util.List;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.wasmudf.sql.plan.LogicalKinds;

/// What the database may do for a query: what gives the same answer there as here.
///
/// Databases agree about comparisons, logic and exact arithmetic within its limits. They don't
/// about division, averages, rounding, the text of a number or LIKE's escape character, nor do they
/// know our functions: that stays here.
final class PushDown {
  private static final int MAX_PRECISION = 38;

  private final SqlDialect dialect;

  PushDown(SqlDialect dialect) {
    this.dialect = dialect;
  }

  boolean takes(Project project) {
    return project.getVariablesSet().isEmpty() && takesAll(project.getProjects());
  }

  boolean takes(Filter filter) {
    return filter.getVariablesSet().isEmpty() && takes(filter.getCondition());
  }

  boolean takes(Join join) {
    return join.getVariablesSet().isEmpty() && takes(join.getCondition());
  }

  boolean takes(Sort sort) {
    return (sort.offset == null || takes(sort.offset)) && (sort.fetch == null || takes(sort.fetch));
  }

  boolean takes(Aggregate aggregate) {
    return aggregate.getAggCallList().stream().allMatch(this::takes);
  }

  private boolean takes(AggregateCall call) {
    return switch (call.getAggregation().getKind()) {
          case COUNT, MIN, MAX -> true;
          // The width of a sum of binary floating-point numbers is the database's own affair.
          case SUM, SUM0 -> SqlTypeUtil.isExactNumeric(call.getType());
          default -> false;
        }
        && (!call.hasFilter() || dialect.supportsAggregateFunctionFilter());
  }

  private boolean takesAll(List<RexNode> expressions) {
    return expressions.stream().allMatch(this::takes);
  }

  /// Whether an expression may be evaluated in the database.
  boolean takes(RexNode expression) {
    return switch (expression) {
      case RexInputRef _ -> true;
      case RexLiteral literal -> takes(literal);
      case RexDynamicParam parameter -> isPlain(parameter.getType());
      case RexCall call -> takesCall(call);
      default -> false;
    };
  }

  private static boolean takes(RexLiteral literal) {
    return switch (literal.getType().getSqlTypeName()) {
      // Databases have names of their own for these, if they have them.
      case ARRAY, MULTISET, MAP, ROW -> false;
      default -> takesFlat(literal);
    };
  }

  private static boolean takesFlat(RexLiteral literal) {
    return literal.isNull()
        || literal.getTypeName() == SqlTypeName.SARG
        || isPlain(literal.getType());
  }

  private static boolean isPlain(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          DECIMAL,
          REAL,
          FLOAT,
          DOUBLE,
          CHAR,
          VARCHAR,
          DATE,
          TIME,
          TIMESTAMP ->
          true;
      default -> false;
    };
  }

  private boolean takesCall(RexCall call) {
    if (LogicalKinds.contains(call.getKind())) {
      return takesAll(call.getOperands());
    }
    return switch (call.getKind()) {
      case CASE -> takesAll(call.getOperands());
      case PLUS,
          MINUS,
          TIMES,
          MINUS_PREFIX,
          CHECKED_PLUS,
          CHECKED_MINUS,
          CHECKED_TIMES,
          CHECKED_MINUS_PREFIX ->
          isCheckedThere(call) && takesAll(call.getOperands());
      case CAST -> isHarmless(call) && takesAll(call.getOperands());
      case LIKE ->
          call.getOperands().size() == 2 && isPlainPattern(call) && takesAll(call.getOperands());
      default -> false;
    };
  }

  /// Whether the database's result is ours, and too large a result an error there as well.
  private static boolean isCheckedThere(RexCall call) {
    RelDataType type = call.getType();
    return switch (type.getSqlTypeName()) {
      case INTEGER, BIGINT -> operandsAre(call, type.getSqlTypeName());
      case DECIMAL -> type.getPrecision() < MAX_PRECISION;
      default -> false;
    };
  }

  private static boolean operandsAre(RexCall call, SqlTypeName type) {
    return call.getOperands().stream()
        .anyMatch(operand -> operand.getType().getSqlTypeName() == type);
  }

  private static boolean isHarmless(RexCall cast) {
    RelDataType from = cast.getOperands().getFirst().getType();
    RelDataType to = cast.getType();
    if (SqlTypeUtil.equalSansNullability(from, to)) {
      return true;
    }
    boolean exact =
        SqlTypeFamily.EXACT_NUMERIC.contains(from) && SqlTypeFamily.EXACT_NUMERIC.contains(to);
    boolean text = from.getSqlTypeName() == SqlTypeName.VARCHAR && SqlTypeUtil.inCharFamily(to);
    return (exact || text) && RexUtil.isLosslessCast(cast);
  }

  /// Some databases take a backslash for LIKE's escape character where the statement names none.
  private static boolean isPlainPattern(RexCall like) {
    if (!(like.getOperands().get(1) instanceof RexLiteral literal)) {
      return false;
    }
    String pattern = literal.getValueAs(String.class);
    return pattern != null && pattern.indexOf('\\') < 0;
  }
}
