/** Kafka, Elasticsearch and Flink as processes on this machine, for one-machine use, tests and benches. */
@NullMarked
package org.yamori.cli.servers;

import org.jspecify.annotations.NullMarked;
