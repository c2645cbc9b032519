/** The simulator: a scenario with a seed becomes labelled packets, the same bytes on every machine. */
@NullMarked
package org.yamori.sensor.simulate;

import org.jspecify.annotations.NullMarked;
