/// What configurations of Kafka say of functions: their declarations, and calls of them.
@NullMarked
package org.wasmudf.kafka;

import org.jspecify.annotations.NullMarked;
