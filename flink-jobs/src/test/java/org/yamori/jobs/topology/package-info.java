/** The detect topology as a test sees it. */
@NullMarked
package org.yamori.jobs.topology;

import org.jspecify.annotations.NullMarked;
