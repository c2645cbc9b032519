/** One sub-package per room that reads what other rooms found. */
@NullMarked
package org.yamori.jobs.correlate;

import org.jspecify.annotations.NullMarked;
