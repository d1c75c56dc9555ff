/// A process of its own that consumes records, transforms them poll by poll, and produces what
/// becomes of them, exactly once.
@NullMarked
package org.wasmudf.kafka.runner;

import org.jspecify.annotations.NullMarked;
