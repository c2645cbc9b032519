/**
 * Pages about alerts, as the contacts of organisations open them, and what contacts answer there. Knows neither server
 * nor Kafka.
 */
@NullMarked
package org.yamori.console.alerts;

import org.jspecify.annotations.NullMarked;
