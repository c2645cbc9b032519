/** What rooms share inside the detect job: labelled slices, tables per shard, sets of sources. */
@NullMarked
package org.yamori.jobs.flow;

import org.jspecify.annotations.NullMarked;
