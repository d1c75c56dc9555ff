package org.wasmudf.runtime.engine.graal;

import org.graalvm.polyglot.Source;
import org.wasmudf.runtime.engine.CompiledModule;

/// A module as a `Source`: contexts of one engine share the code of equal sources.
record GraalModule(String name, Source source) implements CompiledModule {}
