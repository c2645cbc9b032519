/** Packets to numbered blocks: ranges, cutting, watermarks, tallies and the sequence ledger. */
@NullMarked
package org.yamori.sensor.block;

import org.jspecify.annotations.NullMarked;
