/** What is known about addresses and ports: countries, port groups, the watch list. */
@NullMarked
package org.yamori.jobs.enrich;

import org.jspecify.annotations.NullMarked;
