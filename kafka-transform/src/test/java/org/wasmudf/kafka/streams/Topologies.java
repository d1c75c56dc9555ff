package org.wasmudf.kafka.streams;

import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/// Topologies of one processor between two topics, whose keys are strings.
final class Topologies {
  static final String IN = "in";
  static final String OUT = "out";

  private Topologies() {}

  static <V, R> Topology of(
      FixedKeyProcessorSupplier<String, V, R> processor, Serde<V> in, Serde<R> out) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(IN, Consumed.with(Serdes.String(), in))
        .processValues(processor)
        .to(OUT, Produced.with(Serdes.String(), out));
    return builder.build();
  }

  static <V, R> Topology of(
      ProcessorSupplier<String, V, String, R> processor, Serde<V> in, Serde<R> out) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(IN, Consumed.with(Serdes.String(), in))
        .process(processor)
        .to(OUT, Produced.with(Serdes.String(), out));
    return builder.build();
  }

  static Properties config(String application) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
    return config;
  }
}
