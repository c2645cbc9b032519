/** Each job on one page: sources and sinks are given, rooms are called by their doors. */
@NullMarked
package org.yamori.jobs.topology;

import org.jspecify.annotations.NullMarked;
