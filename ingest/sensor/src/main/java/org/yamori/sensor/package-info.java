/** Packets to blocks: file readers, header parser, simulator, publisher. */
@NullMarked
package org.yamori.sensor;

import org.jspecify.annotations.NullMarked;
