package org.yamori.console.overview;

import java.util.OptionalLong;

/**
 * All traffic, minute by minute.
 *
 * @param packets that arrived
 * @param sources distinct ones of each minute
 * @param completeness share of what should have been seen, from 0 to 1
 * @param addresses watched in the newest minute, where a registry says so
 */
public record Traffic(Series packets, Series sources, Series completeness, OptionalLong addresses) {}
