package org.yamori.sensor;

/**
 * A time in which a sensor delivered nothing.
 *
 * @param endMicros when it was over
 * @param dropped packets that the sensor knows it could not take in it
 * @param restarted whether the sensor's program ended, without a word, and was started again
 */
public record Interruption(long endMicros, long dropped, boolean restarted) {}
