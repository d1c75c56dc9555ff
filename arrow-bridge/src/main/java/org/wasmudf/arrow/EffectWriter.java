package org.wasmudf.arrow;

/// Stores nothing: the rows are evaluated for what they do to states.
record EffectWriter(KernelCompiler kernel) implements ResultWriter {
  @Override
  public void begin() {}

  @Override
  public void writeRow() {
    new ExpressionWriter(kernel).write(kernel.plan().expression());
  }

  @Override
  public void end() {}
}
