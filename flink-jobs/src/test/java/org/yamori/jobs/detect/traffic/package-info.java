/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.detect.traffic;

import org.jspecify.annotations.NullMarked;
