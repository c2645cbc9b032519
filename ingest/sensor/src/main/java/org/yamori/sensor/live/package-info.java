/** Packets from network interfaces as they arrive. The only package that calls native code. */
@NullMarked
package org.yamori.sensor.live;

import org.jspecify.annotations.NullMarked;
