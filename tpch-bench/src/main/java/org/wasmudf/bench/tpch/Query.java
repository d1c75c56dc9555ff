package org.wasmudf.bench.tpch;

/// A query over line items, once with functions and once with built-in expressions that come to the
/// same.
enum Query {
  SUM(
      "sum(disc_price)",
      """
      SELECT sum(disc_price(l_extendedprice, l_discount))
      FROM tpch.lineitem\
      """,
      """
      SELECT sum(l_extendedprice * (1 - l_discount))
      FROM tpch.lineitem\
      """),

  /// Grouped as in Q1.
  GROUPED(
      "grouped as in Q1",
      """
      SELECT l_returnflag, l_linestatus, sum(disc_price(l_extendedprice, l_discount))
      FROM tpch.lineitem
      GROUP BY l_returnflag, l_linestatus
      ORDER BY l_returnflag, l_linestatus\
      """,
      """
      SELECT l_returnflag, l_linestatus, sum(l_extendedprice * (1 - l_discount))
      FROM tpch.lineitem
      GROUP BY l_returnflag, l_linestatus
      ORDER BY l_returnflag, l_linestatus\
      """),

  /// Q6, its dates compared by a function.
  FORECAST(
      "Q6",
      """
      SELECT sum(l_extendedprice * l_discount)
      FROM tpch.lineitem
      WHERE NOT is_shipped_before(l_shipdate, DATE '1994-01-01')
        AND is_shipped_before(l_shipdate, DATE '1995-01-01')
        AND l_discount BETWEEN 0.05 AND 0.07
        AND l_quantity < 24\
      """,
      """
      SELECT sum(l_extendedprice * l_discount)
      FROM tpch.lineitem
      WHERE l_shipdate >= DATE '1994-01-01'
        AND l_shipdate < DATE '1995-01-01'
        AND l_discount BETWEEN 0.05 AND 0.07
        AND l_quantity < 24\
      """),

  /// The groups of Q1, summed by an aggregate function.
  CHARGES(
      "sum_charge as in Q1",
      """
      SELECT l_returnflag, l_linestatus, sum_charge(l_extendedprice, l_discount, l_tax)
      FROM tpch.lineitem
      GROUP BY l_returnflag, l_linestatus
      ORDER BY l_returnflag, l_linestatus\
      """,
      """
      SELECT l_returnflag, l_linestatus, sum(l_extendedprice * (1 - l_discount) * (1 + l_tax))
      FROM tpch.lineitem
      GROUP BY l_returnflag, l_linestatus
      ORDER BY l_returnflag, l_linestatus\
      """),

  /// A group for each order: a quarter as many as there are rows. Only what they come to together
  /// is read, so that it isn't JDBC that is measured.
  ORDER_CHARGES(
      "sum_charge by order",
      """
      SELECT count(*), min(charge), max(charge)
      FROM (
        SELECT l_orderkey, sum_charge(l_extendedprice, l_discount, l_tax) AS charge
        FROM tpch.lineitem
        GROUP BY l_orderkey) AS orders\
      """,
      """
      SELECT count(*), min(charge), max(charge)
      FROM (
        SELECT l_orderkey, sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) AS charge
        FROM tpch.lineitem
        GROUP BY l_orderkey) AS orders\
      """);

  private final String title;
  private final String withFunctions;
  private final String builtIn;

  Query(String title, String withFunctions, String builtIn) {
    this.title = title;
    this.withFunctions = withFunctions;
    this.builtIn = builtIn;
  }

  /// Whether the functions are aggregates, which DuckDB takes no Java for.
  boolean isOfAggregates() {
    return switch (this) {
      case SUM, GROUPED, FORECAST -> false;
      case CHARGES, ORDER_CHARGES -> true;
    };
  }

  /// The name in reports.
  String title() {
    return title;
  }

  String withFunctions() {
    return withFunctions;
  }

  String builtIn() {
    return builtIn;
  }
}
