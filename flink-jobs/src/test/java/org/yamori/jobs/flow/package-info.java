/** Tests of what is inside this package. */
@NullMarked
package org.yamori.jobs.flow;

import org.jspecify.annotations.NullMarked;
