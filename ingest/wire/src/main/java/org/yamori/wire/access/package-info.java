/** Who a process is to Kafka: its certificate or password, checked before they are used, and what a refusal means. */
@NullMarked
package org.yamori.wire.access;

import org.jspecify.annotations.NullMarked;
