/// Functions inline in Kafka Streams: processors, and serdes for what they are called with.
@NullMarked
package org.wasmudf.kafka.streams;

import org.jspecify.annotations.NullMarked;
