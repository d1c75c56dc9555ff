package org.wasmudf.kafka.runner;

/// How a runner is doing.
///
/// @param recordsIn records that were consumed and transformed since its start
/// @param recordsOut records that were produced, dead letters among them
/// @param failed records that failed, whatever has become of them
/// @param lag records that are waiting in its partitions; as of the last poll or so
/// @param partitions how many partitions it has now
/// @param restarts how often it had to go back to what was committed
public record RunnerStatus(
    long recordsIn, long recordsOut, long failed, long lag, int partitions, long restarts) {}
