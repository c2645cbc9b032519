/** The jobs as programs: the only places where a job is executed. */
@NullMarked
package org.yamori.jobs.app;

import org.jspecify.annotations.NullMarked;
