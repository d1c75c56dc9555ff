/// What a suite measured, as text for people and as JSON for programs.
@NullMarked
package org.wasmudf.bench.report;

import org.jspecify.annotations.NullMarked;
