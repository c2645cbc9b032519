/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.correlate.campaign;

import org.jspecify.annotations.NullMarked;
