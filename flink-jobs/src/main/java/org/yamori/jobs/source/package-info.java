/** Bytes to blocks: event time, duplicates, lateness, dead letters. */
@NullMarked
package org.yamori.jobs.source;

import org.jspecify.annotations.NullMarked;
