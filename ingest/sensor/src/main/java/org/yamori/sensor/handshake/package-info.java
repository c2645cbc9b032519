/** Answer times of those who shake hands with darknet addresses that reply. */
@NullMarked
package org.yamori.sensor.handshake;

import org.jspecify.annotations.NullMarked;
