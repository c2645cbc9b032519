/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.detect.sensor;

import org.jspecify.annotations.NullMarked;
