/** Surges as an analyst looks at them and judges them. */
@NullMarked
package org.yamori.cli.surges;

import org.jspecify.annotations.NullMarked;
