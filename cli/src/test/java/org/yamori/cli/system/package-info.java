/** The whole system in tests: real packets, real Kafka, real Flink, real Elasticsearch. */
@NullMarked
package org.yamori.cli.system;

import org.jspecify.annotations.NullMarked;
