package org.wasmudf.sql.parser;

import java.io.Reader;
import org.apache.calcite.server.DdlExecutor;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParserImplFactory;
import org.wasmudf.sql.parser.generated.WasmSqlParserImpl;

/// Calcite's SQL with our statements in it.
public final class WasmSqlParser {
  /// Parses our statements; executing one ends in an UnsupportedOperationException.
  public static final SqlParserImplFactory FACTORY = factory(DdlExecutor.USELESS);

  private WasmSqlParser() {}

  /// A factory whose DDL is executed by `executor`. A public static field that holds one can be
  /// named in the connection property `parserFactory` of `jdbc:calcite:`, as `Class#FIELD`.
  public static SqlParserImplFactory factory(DdlExecutor executor) {
    return new SqlParserImplFactory() {
      @Override
      public SqlAbstractParserImpl getParser(Reader reader) {
        return WasmSqlParserImpl.FACTORY.getParser(reader);
      }

      @Override
      public DdlExecutor getDdlExecutor() {
        return executor;
      }
    };
  }
}
