package org.wasmudf.sql;

import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.wasmudf.sql.database.DatabaseTable;

/// What the planner would do, but the database does better or nobody may do.
///
/// A query that names nothing of ours is given to the database where only the database has the
/// right answer: a clock, a random number or a user of its own, a column that Calcite's types can't
/// hold.
final class QueryChecks {
  /// Calcite would answer these for itself.
  private static final Set<String> OF_THE_SESSION =
      Set.of(
          "USER",
          "CURRENT_USER",
          "SESSION_USER",
          "SYSTEM_USER",
          "CURRENT_ROLE",
          "CURRENT_PATH",
          "CURRENT_CATALOG",
          "CURRENT_SCHEMA");

  private final boolean isOurs;

  QueryChecks(QueryRequest request) {
    this.isOurs = request.isOurs();
  }

  /// @throws RefusedException for what must not be done here
  void check(RelNode root) {
    root.accept(new Rels());
  }

  private final class Rels extends RelHomogeneousShuttle {
    @Override
    public RelNode visit(TableScan scan) {
      check(scan.getTable());
      return super.visit(scan);
    }

    @Override
    public RelNode visit(RelNode other) {
      other.accept(new Expressions(this));
      ComparedRows.check(other);
      if (other instanceof TableScan scan) {
        check(scan.getTable());
      }
      return super.visit(other);
    }
  }

  private void check(RelOptTable table) {
    DatabaseTable source = table.unwrap(DatabaseTable.class);
    if (!isOurs && source != null && !source.isFaithful()) {
      throw RefusedException.unsupported("only the database has all values of " + table);
    }
  }

  private final class Expressions extends RexShuttle {
    private final Rels rels;

    Expressions(Rels rels) {
      this.rels = rels;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      subQuery.rel.accept(rels);
      return super.visitSubQuery(subQuery);
    }

    @Override
    public RexNode visitOver(RexOver over) {
      ComparedRows.check(over);
      return super.visitOver(over);
    }

    @Override
    public RexNode visitCall(RexCall call) {
      check(call.getOperator());
      if (call.getKind() == SqlKind.CAST) {
        checkTime(call);
      }
      return super.visitCall(call);
    }
  }

  private void check(SqlOperator operator) {
    boolean ofSession = OF_THE_SESSION.contains(operator.getName());
    boolean ofMoment = operator.isDynamicFunction() || !operator.isDeterministic();
    if (ofSession && isOurs) {
      throw RefusedException.unsupported(
          "%s is known to the database only: it can't stand in a query with functions or tables of"
                  .formatted(operator.getName())
              + " wasm-udf");
    }
    if ((ofSession || ofMoment) && !isOurs) {
      throw RefusedException.unsupported("only the database knows its " + operator.getName());
    }
  }

  private static void checkTime(RexCall cast) {
    SqlTypeName type = cast.getType().getSqlTypeName();
    if ((type != SqlTypeName.TIME && type != SqlTypeName.TIMESTAMP)
        || !(cast.getOperands().getFirst() instanceof RexLiteral literal)) {
      return;
    }
    String text = literal.getValueAs(String.class);
    if (text != null && FractionalSeconds.areTooMany(text)) {
      throw FractionalSeconds.refused(text);
    }
  }
}
