/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.detect.surge;

import org.jspecify.annotations.NullMarked;
