/** How many packets and distinct sources, per minute, hour and day. See docs/detectors/traffic.md. */
@NullMarked
package org.yamori.jobs.detect.traffic;

import org.jspecify.annotations.NullMarked;
