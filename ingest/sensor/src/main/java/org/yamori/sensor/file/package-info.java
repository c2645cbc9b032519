/** Capture files as packet sources: pcap and pcapng, plain or compressed, read with bounds. */
@NullMarked
package org.yamori.sensor.file;

import org.jspecify.annotations.NullMarked;
