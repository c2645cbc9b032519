/** What a sensor keeps of a packet instead of its bytes: the signature of a SYN and the hash of a payload. */
@NullMarked
package org.yamori.sensor.signature;

import org.jspecify.annotations.NullMarked;
