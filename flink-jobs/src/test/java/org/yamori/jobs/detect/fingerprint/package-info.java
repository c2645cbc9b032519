/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.detect.fingerprint;

import org.jspecify.annotations.NullMarked;
