/** Tables that somebody else made, as packet sources. */
@NullMarked
package org.yamori.sensor.feed;

import org.jspecify.annotations.NullMarked;
