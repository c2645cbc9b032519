package org.yamori.jobs.sink;

/**
 * The bytes of one Kafka record and where they came from; nothing has looked into them yet.
 *
 * @param topic the topic it was read from
 * @param partition the partition of that topic
 * @param offset the offset in that partition
 * @param value the bytes; a record without a value has none
 */
public record ReceivedRecord(String topic, int partition, long offset, byte[] value) {}
