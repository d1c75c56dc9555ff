/// Functions inline in Kafka Connect: transforms and a predicate.
@NullMarked
package org.wasmudf.kafka.connect;

import org.jspecify.annotations.NullMarked;
