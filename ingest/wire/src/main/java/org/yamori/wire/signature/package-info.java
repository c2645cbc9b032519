/**
 * What a SYN says of the system that sent it, as p0f 3 writes it, and a reader of p0f's database of such signatures.
 */
@NullMarked
package org.yamori.wire.signature;

import org.jspecify.annotations.NullMarked;
