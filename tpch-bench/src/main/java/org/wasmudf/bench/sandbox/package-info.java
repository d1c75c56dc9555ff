/// The suite `sandbox`: what isolation costs, and how fast it is.
@NullMarked
package org.wasmudf.bench.sandbox;

import org.jspecify.annotations.NullMarked;
