/** Tests of what is inside this package. */
@NullMarked
package org.yamori.cli.bench.detection;

import org.jspecify.annotations.NullMarked;
