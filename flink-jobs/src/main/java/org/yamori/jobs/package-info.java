/** Placeholder. */
@NullMarked
package org.yamori.jobs;

import org.jspecify.annotations.NullMarked;
