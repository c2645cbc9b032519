/** How the jobs reach Kafka: the same way for every source, sink and follower. */
@NullMarked
package org.yamori.jobs.kafka;

import org.jspecify.annotations.NullMarked;
