package org.wasmudf.bench.kernels;

import java.util.List;

/// The function's twin in a loop in Java.
final class JavaLoop implements BatchLoop {
  private final JavaLoops.Loop loop;
  private final List<Object[]> batches;
  private final Object result;

  JavaLoop(SampleFunction function, List<Batch> batches) {
    this.loop = function.javaLoop();
    this.batches = batches.stream().map(each -> each.columns().toArray()).toList();
    this.result = JavaColumn.allocate(function.result(), Batch.ROWS);
  }

  @Override
  public void run(int batch) {
    loop.run(batches.get(batch), result);
  }

  @Override
  public Object result(int row) {
    return JavaColumn.value(result, row);
  }

  @Override
  public void close() {}
}
