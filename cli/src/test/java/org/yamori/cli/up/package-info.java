/** Tests of everything on one machine. */
@NullMarked
package org.yamori.cli.up;

import org.jspecify.annotations.NullMarked;
