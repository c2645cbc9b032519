/** Which port's number of distinct sources suddenly rises. See docs/detectors/surge.md. */
@NullMarked
package org.yamori.jobs.detect.surge;

import org.jspecify.annotations.NullMarked;
