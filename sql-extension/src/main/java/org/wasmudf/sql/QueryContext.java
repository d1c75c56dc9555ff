package org.wasmudf.sql;

import java.util.List;
import java.util.Properties;
import org.apache.calcite.DataContext;
import org.apache.calcite.DataContexts;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalcitePrepare;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.tools.RelRunner;
import org.jspecify.annotations.Nullable;
import org.wasmudf.sql.function.Execution;

/// A connection's context with a conformance that no connection property can name, and with those
/// for whom the query runs.
final class QueryContext implements CalcitePrepare.Context {
  private final CalcitePrepare.Context context;
  private final Config config;
  private final Execution execution;

  /// @param properties the connection's
  /// @param execution for what is evaluated while the query is planned
  QueryContext(CalcitePrepare.Context context, Properties properties, Execution execution) {
    this.context = context;
    this.execution = execution;
    this.config = new Config(properties);
  }

  private static final class Config extends CalciteConnectionConfigImpl {
    Config(Properties properties) {
      super(properties);
    }

    @Override
    public SqlConformance conformance() {
      return CheckedConformance.INSTANCE;
    }
  }

  @Override
  public CalciteConnectionConfig config() {
    return config;
  }

  @Override
  public JavaTypeFactory getTypeFactory() {
    return context.getTypeFactory();
  }

  @Override
  public CalciteSchema getRootSchema() {
    return context.getRootSchema();
  }

  @Override
  public CalciteSchema getMutableRootSchema() {
    return context.getMutableRootSchema();
  }

  @Override
  public List<String> getDefaultSchemaPath() {
    return context.getDefaultSchemaPath();
  }

  @Override
  public CalcitePrepare.SparkHandler spark() {
    return context.spark();
  }

  @Override
  public DataContext getDataContext() {
    DataContext data = context.getDataContext();
    return DataContexts.of(name -> name.equals(Execution.VARIABLE) ? execution : data.get(name));
  }

  @Override
  public @Nullable List<String> getObjectPath() {
    return context.getObjectPath();
  }

  @Override
  public RelRunner getRelRunner() {
    return context.getRelRunner();
  }
}
