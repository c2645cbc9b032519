/** Findings to Kafka, Elasticsearch and notification channels; whatever can go nowhere, to the dead letters. */
@NullMarked
package org.yamori.jobs.sink;

import org.jspecify.annotations.NullMarked;
