/** Blocks to Kafka, and sources played at real speed. */
@NullMarked
package org.yamori.sensor.publish;

import org.jspecify.annotations.NullMarked;
