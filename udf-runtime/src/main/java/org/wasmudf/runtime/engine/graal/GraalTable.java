package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.Value;
import org.wasmudf.runtime.engine.Extern;

/// An exported table.
record GraalTable(Value value) implements Extern.Table {}
