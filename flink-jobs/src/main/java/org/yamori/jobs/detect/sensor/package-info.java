/** Which sensor is silent, lossy or has a wrong clock. See docs/detectors/sensor.md. */
@NullMarked
package org.yamori.jobs.detect.sensor;

import org.jspecify.annotations.NullMarked;
