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
      """);

  private final String title;
  private final String withFunctions;
  private final String builtIn;

  Query(String title, String withFunctions, String builtIn) {
    this.title = title;
    this.withFunctions = withFunctions;
    this.builtIn = builtIn;
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
