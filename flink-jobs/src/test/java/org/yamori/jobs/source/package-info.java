/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.source;

import org.jspecify.annotations.NullMarked;
