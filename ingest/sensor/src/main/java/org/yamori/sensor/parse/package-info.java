/** Frames to packet rows: link, IP and transport headers, payload hash and class, without allocating. */
@NullMarked
package org.yamori.sensor.parse;

import org.jspecify.annotations.NullMarked;
