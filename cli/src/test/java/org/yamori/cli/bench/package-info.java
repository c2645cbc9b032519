/** Tests of the measurements. */
@NullMarked
package org.yamori.cli.bench;

import org.jspecify.annotations.NullMarked;
