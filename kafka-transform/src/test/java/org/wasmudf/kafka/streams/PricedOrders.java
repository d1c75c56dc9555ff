package org.wasmudf.kafka.streams;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/// Orders get a price, and each customer a total of charges.
public final class PricedOrders {
  private PricedOrders() {}

  static Topology topology(String functions) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Object> priced =
        builder.stream("orders", Consumed.with(Serdes.String(), WasmSerdes.json()))
            .processValues(
                WasmProcessors.fixedKey(
                    Map.of(
                        "wasm.module.file", functions + "/money.wasm",
                        "wasm.functions",
                            "disc_price(price DOUBLE, discount DOUBLE) RETURNS DOUBLE",
                        "wasm.shape", "fields",
                        "wasm.call", "total = disc_price(price, discount)",
                        "wasm.on.error", "dead-letter")));
    priced.to("priced-orders", Produced.with(Serdes.String(), WasmSerdes.json()));

    KStream<String, Double> charges =
        priced.process(
            WasmProcessors.aggregator(
                Map.of(
                    "wasm.module.file", functions + "/totals.wasm",
                    "wasm.functions",
                        "sum_charge(price DOUBLE, discount DOUBLE, tax DOUBLE) RETURNS DOUBLE",
                    "wasm.call", "sum_charge(price, discount, tax)"),
                Stores.persistentKeyValueStore("charges"),
                Serdes.String()));
    charges.to("charges", Produced.with(Serdes.String(), Serdes.Double()));
    return builder.build();
  }

  static Properties config(String servers) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "priced-orders");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
        LogAndContinueProcessingExceptionHandler.class);
    config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "orders-failed");
    return config;
  }

  /// Runs until it is stopped.
  public static void main(String[] arguments) {
    KafkaStreams streams = new KafkaStreams(topology("/opt/functions"), config(arguments[0]));
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }
}
