/// What functions in Kafka's records cost, beside Kafka's own transforms and the same in Java.
@NullMarked
package org.wasmudf.bench.kafka;

import org.jspecify.annotations.NullMarked;
