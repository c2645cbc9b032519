package org.yamori.sensor.simulate;

/** A key of a scenario and, for its reference, what it means. */
record Word(String key, String meaning) {}
