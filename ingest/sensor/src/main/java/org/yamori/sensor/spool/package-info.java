/** Blocks that wait for Kafka, in memory or on disk. See docs/20-spool.md. */
@NullMarked
package org.yamori.sensor.spool;

import org.jspecify.annotations.NullMarked;
