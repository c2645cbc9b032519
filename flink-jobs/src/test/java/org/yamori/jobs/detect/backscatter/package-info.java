/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.detect.backscatter;

import org.jspecify.annotations.NullMarked;
