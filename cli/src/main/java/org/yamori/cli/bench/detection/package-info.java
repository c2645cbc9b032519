/** Detectors of surges side by side on series of distinct sources of which everything is known. */
@NullMarked
package org.yamori.cli.bench.detection;

import org.jspecify.annotations.NullMarked;
