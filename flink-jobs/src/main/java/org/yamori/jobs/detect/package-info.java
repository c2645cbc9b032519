/** One sub-package per room that reads packets. */
@NullMarked
package org.yamori.jobs.detect;

import org.jspecify.annotations.NullMarked;
