/// How a single thing is timed in a process of its own.
@NullMarked
package org.wasmudf.bench.micro;

import org.jspecify.annotations.NullMarked;
