/// What a configuration says is done with records, wherever they come from: calls of functions with
/// parts and fields of records, and what becomes of the results.
@NullMarked
package org.wasmudf.kafka.transform;

import org.jspecify.annotations.NullMarked;
